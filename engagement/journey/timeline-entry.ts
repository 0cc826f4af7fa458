import type { CustomerEvent } from '../customer/customer-event.ts'
import type { Decision } from '../decision/decision.ts'

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
