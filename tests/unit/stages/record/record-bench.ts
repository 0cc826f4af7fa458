import { FixedClock } from '#adapters/memory/fixed-clock.ts'
import { MemoryReactQueue } from '#adapters/memory/memory-queues.ts'
import { createMemoryStores } from '#adapters/memory/memory-stores.ts'
import { EMPTY_PROFILE } from '#engagement/customer/profile.ts'
import type { CustomerState } from '#engagement/journey/customer-state.ts'
import type { Message, MessageStatus } from '#engagement/message/message.ts'
import type { RecordDeps } from '#stages/record.ts'

export const NOW = Date.parse('2026-11-21T10:00:00Z')

const STATE: CustomerState = {
  schema: 1,
  customerId: 'c1',
  version: 1,
  head: { createdAt: NOW, anonymousIds: [], absorbed: [], consent: {}, slots: [], incidents: [], timerGeneration: 0 },
  profile: EMPTY_PROFILE,
  memory: { runs: [], promises: [], exits: [] },
  runs: [],
  promises: [],
}

const MESSAGE: Message = {
  id: 'm1',
  customerId: 'c1',
  workflow: 'cart-abandonment',
  version: 'v1',
  run: 'cart-abandonment##1',
  runKey: '',
  runN: 1,
  step: '2',
  name: 'reminder',
  channel: 'email',
  class: 'marketing',
  topic: 'shopping',
  urgent: false,
  status: 'sent',
  plannedAt: NOW - 60_000,
  attempt: 1,
  outcomes: [],
}

/** One customer with one message in `status`, on memory adapters; `steps` tells in which order the ports were used. */
export async function recordBench(status: MessageStatus = 'sent') {
  const stores = createMemoryStores({ freeze: true })
  await stores.customers.commit({
    before: undefined,
    after: STATE,
    entries: [],
    messages: [{ message: { ...MESSAGE, status }, expect: 'absent' }],
  })
  const reactQueue = new MemoryReactQueue()
  const steps: string[] = []
  const deps: RecordDeps = {
    clock: new FixedClock(NOW),
    customers: {
      message: (customerId, id) => stores.customers.message(customerId, id),
      saveMessage: async (message, expect) => {
        steps.push('save')
        return stores.customers.saveMessage(message, expect)
      },
    },
    suppressions: {
      add: async (suppression, address) => {
        steps.push('suppress')
        await stores.suppressions.add(suppression, address)
      },
    },
    reactQueue: {
      send: async (messages) => {
        steps.push('react')
        await reactQueue.send(messages)
      },
    },
  }
  const events = () => reactQueue.waiting.flatMap((message) => (message.kind === 'event' ? [message.event] : []))
  const message = () => stores.customers.message('c1', 'm1')
  return { stores, reactQueue, steps, deps, events, message }
}

/** A notification as event publishing sends it, about the bench's message. */
export const about = (eventType: string, part: object): object => ({
  eventType,
  mail: {
    messageId: 'ses-1',
    timestamp: '2026-11-21T09:59:00.000Z',
    destination: ['hana@example.jp'],
    tags: { message_id: ['m1'], customer: ['c1'], 'ses:configuration-set': ['beforehand-marketing'] },
  },
  ...part,
})

export const bounce = (bounceType: string): object =>
  about('Bounce', {
    bounce: {
      bounceType,
      bounceSubType: 'General',
      bouncedRecipients: [{ emailAddress: 'hana@example.jp' }],
      timestamp: '2026-11-21T09:59:30.000Z',
      feedbackId: 'f1',
    },
  })

export const complaint = (complaintFeedbackType?: string): object =>
  about('Complaint', {
    complaint: {
      complainedRecipients: [{ emailAddress: 'hana@example.jp' }],
      timestamp: '2026-11-21T09:59:30.000Z',
      feedbackId: 'f2',
      ...(complaintFeedbackType === undefined ? {} : { complaintFeedbackType }),
    },
  })

export const delivery = (): object =>
  about('Delivery', { delivery: { timestamp: '2026-11-21T09:59:10.000Z', recipients: ['hana@example.jp'] } })
export const click = (link: string): object =>
  about('Click', { click: { timestamp: '2026-11-21T09:59:40.000Z', link } })

export const inSns = (notification: object): object => ({
  Type: 'Notification',
  MessageId: '8f6dee70-c885-558a-be7d-bd48bbf5335e',
  TopicArn: 'arn:aws:sns:ap-northeast-1:111122223333:feedback',
  Message: JSON.stringify(notification),
})
