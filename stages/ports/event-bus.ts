import type { CustomerEvent } from '#engagement/customer/customer-event.ts'

/** Events that we raise, for the world outside. */
export interface EventBus {
  publish(events: readonly CustomerEvent[]): Promise<void>
}
