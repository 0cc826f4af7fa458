import type { News } from '#stages/relay.ts'
import type { Chance } from '../chance.ts'
import type { Ground } from '../world/invocation.ts'

/** Takes news in order; `done` hears whether they were passed on. */
export type Pass = (news: readonly News[], name: string, tries: number, done: (well: boolean) => void) => void

const MOST = 100
const RETRY_MS = 2_000

/** One shard of the table's stream: in order, and again from where it failed until it is passed on. */
export class Stream {
  readonly #ground: Ground
  readonly #chance: Chance
  readonly #name: string
  readonly #pass: Pass
  readonly #waiting: News[] = []
  #isBusy = false
  #passed = 0

  constructor(ground: Ground, chance: Chance, name: string, pass: Pass) {
    this.#ground = ground
    this.#chance = chance
    this.#name = name
    this.#pass = pass
  }

  add(news: readonly News[]): void {
    if (news.length === 0) return
    this.#waiting.push(...news)
    if (!this.#isBusy) this.#passOnSoon(1, 50)
  }

  #passOnSoon(tries: number, most: number): void {
    this.#isBusy = true
    const chance = this.#chance.of(this.#passed, tries)
    const { agenda, now, faults, weather } = this.#ground
    agenda.add(now() + chance.of('soon').between(1, most), chance.unit(), () => {
      const batch = this.#waiting.slice(0, MOST)
      this.#pass(batch, `${this.#name} ${this.#passed}`, tries, (well) => {
        // What was passed on may come once more, with what came since.
        const repeated =
          well && tries <= 2 && faults.strikes('delivered-twice', weather.repeat / 4, chance, () => this.#name)
        if (!well || repeated) return this.#passOnSoon(tries + 1, RETRY_MS)
        this.#passed += batch.length
        this.#waiting.splice(0, batch.length)
        this.#isBusy = false
        if (this.#waiting.length > 0) this.#passOnSoon(1, 50)
      })
    })
  }
}
