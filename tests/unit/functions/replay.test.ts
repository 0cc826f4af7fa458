import { describe, expect, it } from 'vitest'
import { FixedClock } from '#adapters/memory/fixed-clock.ts'
import { MemoryReactQueue } from '#adapters/memory/memory-queues.ts'
import { createMemoryStores } from '#adapters/memory/memory-stores.ts'
import type { Workflow } from '#engagement/model/workflow.ts'
import { wire } from '#functions/wiring.ts'
import { catalogue, workflow } from '#tests/contracts/catalogue-samples.ts'
import { edgeBench, sqsEvent, sqsRecord } from './edge-bench.ts'

const SECRET = 'a secret of thirty-two characters'
const ENVIRONMENT = {
  CUSTOMER_ID_SECRET: SECRET,
  LINK_SECRET: SECRET,
  PUBLIC_URL: 'https://pages.example.jp/',
  FEEDBACK_TOPIC_ARN: 'arn:aws:sns:ap-northeast-1:111122223333:feedback',
}

const HELP: Workflow = {
  ...workflow('payment-help', 'v1'),
  steps: { '1': { kind: 'send', id: '1', message: 'help', channels: ['email'], urgent: false, renews: {} } },
  messages: {
    help: {
      en: {
        locale: 'en',
        subject: 'About your payment',
        html: { frame: '<p>Hello</p>', parts: {} },
        text: { frame: 'Hello', parts: {} },
        requires: [],
        addresses: [],
      },
    },
  },
}

async function bench() {
  const stores = createMemoryStores({ freeze: true })
  const reactQueue = new MemoryReactQueue()
  await stores.catalogue.publish(catalogue([HELP]))
  const nowhere = { send: async (): Promise<void> => {}, publish: async (): Promise<void> => {} }
  const handlers = wire(ENVIRONMENT, new FixedClock('2026-11-21T03:00:00Z'), {
    ...edgeBench(),
    stores,
    reactQueue,
    sendQueue: nowhere,
    eventBus: nowhere,
    provider: { send: async () => ({ kind: 'accepted' }) },
  })
  /** The events as the bus hands them over, by themselves or by a replay. */
  const take = async (replay?: string): Promise<void> => {
    const events = [
      ['identify', { traits: { email: 'hana@example.jp', locale: 'en' } }],
      ['Payment Failed', { properties: { order_id: 'o-1' } }],
    ] as const
    const envelopes = events.map(([name, detail], n) => ({
      'detail-type': name,
      source: 'shop',
      time: '2026-11-21T03:00:00Z',
      detail: { messageId: `m-${n}`, userId: 'hana', ...detail },
      ...(replay === undefined ? {} : { 'replay-name': replay }),
    }))
    await handlers.ingest(sqsEvent(...envelopes.map((envelope, n) => sqsRecord(`i-${n}`, envelope))))
    const records = reactQueue.take().map((message, n) => sqsRecord(`r-${n}`, JSON.parse(JSON.stringify(message)), 'g'))
    await handlers.react(sqsEvent(...records))
  }
  const known = async () => {
    const [id = ''] = stores.customers.ids()
    const [state, messages, timeline] = await Promise.all([
      stores.customers.load(id),
      stores.customers.messages(id),
      stores.customers.timeline(id),
    ])
    const reasons = timeline.flatMap((entry) => entry.decisions.map(({ reason }) => reason))
    return { email: state?.profile.traits.email?.value, messages, reasons }
  }
  return { take, known }
}

describe('a replay of the archive', () => {
  it('is known and writes to nobody', async () => {
    const t = await bench()
    await t.take('lost-on-friday')
    const { email, messages, reasons } = await t.known()
    expect(email).toBe('hana@example.jp')
    expect(messages).toEqual([])
    expect(reasons).toEqual(['replayed'])
  })

  it('acts as if it were new where its name asks for it', async () => {
    const t = await bench()
    await t.take('act-lost-on-friday')
    expect((await t.known()).messages).toMatchObject([{ status: 'planned', workflow: 'payment-help' }])
  })

  it('changes nothing of what was taken before', async () => {
    const t = await bench()
    await t.take()
    await t.take('lost-on-friday')
    await t.take('act-lost-on-friday')
    const { messages, reasons } = await t.known()
    expect(messages).toHaveLength(1)
    expect(reasons).not.toContain('replayed')
  })
})
