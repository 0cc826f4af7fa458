import type { SqsAnswer } from '#functions/middleware/sqs-handler.ts'
import { type QueueFacts, visibilityOf } from '#functions/topology.ts'
import type { Chance } from '../chance.ts'
import type { Ground } from '../world/invocation.ts'

export interface QueueRecord {
  readonly id: string
  readonly body: string
  readonly group?: string
  receives: number
}

/** Hands records to a function: `done` is called with what it answers, and never where it is gone; `gone` then. */
export type Consume = (
  records: readonly QueueRecord[],
  tries: number,
  done: (answer: SqsAnswer | undefined) => void,
) => void

/** A queue in no order: what is sent arrives at least once, some time. */
export class StandardQueue {
  readonly #ground: Ground
  readonly #chance: Chance
  readonly #visibility: number
  readonly #consume: Consume
  readonly #sent = new Map<string, number>()
  #waiting = 0

  constructor(ground: Ground, chance: Chance, facts: QueueFacts, consume: Consume) {
    this.#ground = ground
    this.#chance = chance
    this.#visibility = visibilityOf(facts) * 1000
    this.#consume = consume
  }

  get size(): number {
    return this.#waiting
  }

  /** `name`: what it is about, the same whenever the same is sent. */
  send(name: string, body: string): void {
    const n = this.#sent.get(name) ?? 0
    this.#sent.set(name, n + 1)
    const chance = this.#chance.of(name, n)
    const { faults, weather } = this.#ground
    const record: QueueRecord = { id: `${name}#${n}`, body, receives: 0 }
    const delayed = faults.strikes('delayed', weather.repeat / 2, chance, () => record.id)
      ? chance.of('by').between(1_000, 400_000)
      : 0
    this.#deliver(record, chance, chance.of('soon').between(1, 40) + delayed)
    if (faults.strikes('delivered-twice', weather.repeat / 2, chance, () => record.id))
      // Both are one record, whose tries are counted together.
      this.#deliver({ ...record, receives: 1 }, chance.of('twice'), chance.of('twice', 'at').between(1, 300_000))
  }

  #deliver(record: QueueRecord, chance: Chance, after: number): void {
    const { agenda, now, faults, weather } = this.#ground
    this.#waiting += 1
    agenda.add(now() + after, chance.unit(), () => {
      this.#waiting -= 1
      record.receives += 1
      const again = (): void => this.#deliver(record, chance.of('again', record.receives), this.#visibility)
      const tries = record.receives
      this.#consume([record], tries, (answer) => {
        if (answer === undefined || answer.batchItemFailures.length > 0) return again()
        const own = chance.of('deleted', tries)
        if (tries <= 2 && faults.strikes('not-deleted', weather.repeat / 4, own, () => record.id)) again()
      })
    })
  }
}
