import type { EventWarning } from '#engagement/customer/event-warning.ts'
import type { Decision } from '#engagement/decision/decision.ts'
import type { MessageStatus } from '#engagement/message/message.ts'
import type { Channel } from '#engagement/model/channels.ts'

/** What a run waits for. Times are epoch milliseconds. */
export interface Waiting {
  readonly workflow: string
  readonly until: number
  /** The customer's zone. */
  readonly zone: string
  /** Messages that may come next. */
  readonly next: readonly string[]
  /** Events that it listens for. */
  readonly listens: readonly string[]
  /** Events that would end it. */
  readonly unless: readonly string[]
  /** Why nothing would be sent then, as things stand: `no-consent`, `no-address`, ... */
  readonly foreseen?: string
}

/** What can happen on the host that somebody who sends events wants to see. */
export type What =
  /** `fate`: whether anything live names it; if not, whether it is kept in the timeline or dropped. */
  | {
      readonly kind: 'accepted'
      readonly event: string
      readonly warnings: readonly EventWarning[]
      readonly fate: 'named' | 'kept' | 'dropped'
    }
  | {
      readonly kind: 'refused'
      readonly event: string
      readonly code: string
      readonly reason: string
      readonly place: string
    }
  /** A messageId that was used before. */
  | { readonly kind: 'repeated'; readonly event: string; readonly sameContent: boolean }
  /** By the engine: a promise at risk, an incident. */
  | { readonly kind: 'raised'; readonly event: string }
  | { readonly kind: 'decided'; readonly decision: Decision; readonly zone: string }
  | { readonly kind: 'waits'; readonly waiting: Waiting }
  | {
      readonly kind: 'message'
      readonly status: MessageStatus
      readonly workflow: string
      readonly name: string
      readonly channel: Channel
      /** Of a letter that is in the mailbox. */
      readonly subject?: string
      readonly letter?: number
    }

/** One line of the log. */
export interface Happening {
  readonly seq: number
  /** The host's time, epoch milliseconds. */
  readonly at: number
  /** The customer as the sender calls them, where that is known. */
  readonly customer: string
  /** messageId of the event from outside that led to it; absent where time did. */
  readonly cause?: string
  readonly what: What
}
