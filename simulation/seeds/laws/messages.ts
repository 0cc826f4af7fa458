import type { MessageStatus } from '#engagement/message/message.ts'
import { type Law, ofMails, ofRest } from './law.ts'

const OPEN: ReadonlySet<MessageStatus> = new Set(['planned', 'claimed', 'held'])
const NEVER_LEFT: ReadonlySet<MessageStatus> = new Set(['skipped', 'cancelled'])

export const MESSAGE_LAWS: readonly Law[] = [
  ofRest('every message comes to one final state', ({ ledger }) =>
    [...ledger.books.values()].flatMap(({ messages }) =>
      [...messages.values()]
        .filter(({ status }) => OPEN.has(status))
        .map(({ id, name, status }) => `message ${name} (${id}) is still ${status}`),
    ),
  ),
  ofMails(
    'no message is sent twice, but for one repeat of a service message whose outcome nobody knew',
    (outgoing, { ledger }) => {
      const before = ledger.mails.filter((mail) => mail.outgoing.id === outgoing.id)
      if (before.length === 0) return []
      const message = ledger.books.get(outgoing.customerId)?.messages.get(outgoing.id)
      if (before.length === 1 && message?.class === 'service' && message.repeated === true) return []
      return [
        `${message?.class} message ${message?.name} (${outgoing.id}) reaches the provider ${before.length + 1} times`,
      ]
    },
  ),
  ofMails('nothing leaves that its sender has not taken', (outgoing, { ledger }, by) => {
    const claims = (ledger.claims.get(outgoing.customerId) ?? []).filter((claim) => claim.message.id === outgoing.id)
    return claims.at(-1)?.by === by.name ? [] : [`${outgoing.id} leaves by ${by.name}, which has not taken it`]
  }),
  ofRest('what a provider has is never said not to have been sent', ({ ledger }) =>
    ledger.mails.flatMap(({ outgoing }) => {
      const message = ledger.books.get(outgoing.customerId)?.messages.get(outgoing.id)
      return message !== undefined && NEVER_LEFT.has(message.status)
        ? [`message ${message.name} (${message.id}) was sent and is ${message.status}: ${message.reason}`]
        : []
    }),
  ),
  ofRest('nothing is given up by a queue, and nothing is put aside', ({ deadLetters }) =>
    deadLetters.map(({ source, code, body }) => `${source}: ${code} ${body.slice(0, 200)}`),
  ),
]
