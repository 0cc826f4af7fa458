import type { CustomerEvent } from './customer/customer-event.ts'
import type { Decision } from './decision/decision.ts'
import type { Verdict } from './journey/settle.ts'
import type { Message } from './message/message.ts'
import type { CustomerState } from './customer-state.ts'

/** What the core reacts to. `settled`: what became of a message. */
export type Input =
  | { readonly kind: 'event'; readonly event: CustomerEvent }
  | { readonly kind: 'timer' }
  | { readonly kind: 'settled'; readonly settlement: Settlement }

/** What the send stage (or feedback) found out about one message, with the message as stored. */
export type Settlement = Verdict & { readonly message: Message }

/** A message to write, with the statuses in which the stored one must be (`absent`: must not exist). */
export interface MessageWrite {
  readonly message: Message
  readonly expect: 'absent' | readonly Message['status'][]
}

/** An item of the timeline: an event (ours or theirs) or a timer that decided something, with the decisions it led to. */
export interface TimelineEntry {
  /** Event's messageId, or `timer#<generation>#<at>`, `settled#<message>#<attempt>#<verdict>`. */
  readonly id: string
  readonly kind: 'event' | 'decision'
  readonly at: number
  readonly receivedAt: number
  readonly event?: CustomerEvent
  /** Hash of the event's content: the same messageId with other content is quarantined. */
  readonly contentHash?: string
  readonly decisions: readonly Decision[]
  /** Raised by us: relayed to the bus for the world to hear. */
  readonly emitted: boolean
}

/** The new state and what to write with it, in one transaction. */
export interface Reaction {
  readonly state: CustomerState
  /** The input's own entry first (absent where nothing is to be recorded), then events that we raised. */
  readonly entries: readonly TimelineEntry[]
  readonly messages: readonly MessageWrite[]
  /** Every decision taken, also those that need no entry of their own because a message tells it (`sent`, `ended`). */
  readonly decisions: readonly Decision[]
  /** Steps that runs reached, for coverage of scenarios. */
  readonly reached: readonly { readonly workflow: string; readonly step: string }[]
}
