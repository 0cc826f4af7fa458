import { createTable } from '#adapters/aws/dynamodb/create-table.ts'
import { createDynamoDbStores } from '#adapters/aws/dynamodb/dynamodb-stores.ts'
import { FixedClock } from '#adapters/memory/fixed-clock.ts'
import { MemoryReactQueue } from '#adapters/memory/memory-queues.ts'
import { countingClient } from '#bench/capacity/consumed.ts'
import type { Message } from '#engagement/message/message.ts'
import { newCustomer } from '#engagement/react.ts'
import { takeNotification } from '#functions/record/take-notification.ts'
import { startDynamoDbEngine } from '#local/dynamodb-engine/dynamodb-engine.ts'
import type { Units } from './measured.ts'

const NOW = Date.parse('2026-11-21T10:00:00Z')
const CUSTOMER = 'u_3f9a3f9a3f9a3f9a3f9a3f'

const SENT: Message = {
  id: 'Jb1x0Qm2vZl8rTq4nYw6sKd3',
  customerId: CUSTOMER,
  workflow: 'cart-abandonment',
  version: 'a1b2c3d4e5f6',
  run: 'cart-abandonment#cart-3f9a#1',
  runKey: 'cart-3f9a',
  runN: 1,
  step: '2',
  name: 'reminder',
  channel: 'email',
  class: 'marketing',
  topic: 'shopping',
  urgent: false,
  status: 'sent',
  plannedAt: NOW - 60_000,
  sentAt: NOW - 59_000,
  providerId: '0100018b7c6d5e4f-3f9a-000000',
  attempt: 1,
  outcomes: [],
}

const DELIVERY = {
  eventType: 'Delivery',
  mail: {
    messageId: SENT.providerId,
    timestamp: '2026-11-21T09:59:00.000Z',
    tags: { message_id: [SENT.id], customer: [CUSTOMER] },
  },
  delivery: { timestamp: '2026-11-21T09:59:30.000Z', recipients: ['hana@example.jp'] },
}

/** What one notification of a delivery costs the table in the record stage; and whether react hears of it too. */
export async function measureFeedback(): Promise<Units & { readonly events: number }> {
  const engine = await startDynamoDbEngine()
  try {
    const { client, take } = countingClient(engine.endpoint)
    await createTable(client, 'feedback')
    const clock = new FixedClock(NOW)
    const secret = 'a secret of the benchmark alone'
    const stores = createDynamoDbStores({ client, tableName: 'feedback', clock, secret, timelineMs: 400 * 86_400_000 })
    const state = newCustomer(CUSTOMER, NOW)
    await stores.customers.commit({
      before: undefined,
      after: { ...state, version: 1 },
      entries: [],
      messages: [{ message: SENT, expect: 'absent' }],
    })
    take()
    const reactQueue = new MemoryReactQueue()
    const recorded = await takeNotification(DELIVERY, { ...stores, reactQueue, clock })
    if (recorded.kind !== 'recorded') throw new Error(`the notification was ${recorded.kind}`)
    const { reads, writes } = take()
    return { reads, writes, events: reactQueue.waiting.length }
  } finally {
    await engine.stop()
  }
}
