import type { Outgoing, ProviderAnswer } from '#stages/ports/provider.ts'
import type { Chance } from '../chance.ts'
import type { Ground, Invocation } from './invocation.ts'

/** Told of what a provider has taken, whatever it answered. */
export type OnTaken = (outgoing: Outgoing, providerId: string, chance: Chance, by: Invocation) => void

/** A provider that takes messages, mostly; what it answers to one says little about what became of it. */
export class SeededProvider {
  readonly #ground: Ground
  readonly #chance: Chance
  readonly #calls = new Map<string, number>()
  readonly #onTaken: OnTaken

  constructor(ground: Ground, chance: Chance, onTaken: OnTaken) {
    this.#ground = ground
    this.#chance = chance
    this.#onTaken = onTaken
  }

  async send(outgoing: Outgoing, by: Invocation): Promise<ProviderAnswer> {
    const n = (this.#calls.get(outgoing.id) ?? 0) + 1
    this.#calls.set(outgoing.id, n)
    const chance = this.#chance.of(outgoing.id, n)
    const { faults, weather } = this.#ground
    const what = (): string => `${outgoing.channel} ${outgoing.id}, call ${n}`
    const share = weather.provider / 5
    const take = (): string => {
      const providerId = `provider-${outgoing.id}-${n}`
      this.#onTaken(outgoing, providerId, chance, by)
      return providerId
    }
    if (faults.strikes('provider-refuses', share, chance, what)) return { kind: 'refused', reason: 'message-rejected' }
    if (faults.strikes('provider-throttles', share, chance, what))
      return { kind: 'throttled', retryAfterMs: chance.of('after').between(1, 3_600_000) }
    if (faults.strikes('provider-not-set-up', share / 2, chance, what))
      return { kind: 'not-set-up', fault: chance.of('fault').pick(['sender-not-verified', 'quota-used-up']) }
    if (faults.strikes('provider-silent-lost', share, chance, what)) return { kind: 'unknown', reason: 'timeout' }
    const providerId = take()
    if (faults.strikes('provider-silent-sent', share, chance, what)) return { kind: 'unknown', reason: 'timeout' }
    return { kind: 'accepted', providerId }
  }
}
