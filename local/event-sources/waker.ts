import type { Handler } from '#functions/middleware/lambda.ts'
import type { Clock } from '#stages/ports/clock.ts'
import type { HostSettings } from '../store/settings.ts'
import { invoke } from './invocation.ts'
import type { TimerIndex } from './timer-index.ts'

export const MINUTE = 60_000
const SECOND = 1_000
/** As wake itself re-reads: a timer that was found but not consumed is asked again for this long. */
export const OVERLAP = 10 * MINUTE
/** Wake sweeps at most this much in one invocation. */
const MOST = 24 * 60 * MINUTE
const SWEPT = 'wake.swept'

/** Calls the wake handler with the first minute that holds a due timer, so that a long silence costs nothing. */
export class Waker {
  readonly #handler: Handler<unknown>
  readonly #timers: TimerIndex
  readonly #clock: Clock
  readonly #settings: HostSettings
  /** Timers that wake was called for in this minute. */
  readonly #asked = new Set<string>()
  #minute = Number.NaN

  constructor(handler: Handler<unknown>, timers: TimerIndex, clock: Clock, settings: HostSettings) {
    this.#handler = handler
    this.#timers = timers
    this.#clock = clock
    this.#settings = settings
  }

  /** Until where every timer was asked for, epoch ms. */
  get #swept(): number {
    return Number(this.#settings.get(SWEPT) ?? this.#clock.now())
  }

  /** Wakes those that are due and were not asked for in this minute. Answers whether there were any. */
  async wakeDue(): Promise<boolean> {
    const now = this.#clock.now()
    const minute = Math.floor(now / MINUTE)
    if (minute !== this.#minute) this.#asked.clear()
    this.#minute = minute
    const due = this.#timers.between(this.#swept - OVERLAP, now).filter((timer) => !this.#asked.has(timer))
    if (due.length === 0) return false
    for (const timer of due) this.#asked.add(timer)
    await this.wake()
    return true
  }

  /** One sweep, as the schedule starts it every minute. */
  async wake(): Promise<void> {
    const now = this.#clock.now()
    let from = this.#timers.next(this.#swept - OVERLAP) ?? now
    for (let behind = true; behind; ) {
      const answer = await invoke('wake', this.#handler, this.#scheduled(Math.min(from, now)))
      behind = typeof answer === 'object' && answer !== null && 'behind' in answer && answer.behind === true
      from = this.#timers.next(from + MOST) ?? now
    }
    this.#settings.set(SWEPT, String(now))
  }

  /** When a running or stepped clock has to look again: the next timer, or the next minute where one is still outstanding. */
  next(): number | undefined {
    const now = this.#clock.now()
    const outstanding = this.#timers.between(now - OVERLAP, now).length > 0
    const retry = outstanding ? (Math.floor(now / MINUTE) + 1) * MINUTE : undefined
    const timer = this.#timers.next(now)
    return timer === undefined || retry === undefined ? (timer ?? retry) : Math.min(timer, retry)
  }

  /**
   * The instant of the last timer that goes together with those due at `instant`: they share its second, and none is due
   * after `until`. Whatever changes with time changes where a second begins, so that none of them is late for anything.
   */
  lastTogether(instant: number, until: number): number {
    const end = Math.floor(instant / SECOND) * SECOND + SECOND - 1
    return this.#timers.last(instant, Math.min(end, until)) ?? instant
  }

  #scheduled(from: number): object {
    return {
      version: '0',
      'detail-type': 'Scheduled Event',
      source: 'aws.scheduler',
      time: new Date(this.#clock.now()).toISOString(),
      from: new Date(from).toISOString(),
      detail: '{}',
    }
  }
}
