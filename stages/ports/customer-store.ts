import type { CustomerState } from '#engagement/journey/customer-state.ts'
import type { TimelineEntry } from '#engagement/journey/timeline-entry.ts'
import type { Message, MessageStatus } from '#engagement/message/message.ts'
import type { Commit, CommitResult, Marker } from './commit.ts'

/** Customers, their timelines and messages. */
export interface CustomerStore {
  /** Runs in the order in which they began, promises in which they were made. */
  load(customerId: string): Promise<CustomerState | undefined>
  commit(commit: Commit): Promise<CommitResult>
  /**
   * Keeps an event that nothing refers to: one idempotent write, state untouched. `absentMarkers`: where it must not be
   * either, as in a commit.
   */
  keep(customerId: string, entry: TimelineEntry, absentMarkers?: readonly Marker[]): Promise<CommitResult>
  message(customerId: string, messageId: string): Promise<Message | undefined>
  /** By id. */
  messages(customerId: string): Promise<readonly Message[]>
  /** Changes a message outside a reaction (feedback); false where its status was not as expected. */
  saveMessage(message: Message, expect: readonly MessageStatus[]): Promise<boolean>
  /** Oldest first by `at`, then as they came, then by id; `events`: only entries of these event names, `since`: at or after. */
  timeline(
    customerId: string,
    filter?: { readonly since?: number; readonly events?: readonly string[] },
  ): Promise<readonly TimelineEntry[]>
}
