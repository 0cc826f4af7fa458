import type { Clock } from '#stages/ports/clock.ts'

/** A clock that stands still until it is told to move. */
export class FixedClock implements Clock {
  #now: number

  /** `start`: epoch ms or an ISO time. */
  constructor(start: number | string) {
    this.#now = instant(start)
  }

  now(): number {
    return this.#now
  }

  /** Moves on by `ms`; time never goes back. */
  advance(ms: number): void {
    this.set(this.#now + ms)
  }

  set(time: number | string): void {
    const at = instant(time)
    if (at < this.#now)
      throw new RangeError(`the clock stands at ${new Date(this.#now).toISOString()} and does not go back`)
    this.#now = at
  }
}

function instant(time: number | string): number {
  const at = typeof time === 'number' ? time : Date.parse(time)
  if (!Number.isFinite(at)) throw new RangeError(`not a time: ${time}`)
  return at
}
