import type { CustomerEvent } from '#engagement/customer/customer-event.ts'
import type { Message } from '#engagement/message/message.ts'
import type { EventBus, SendQueue } from './ports.ts'

export interface RelayDeps {
  readonly sendQueue: SendQueue
  readonly eventBus: EventBus
}

/** What the table's stream tells us of: a message as it is now, or an event that we raised. */
export type Change = { readonly kind: 'message'; readonly message: Message } | { readonly kind: 'raised'; readonly event: CustomerEvent }

/** Puts planned messages on their queues and raised events on the bus. What is told twice is harmless. */
export async function relay(changes: readonly Change[], deps: RelayDeps): Promise<void> {
  const requests = changes.flatMap((change) => (change.kind === 'message' && change.message.status === 'planned' ? [requestOf(change.message)] : []))
  const events = changes.flatMap((change) => (change.kind === 'raised' ? [change.event] : []))
  if (requests.length > 0) await deps.sendQueue.send(requests)
  if (events.length > 0) await deps.eventBus.publish(events)
}

function requestOf(message: Message) {
  return { customerId: message.customerId, messageId: message.id, channel: message.channel, class: message.class, attempt: message.attempt }
}
