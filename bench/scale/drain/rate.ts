/** A limit of so many a second, of which one second may be used at once. */
export class Rate {
  readonly #perMs: number
  readonly #most: number
  #left: number
  #at = 0

  constructor(perSecond: number) {
    this.#perMs = perSecond / 1000
    this.#most = perSecond
    this.#left = perSecond
  }

  /** Whether one more is allowed now (milliseconds; never earlier than before). */
  take(now: number): boolean {
    this.#left = Math.min(this.#most, this.#left + Math.max(0, now - this.#at) * this.#perMs)
    this.#at = Math.max(this.#at, now)
    if (this.#left < 1) return false
    this.#left -= 1
    return true
  }
}
