import type { Agenda } from './agenda.ts'

export interface LinePace {
  /** Invocations at the same time. */
  readonly concurrency: number
  readonly batchSize: number
}

/**
 * A queue with its consumer: as many invocations at once as it may have, each taking what waits up to a batch. `work`
 * answers with how long (milliseconds) the invocation takes; what it does, it notes on the agenda itself.
 */
export class Line<Item> {
  readonly #agenda: Agenda
  readonly #pace: LinePace
  readonly #work: (batch: readonly Item[]) => number
  #waiting: Item[] = []
  #head = 0
  #busy = 0
  #inFlight = 0
  /** Most that ever waited or was in flight. */
  deepest = 0
  invocations = 0

  constructor(agenda: Agenda, pace: LinePace, work: (batch: readonly Item[]) => number) {
    this.#agenda = agenda
    this.#pace = pace
    this.#work = work
  }

  add(items: readonly Item[]): void {
    for (const item of items) this.#waiting.push(item)
    this.deepest = Math.max(this.deepest, this.depth)
    this.#serve()
  }

  get depth(): number {
    return this.#waiting.length - this.#head + this.#inFlight
  }

  #serve(): void {
    while (this.#busy < this.#pace.concurrency && this.#head < this.#waiting.length) {
      const batch = this.#waiting.slice(this.#head, this.#head + this.#pace.batchSize)
      this.#head += batch.length
      if (this.#head > 65_536) {
        this.#waiting = this.#waiting.slice(this.#head)
        this.#head = 0
      }
      this.#busy += 1
      this.#inFlight += batch.length
      this.invocations += 1
      this.#agenda.at(this.#agenda.now + this.#work(batch), () => {
        this.#busy -= 1
        this.#inFlight -= batch.length
        this.#serve()
      })
    }
  }
}
