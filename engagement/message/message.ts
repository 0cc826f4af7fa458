import type { JsonObject } from '../customer/json.ts'
import type { Reason } from '../decision/reasons.ts'
import type { Channel } from '../model/channels.ts'
import type { MessageClass } from '../model/message-class.ts'

/**
 * planned -> claimed -> sent | unknown; or held, skipped, cancelled, refused (this channel cannot; the next may).
 * `sent` and `unknown` move on with feedback: delivered, bounced, complained. Only `planned` may be claimed.
 */
export const MESSAGE_STATUSES = [
  'planned',
  'claimed',
  'sent',
  'unknown',
  'held',
  'skipped',
  'cancelled',
  'refused',
  'delivered',
  'bounced',
  'complained',
] as const
export type MessageStatus = (typeof MESSAGE_STATUSES)[number]

/** One message to one customer on one channel. Stored as `MSG#id`; holds ids and reasons, never its text. */
export interface Message {
  /** Derived: hash of customer, run, step and channel; letters, digits, `-` and `_`, at most 43 characters. */
  readonly id: string
  readonly customerId: string
  readonly workflow: string
  readonly version: string
  /** `workflow#key#n`. */
  readonly run: string
  readonly runKey: string
  readonly runN: number
  readonly step: string
  /** Name of the message files, or of the webhook / hand-over endpoint. */
  readonly name: string
  readonly channel: Channel
  readonly class: MessageClass
  readonly topic?: string
  readonly urgent: boolean
  readonly status: MessageStatus
  readonly plannedAt: number
  readonly goodUntil?: number
  /** Counts how often it was put on its way (1 = first). */
  readonly attempt: number
  readonly claimedAt?: number
  /** Put on its way once more after an unknown outcome: the first may have arrived, whatever becomes of this one. */
  readonly repeated?: boolean
  readonly sentAt?: number
  readonly providerId?: string
  /** Why it is not sent, or held. */
  readonly reason?: Reason
  readonly outcomes: readonly Outcome[]
  /** For webhook and hand_over: what is sent, resolved when planned. */
  readonly payload?: JsonObject
  /** Set where a retention period applies: epoch seconds for the table's TTL. */
}

/** What came back from a provider or from the customer about a message. */
export interface Outcome {
  readonly at: number
  readonly kind:
    | 'delivered'
    | 'bounced'
    | 'complained'
    | 'rejected'
    | 'opened'
    | 'clicked'
    | 'failed'
    | 'delayed'
    | 'unsubscribed'
  /** Stable code: `permanent`, `transient`, a complaint's feedback type. */
  readonly detail?: string
  /** Id of the notification, so that the same one twice counts once. */
  readonly id: string
}
