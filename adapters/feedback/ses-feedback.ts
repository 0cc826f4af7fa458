import { createHash } from 'node:crypto'
import { PermanentError } from '#engagement/errors.ts'
import type { Outcome } from '#engagement/message/message.ts'
import type { Feedback } from '#engagement/outcome/feedback.ts'
import { parseSesNotification, type SesMail, type SesNotification } from './ses-notification.ts'

export type ReadFeedback =
  | { readonly kind: 'feedback'; readonly feedback: Feedback }
  /** Fine, but nothing that became of a mail of ours. */
  | { readonly kind: 'ignored'; readonly reason: string }

export interface FeedbackSource {
  /** ARN of the topic by which SES tells us: nothing else is believed. Absent where notifications come from ourselves. */
  readonly topic?: string
  /** Epoch milliseconds: stands in where a notification names no time. */
  readonly receivedAt: number
}

/**
 * What a notification of SES says of a message. Throws `PermanentError` `bad-notification` for what cannot be read,
 * `foreign-topic` for what did not come by our topic.
 */
export function readSesFeedback(notification: unknown, { topic, receivedAt }: FeedbackSource): ReadFeedback {
  const parsed = parseSesNotification(notification, topic)
  switch (parsed.kind) {
    case 'ignored':
      return parsed
    case 'foreign':
      throw new PermanentError('foreign-topic', 'this notification did not come by the topic that SES tells us by')
    case 'unreadable':
      throw new PermanentError('bad-notification', `not a notification of SES, at "${parsed.place}"`)
    case 'notification':
      return { kind: 'feedback', feedback: feedbackOf(parsed.notification, receivedAt) }
  }
}

function feedbackOf(notification: SesNotification, receivedAt: number): Feedback {
  const { mail } = notification.content
  const said = what(notification)
  const told = said.at ?? mail.timestamp
  const at = told === undefined ? receivedAt : Math.min(Date.parse(told), receivedAt)
  const id = idOf(notification, said)
  return {
    id,
    at,
    ...tagsOf(mail),
    providerId: mail.messageId,
    ...(said.kind === undefined
      ? {}
      : { outcome: { id, at, kind: said.kind, ...(said.detail === undefined ? {} : { detail: said.detail }) } }),
    suppress: said.suppress ?? [],
    ...(said.link === undefined ? {} : { link: said.link }),
  }
}

interface Said {
  readonly kind?: Outcome['kind']
  readonly detail?: string | undefined
  readonly at?: string | undefined
  readonly feedbackId?: string | undefined
  readonly recipients?: readonly string[]
  readonly suppress?: readonly string[]
  readonly link?: string | undefined
}

function what(notification: SesNotification): Said {
  const { type, content } = notification
  switch (type) {
    case 'Bounce':
      return bounce(content.bounce)
    case 'Complaint':
      return complaint(content.complaint)
    case 'Delivery':
      return { kind: 'delivered', at: content.delivery.timestamp, recipients: content.delivery.recipients ?? [] }
    case 'Send':
      return {}
    case 'Reject':
      return { kind: 'rejected', detail: code(content.reject.reason) }
    case 'Open':
      return { kind: 'opened', at: content.open.timestamp }
    case 'Click':
      return { kind: 'clicked', at: content.click.timestamp, link: content.click.link }
    case 'Rendering Failure':
      return { kind: 'failed', detail: 'rendering-failure' }
    case 'DeliveryDelay':
      return { kind: 'delayed', at: content.deliveryDelay.timestamp, detail: code(content.deliveryDelay.delayType) }
  }
}

type Content<Type extends SesNotification['type']> = Extract<SesNotification, { type: Type }>['content']

/** Only a permanent bounce says that the address is dead. */
function bounce({ bounceType, bouncedRecipients, timestamp, feedbackId }: Content<'Bounce'>['bounce']): Said {
  const recipients = bouncedRecipients.map((recipient) => recipient.emailAddress)
  const permanent = bounceType === 'Permanent'
  return {
    kind: 'bounced',
    detail: code(bounceType),
    at: timestamp,
    feedbackId,
    recipients,
    suppress: permanent ? recipients : [],
  }
}

/** `not-spam` takes a complaint back: somebody moved the mail out of the spam folder. */
function complaint({
  complainedRecipients,
  complaintFeedbackType,
  timestamp,
  feedbackId,
}: Content<'Complaint'>['complaint']): Said {
  if (complaintFeedbackType === 'not-spam') return { at: timestamp, feedbackId }
  const recipients = complainedRecipients.map((recipient) => recipient.emailAddress)
  return {
    kind: 'complained',
    detail: code(complaintFeedbackType ?? 'abuse'),
    at: timestamp,
    feedbackId,
    recipients,
    suppress: recipients,
  }
}

/** A short stable code: lower-case words with hyphens. */
const code = (word: string | undefined): string | undefined =>
  word === undefined
    ? undefined
    : word
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .slice(0, 64)

const TAG = { message: 'message_id', customer: 'customer' } as const

function tagsOf({ tags }: SesMail): { readonly customerId?: string; readonly messageId?: string } {
  const customerId = tags?.[TAG.customer]?.[0]
  const messageId = tags?.[TAG.message]?.[0]
  return { ...(customerId === undefined ? {} : { customerId }), ...(messageId === undefined ? {} : { messageId }) }
}

function idOf({ type, content }: SesNotification, said: Said): string {
  const parts = [type, content.mail.messageId, said.feedbackId, said.at, said.link, said.detail, said.recipients]
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22)
}
