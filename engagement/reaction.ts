import type { CustomerEvent } from './customer/customer-event.ts'
import type { Decision } from './decision/decision.ts'
import type { CustomerState } from './journey/customer-state.ts'
import type { MessageWrite, Settlement } from './journey/message-write.ts'
import type { PutAside } from './journey/put-aside.ts'
import type { TimelineEntry } from './journey/timeline-entry.ts'
import type { Message } from './message/message.ts'

/** What the core reacts to. `settled`: what became of a message. */
export type Input =
  | { readonly kind: 'event'; readonly event: CustomerEvent }
  /** `messages`: those that due runs and leases wait for, as stored: feedback may have told what became of them. */
  | { readonly kind: 'timer'; readonly messages?: readonly Message[] }
  | { readonly kind: 'settled'; readonly settlement: Settlement }

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
  /** What the core could not take: to be kept where people see it. Empty, unless something is wrong with us. */
  readonly putAside: readonly PutAside[]
}
