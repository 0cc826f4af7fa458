import { consentRecordFor } from '#engagement/customer/apply-consent.ts'
import type { Consent } from '#engagement/customer/consent.ts'
import type { Decision } from '#engagement/decision/decision.ts'
import type { Message, Outcome } from '#engagement/message/message.ts'
import { classFacts } from '#engagement/model/message-class.ts'
import { reasonWords } from '#language/reason-words/reason-words.ts'
import { localTime, type Told, told } from './told.ts'

/** A stretch of a message's way. Epoch milliseconds. */
export interface Stretch {
  readonly at: number
  readonly told: Told
}

/** The message itself says that it was planned and sent. */
export const isToldByNoMessage = ({ verdict, message }: Decision): boolean =>
  message === undefined || (verdict !== 'planned' && verdict !== 'sent')

/** What became of a message once it was its turn, as its own item tells: planned, claimed, sent or not, heard of. */
export function wayOf(message: Message, consent: Consent, zone: string): readonly Stretch[] {
  const what = `${message.channel.replaceAll('_', ' ')} "${message.name}"`
  const good = message.goodUntil === undefined ? [] : [`good until ${localTime(message.goodUntil, zone)}`]
  const attempt = message.attempt > 1 ? [`attempt ${message.attempt}`] : []
  const claimed: readonly Stretch[] =
    message.claimedAt === undefined
      ? []
      : [
          {
            at: message.claimedAt,
            told: told('*', 'quiet', 'asked again whether it may be sent, written, and claimed for one call', [
              ...consentLines(message, consent, zone),
              ...attempt,
            ]),
          },
        ]
  return [
    { at: message.plannedAt, told: told('*', 'quiet', `its turn came: ${what} was put on its way`, good) },
    ...claimed,
    ...settlementOf(message, what),
    ...message.outcomes.map((outcome) => ({ at: outcome.at, told: outcomeWords(outcome) })),
  ]
}

function settlementOf(message: Message, what: string): readonly Stretch[] {
  const why = message.reason === undefined ? '' : `: ${reasonWords(message.reason)}`
  const at = message.sentAt ?? message.claimedAt ?? message.plannedAt
  switch (message.status) {
    case 'planned':
    case 'claimed':
      return []
    case 'sent':
    case 'delivered':
    case 'bounced':
    case 'complained': {
      const id = message.providerId === undefined ? [] : [`the provider calls it ${message.providerId}`]
      return [{ at, told: told('✉', 'sent', `sent: the provider took ${what}`, id) }]
    }
    case 'unknown':
      return [{ at, told: told('?', 'bad', `nobody knows whether it went out${why}`) }]
    case 'held':
      return [{ at, told: told('x', 'bad', `held${why}`) }]
    case 'skipped':
      return [{ at, told: told('x', 'bad', `not sent${why}`) }]
    case 'refused':
      return [{ at, told: told('x', 'bad', `refused${why}`) }]
    case 'cancelled':
      return [{ at, told: told('x', 'quiet', `withdrawn${why}`) }]
  }
}

/** The evidence under which marketing was sent; one that is younger says nothing about then. */
function consentLines(message: Message, consent: Consent, zone: string): readonly string[] {
  if (!classFacts(message.class).needsConsent || message.topic === undefined)
    return [`${message.class}: it needs no consent`]
  const record = consentRecordFor(consent, message.topic, message.channel)
  if (record === undefined || record.at > (message.claimedAt ?? message.plannedAt)) return []
  return [
    `consent to ${message.topic}: ${record.status} ${localTime(record.at, zone)} by ${record.source.replaceAll('-', ' ')} ${record.evidence}`,
  ]
}

function outcomeWords({ kind, detail }: Outcome): Told {
  const more = detail === undefined ? [] : [detail]
  switch (kind) {
    case 'delivered':
      return told('✓', 'good', 'delivered: the receiving server took it', more)
    case 'bounced':
      return told('✗', 'bad', 'came back', more)
    case 'complained':
      return told('✗', 'bad', 'its reader marked it as spam', more)
    case 'rejected':
    case 'failed':
      return told('✗', 'bad', 'the provider could not send it', more)
    case 'opened':
    case 'clicked':
    case 'delayed':
    case 'unsubscribed':
      return told('<', 'quiet', kind, more)
  }
}
