import type { DueTimer, TimerStore } from '#stages/ports/timer-store.ts'

const MINUTE = 60_000
const startOfMinute = (at: number): number => at - (at % MINUTE)
const nameOf = (timer: { customerId: string; generation: number }): string => `${timer.customerId}#${timer.generation}`

/** Timers by the minute in which they are due. `put` and `remove` are also what a customer's commit uses. */
export class MemoryTimers implements TimerStore {
  readonly #minutes = new Map<number, Map<string, DueTimer>>()
  #cursor: number | undefined

  put(timer: DueTimer): void {
    const minute = startOfMinute(timer.at)
    const timers = this.#minutes.get(minute)
    if (timers === undefined) this.#minutes.set(minute, new Map([[nameOf(timer), timer]]))
    else timers.set(nameOf(timer), timer)
  }

  delete(timer: Omit<DueTimer, 'shard'>): void {
    const minute = startOfMinute(timer.at)
    const timers = this.#minutes.get(minute)
    timers?.delete(nameOf(timer))
    if (timers?.size === 0) this.#minutes.delete(minute)
  }

  /** Earliest outstanding instant, epoch ms: what a virtual clock jumps to next. */
  next(): number | undefined {
    let first: number | undefined
    for (const minute of this.#minutes.keys()) if (first === undefined || minute < first) first = minute
    if (first === undefined) return undefined
    return Math.min(...[...(this.#minutes.get(first)?.values() ?? [])].map((timer) => timer.at))
  }

  async due(minute: number, until = Number.POSITIVE_INFINITY): Promise<readonly DueTimer[]> {
    return [...(this.#minutes.get(startOfMinute(minute))?.values() ?? [])].filter(({ at }) => at <= until)
  }

  async remove(timer: DueTimer): Promise<void> {
    this.delete(timer)
  }

  async cursor(): Promise<number | undefined> {
    return this.#cursor
  }

  /** Never goes back: of two sweeps at once the further one stands. */
  async saveCursor(minute: number): Promise<void> {
    if (this.#cursor === undefined || this.#cursor < minute) this.#cursor = minute
  }
}
