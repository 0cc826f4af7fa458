import type { Outgoing, Provider, ProviderAnswer } from '#stages/ports/provider.ts'

/** Accepts and remembers what it is given, unless `answer` says otherwise. */
export class MemoryProvider implements Provider {
  /** Everything that was accepted. */
  readonly accepted: Outgoing[] = []
  /** Every call, whatever came of it. */
  readonly calls: Outgoing[] = []
  /** How the next calls are answered; `accepted-<n>` is the provider's id where it does not say. */
  answer: (outgoing: Outgoing) => ProviderAnswer = () => ({
    kind: 'accepted',
    providerId: `accepted-${this.calls.length}`,
  })

  async send(outgoing: Outgoing): Promise<ProviderAnswer> {
    this.calls.push(outgoing)
    const answer = this.answer(outgoing)
    if (answer.kind === 'accepted') this.accepted.push(outgoing)
    return answer
  }
}
