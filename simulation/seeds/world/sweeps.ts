import { MemoryTimers } from '#adapters/memory/memory-timers.ts'
import type { DueTimer } from '#stages/ports/timer-store.ts'

const nameOf = (timer: { customerId: string; generation: number }): string => `${timer.customerId}#${timer.generation}`

/** Timers that tell when one is set. */
export class ToldTimers extends MemoryTimers {
  readonly all = new Map<string, number>()
  readonly #onPut: (at: number) => void

  constructor(onPut: (at: number) => void) {
    super()
    this.#onPut = onPut
  }

  override put(timer: DueTimer): void {
    super.put(timer)
    this.all.set(nameOf(timer), timer.at)
    this.#onPut(timer.at)
  }

  override delete(timer: Omit<DueTimer, 'shard'>): void {
    super.delete(timer)
    this.all.delete(nameOf(timer))
  }

  /** The earliest that a sweep from there on still finds. */
  nextFrom(instant: number): number | undefined {
    let first: number | undefined
    for (const at of this.all.values()) if (at >= instant && (first === undefined || at < first)) first = at
    return first
  }
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** What the sweep reads again behind its cursor. */
const OVERLAP_MS = 10 * MINUTE

/** When the sweep runs: each minute, of which only those matter in which something is due. In some hours it does not run. */
export class Sweeps {
  readonly #timers: ToldTimers
  readonly #isAsleep: (hour: number) => boolean
  #next: number | undefined
  /** How many in a row did not come to their end. */
  #failed = 0
  readonly #hours = new Map<number, boolean>()

  constructor(timers: ToldTimers, isAsleep: (hour: number) => boolean) {
    this.#timers = timers
    this.#isAsleep = (hour) => {
      const is = this.#hours.get(hour) ?? isAsleep(hour)
      this.#hours.set(hour, is)
      return is
    }
  }

  /** Which try the next one is, from 1. */
  get tries(): number {
    return this.#failed + 1
  }

  /** The minute at which the sweep runs next, where that is earlier than what was said before. */
  after(at: number, now: number): number | undefined {
    const minute = this.#awake(Math.floor(Math.max(at, now) / MINUTE + 1) * MINUTE)
    if (this.#next !== undefined && this.#next <= minute) return undefined
    this.#next = minute
    return minute
  }

  /** Whether the sweep of this minute is still meant. */
  async begin(minute: number): Promise<boolean> {
    if (this.#next !== minute) return false
    this.#next = undefined
    // Each minute before was swept as well, as far as nothing was due in it.
    const before = this.#lastAwakeBefore(minute)
    const cursor = await this.#timers.cursor()
    const due = this.#timers.nextFrom((cursor ?? minute) - OVERLAP_MS) ?? minute
    if (before !== undefined) await this.#timers.saveCursor(Math.min(before, Math.floor(due / MINUTE) * MINUTE))
    return true
  }

  /** When to sweep again; undefined where nothing is left that a sweep would find. */
  async end(isWell: boolean, now: number): Promise<number | undefined> {
    this.#failed = isWell ? 0 : this.#failed + 1
    const cursor = (await this.#timers.cursor()) ?? now
    const next = this.#timers.nextFrom(cursor - OVERLAP_MS)
    return next === undefined ? undefined : this.after(next, now)
  }

  #awake(minute: number): number {
    for (let here = minute; ; here = Math.floor(here / HOUR + 1) * HOUR)
      if (!this.#isAsleep(Math.floor(here / HOUR))) return here
  }

  #lastAwakeBefore(minute: number): number | undefined {
    for (let here = minute - MINUTE; here > minute - 48 * HOUR; here = Math.floor(here / HOUR) * HOUR - MINUTE)
      if (!this.#isAsleep(Math.floor(here / HOUR))) return here
    return undefined
  }
}
