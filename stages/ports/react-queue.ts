import type { CustomerEvent } from '#engagement/customer/customer-event.ts'
import type { DueTimer } from './timer-store.ts'

/** What travels on the FIFO queue to react, by customer. */
export type ReactMessage =
  | {
      readonly kind: 'event'
      readonly event: CustomerEvent
      readonly contentHash: string /** Marker must be absent there too. */
      readonly mergedFrom?: readonly string[]
    }
  | { readonly kind: 'timer'; readonly timer: DueTimer }

export interface ReactQueue {
  /** Group = HMAC of the customer id; dedup id = hash(messageId, content). */
  send(messages: readonly ReactMessage[]): Promise<void>
}
