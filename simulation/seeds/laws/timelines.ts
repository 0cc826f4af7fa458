import { type Law, ofRest } from './law.ts'

export const TIMELINE_LAWS: readonly Law[] = [
  ofRest('every accepted event is in the timeline exactly once', ({ ledger, published }) => {
    const dropped = new Set(published.flatMap(({ catalogue }) => catalogue.settings.dropEvents))
    return [...ledger.accepted.values()].flatMap(({ customerId, messageId, name }) => {
      const home = homeOf(ledger, customerId)
      const found = ledger
        .oneWith(home)
        .concat(customerId)
        .filter((id, n, all) => all.indexOf(id) === n && ledger.books.get(id)?.entries.has(messageId))
      if (found.length === 1 || (found.length === 0 && dropped.has(name))) return []
      return [`${name} ${messageId} of customer ${customerId} is in the timeline ${found.length} times`]
    })
  }),
  ofRest('what we raise is on the bus', ({ ledger }) =>
    [...ledger.books.values()].flatMap(({ entries }) =>
      [...entries.values()]
        .filter((entry) => entry.emitted && !ledger.published.has(entry.id))
        .map((entry) => `${entry.event?.name} ${entry.id} was never published`),
    ),
  ),
  ofRest('every decision has a reason, and every message that did not leave says why', ({ ledger }) =>
    [...ledger.books.values()].flatMap(({ entries, messages }) => [
      ...[...entries.values()].flatMap((entry) =>
        entry.decisions
          .filter(({ reason }) => reason === '')
          .map(({ verdict }) => `${entry.id}: ${verdict} without a reason`),
      ),
      ...[...messages.values()]
        .filter(({ status, reason }) => UNSENT.has(status) && (reason ?? '') === '')
        .map(({ name, status }) => `message ${name} is ${status} without a reason`),
    ]),
  ),
]

const UNSENT: ReadonlySet<string> = new Set(['held', 'skipped', 'cancelled', 'refused', 'unknown'])

/** Who they live on as. */
function homeOf(ledger: Parameters<Law['broken']>[1]['ledger'], customerId: string): string {
  const next = ledger.books.get(customerId)?.state?.head.mergedInto
  return next === undefined ? customerId : homeOf(ledger, next)
}
