import type { CustomerEvent } from '#engagement/customer/customer-event.ts'
import type { EventBus } from './ports/event-bus.ts'
import type { SendQueue, SendRequest } from './ports/send-queue.ts'

export interface RelayDeps {
  readonly sendQueue: SendQueue
  readonly eventBus: EventBus
}

/** What the table's stream tells us of: a message that is to be sent, or an event that we raised. */
export type News =
  | { readonly kind: 'message-planned'; readonly request: SendRequest }
  | { readonly kind: 'event-emitted'; readonly event: CustomerEvent }

/** Puts planned messages on their queues and raised events on the bus. What is told twice is harmless. */
export async function relay(news: readonly News[], deps: RelayDeps): Promise<void> {
  const requests = news.flatMap((item) => (item.kind === 'message-planned' ? [item.request] : []))
  const events = news.flatMap((item) => (item.kind === 'event-emitted' ? [item.event] : []))
  if (requests.length > 0) await deps.sendQueue.send(requests)
  if (events.length > 0) await deps.eventBus.publish(events)
}
