import type { CustomerState } from '#engagement/journey/customer-state.ts'
import type { MessageWrite } from '#engagement/journey/message-write.ts'
import type { TimelineEntry } from '#engagement/journey/timeline-entry.ts'

/** An event that somebody's timeline may hold already. */
export interface Marker {
  readonly customerId: string
  readonly id: string
}

/** One transaction. Throws `TransientError` where the store is throttled or away. */
export interface Commit {
  /** As loaded; undefined where the customer did not exist. Its version is the condition. */
  readonly before: CustomerState | undefined
  /** Version = before.version + 1. */
  readonly after: CustomerState
  /** The first is the input's own; it must not exist yet (`duplicate`). */
  readonly entries: readonly TimelineEntry[]
  readonly messages: readonly MessageWrite[]
  /** Markers that must not exist under absorbed customers: dedup consults both histories. */
  readonly absentMarkers?: readonly Marker[]
  /** A second customer changed in the same transaction (a merge). */
  readonly absorbed?: { readonly before: CustomerState | undefined; readonly after: CustomerState }
}

export type CommitResult =
  /**
   * `state`: as it is stored now, what a load would answer; what was loaded, where there was nothing to write; absent where an
   * event was only kept.
   */
  | { readonly kind: 'committed'; readonly state?: CustomerState }
  /** Somebody else wrote the customer, or a message was not in the expected status: load again. */
  | { readonly kind: 'conflict' }
  /** The first entry's marker exists; `contentHash` of what is stored. */
  | { readonly kind: 'duplicate'; readonly contentHash?: string }
