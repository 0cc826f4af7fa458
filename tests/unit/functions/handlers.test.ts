import { beforeEach, describe, expect, it } from 'vitest'
import { entryItem, messageItem } from '#adapters/aws/dynamodb/items.ts'
import { FixedClock } from '#adapters/memory/fixed-clock.ts'
import { MemoryProvider } from '#adapters/memory/memory-provider.ts'
import { MemoryBus, MemoryReactQueue, MemorySendQueue } from '#adapters/memory/memory-queues.ts'
import { createMemoryStores } from '#adapters/memory/memory-stores.ts'
import { TransientError } from '#engagement/errors.ts'
import type { Workflow } from '#engagement/model/workflow.ts'
import { wire } from '#functions/wiring.ts'
import { catalogue, workflow } from '#tests/contracts/catalogue-samples.ts'
import { edgeBench, returned, sqsEvent, sqsRecord } from './edge-bench.ts'

const SECRET = 'a secret of thirty-two characters'
const ENVIRONMENT = {
  CUSTOMER_ID_SECRET: SECRET,
  LINK_SECRET: SECRET,
  PUBLIC_URL: 'https://pages.example.jp/',
  FEEDBACK_TOPIC_ARN: 'arn:aws:sns:ap-northeast-1:111122223333:feedback',
}
const PLANTED = 'hana@example.jp'

/** Help at once when a payment fails. */
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

function bench() {
  const edge = edgeBench()
  const stores = createMemoryStores({ freeze: true })
  const reactQueue = new MemoryReactQueue()
  const sendQueue = new MemorySendQueue()
  const eventBus = new MemoryBus()
  const provider = new MemoryProvider()
  const clock = new FixedClock('2026-11-21T03:00:00Z')
  const handlers = wire(ENVIRONMENT, clock, { ...edge, stores, reactQueue, sendQueue, eventBus, provider })
  return { ...edge, stores, reactQueue, sendQueue, eventBus, provider, clock, handlers }
}
type Bench = ReturnType<typeof bench>

const busEvent = (n: number, name: string, detail: object): object => ({
  version: '0',
  id: `e-${n}`,
  'detail-type': name,
  source: 'shop',
  account: '111122223333',
  time: '2026-11-21T03:00:00Z',
  region: 'ap-northeast-1',
  resources: [],
  detail: { messageId: `m-${n}`, userId: 'hana', ...detail },
})
const IDENTIFY = busEvent(1, 'identify', { traits: { email: PLANTED, locale: 'en', timezone: 'Asia/Tokyo' } })
const FAILED = busEvent(2, 'Payment Failed', { properties: { order_id: 'o-1' } })

/** What waits for react, as SQS would hand it over. */
const toReact = ({ reactQueue }: Bench): object =>
  sqsEvent(
    ...reactQueue
      .take()
      .map((message, n) =>
        sqsRecord(`r-${n}`, message, message.kind === 'event' ? message.event.customerId : message.timer.customerId),
      ),
  )

const toSend = ({ sendQueue }: Bench): object =>
  sqsEvent(...sendQueue.take().map((request, n) => sqsRecord(`s-${n}`, request)))

const streamRecord = (n: number, eventName: string, image: object): object => ({
  eventID: `stream-${n}`,
  eventName,
  eventVersion: '1.1',
  eventSource: 'aws:dynamodb',
  awsRegion: 'ap-northeast-1',
  dynamodb: { SequenceNumber: String(100 + n), SizeBytes: 300, StreamViewType: 'NEW_IMAGE', NewImage: image },
  eventSourceARN: 'arn:aws:dynamodb:ap-northeast-1:111122223333:table/beforehand/stream/2026-11-21',
})

/** Lets the two events through ingest and react: one message is planned. */
async function plan(t: Bench): Promise<void> {
  await t.handlers.ingest(sqsEvent(sqsRecord('1', IDENTIFY), sqsRecord('2', FAILED)))
  expect(returned(await t.handlers.react(toReact(t)))).toEqual([])
}

async function plannedMessages({ stores }: Bench) {
  return (await Promise.all(stores.customers.ids().map((id) => stores.customers.messages(id)))).flat()
}

let t: Bench
beforeEach(async () => {
  t = bench()
  await t.stores.catalogue.publish(catalogue([HELP]))
})

describe('from an event on the bus to a mail', () => {
  it('every function takes what AWS would hand it, and says nothing of anybody', async () => {
    await plan(t)
    const [message] = await plannedMessages(t)
    expect(message).toMatchObject({ status: 'planned', workflow: 'payment-help', channel: 'email' })
    if (message === undefined) throw new Error('nothing was planned')

    const image = messageItem(message, 1_800_000_000)
    await t.handlers.relay({ Records: [streamRecord(1, 'INSERT', image)] })
    expect(t.sendQueue.waiting).toEqual([
      {
        customerId: message.customerId,
        messageId: message.id,
        channel: 'email',
        class: 'service',
        attempt: message.attempt,
      },
    ])

    expect(returned(await t.handlers.send(toSend(t)))).toEqual([])
    expect(t.provider.accepted).toMatchObject([
      { channel: 'email', to: PLANTED, subject: 'About your payment', id: message.id },
    ])
    expect(t.lines.join('\n')).not.toContain('hana')
  })

  it('the same event twice has the effect of once', async () => {
    await plan(t)
    await plan(t)
    expect(await plannedMessages(t)).toHaveLength(1)
  })

  it('a message that was asked for twice goes out once', async () => {
    await plan(t)
    const [message] = await plannedMessages(t)
    if (message === undefined) throw new Error('nothing was planned')
    const news = {
      Records: [streamRecord(1, 'INSERT', messageItem(message, 1)), streamRecord(2, 'MODIFY', messageItem(message, 1))],
    }
    await t.handlers.relay(news)
    await t.handlers.send(toSend(t))
    expect(t.provider.calls).toHaveLength(1)
  })
})

describe('ingest', () => {
  it('puts bad events aside, keeps the good ones of the batch, and names only the code', async () => {
    const bad = busEvent(3, 'Payment Failed', { messageId: undefined, properties: { email: PLANTED } })
    expect(returned(await t.handlers.ingest(sqsEvent(sqsRecord('1', bad), sqsRecord('2', FAILED))))).toEqual([])
    expect(t.reactQueue.waiting).toHaveLength(1)
    expect(await t.stores.quarantine.list()).toMatchObject([{ code: 'missing-message-id' }])
    expect(t.lines.map((line) => JSON.parse(line))).toEqual([
      { level: 'warn', message: 'event quarantined', function: 'ingest', code: 'missing-message-id' },
    ])
  })

  it('keeps events on their queue until something is published', async () => {
    const empty = bench()
    expect(returned(await empty.handlers.ingest(sqsEvent(sqsRecord('1', FAILED))))).toEqual(['1'])
  })
})

describe('react', () => {
  it('sends what is no message of its queue to the dead letters', async () => {
    const answer = await t.handlers.react(sqsEvent(sqsRecord('1', { kind: 'event', event: { name: 'x' } }, 'u_hana')))
    expect(returned(answer)).toEqual([])
    expect(t.letters).toMatchObject([{ id: '1', group: 'u_hana', code: 'bad-body' }])
  })

  it('returns a customer whose store is away with everything that follows, and goes on with the others', async () => {
    await t.handlers.ingest(
      sqsEvent(
        sqsRecord('1', busEvent(1, 'Payment Failed', {})),
        sqsRecord('2', busEvent(2, 'Payment Failed', { userId: 'ken' })),
        sqsRecord('3', busEvent(3, 'Payment Failed', {})),
      ),
    )
    const load = t.stores.customers.load.bind(t.stores.customers)
    const [first] = t.reactQueue.waiting
    const hana = first?.kind === 'event' ? first.event.customerId : ''
    t.stores.customers.load = async (id) => {
      if (id === hana) throw new TransientError('store-throttled', 'away')
      return load(id)
    }
    expect(returned(await t.handlers.react(toReact(t)))).toEqual(['r-0', 'r-2'])
  })
})

describe('wake', () => {
  it('takes the schedule as it comes and puts whoever is due on the queue', async () => {
    t.stores.timers.put({ customerId: 'u_hana', at: t.clock.now(), generation: 3, shard: 0 })
    const scheduled = {
      version: '0',
      'detail-type': 'Scheduled Event',
      source: 'aws.scheduler',
      time: '2026-11-21T03:00:00Z',
      detail: '{}',
    }
    expect(await t.handlers.wake(scheduled)).toEqual({ timers: 1, behind: false })
    expect(t.reactQueue.waiting).toMatchObject([{ kind: 'timer', timer: { customerId: 'u_hana', generation: 3 } }])
  })

  it.each([undefined, 'now', {}, { from: 'nonsense' }])('does not mind what its input says (%j)', async (input) => {
    expect(await t.handlers.wake(input)).toEqual({ timers: 0, behind: false })
  })

  it('starts from a given instant', async () => {
    t.stores.timers.put({ customerId: 'u_hana', at: Date.parse('2026-11-20T03:00:00Z'), generation: 3, shard: 0 })
    expect(await t.handlers.wake({})).toMatchObject({ timers: 0 })
    expect(await t.handlers.wake({ from: '2026-11-20T02:59:00Z' })).toMatchObject({ timers: 1 })
  })
})

describe('relay', () => {
  const raised = {
    id: 'raised-1',
    kind: 'event',
    at: 1,
    receivedAt: 1,
    decisions: [],
    emitted: true,
    event: {
      messageId: 'raised-1',
      name: 'Cart Given Up',
      customerId: 'u_hana',
      at: 1,
      receivedAt: 1,
      properties: {},
      context: {},
      hops: 1,
    },
  } as const

  it('tells the world what we raise, and nothing of what we were told', async () => {
    const heard = { ...raised, id: 'heard', emitted: false }
    const records = [raised, heard].map((entry, n) => streamRecord(n, 'INSERT', entryItem('u_hana', entry, 1)))
    await t.handlers.relay({ Records: records })
    expect(t.eventBus.published).toMatchObject([{ name: 'Cart Given Up', messageId: 'raised-1' }])
  })

  it('fails where a queue is away, so that Lambda halves the batch, and names no place at which it would halve instead', async () => {
    await plan(t)
    const [message] = await plannedMessages(t)
    if (message === undefined) throw new Error('nothing was planned')
    t.sendQueue.send = async () => Promise.reject(new TransientError('queue-unavailable', 'away'))
    const records = [
      streamRecord(1, 'INSERT', entryItem('u_hana', raised, 1)),
      streamRecord(2, 'INSERT', messageItem(message, 1)),
    ]
    await expect(t.handlers.relay({ Records: records })).rejects.toThrow(TransientError)
  })

  it('buries a record that nobody can read, and goes on with the rest', async () => {
    const broken = { PK: { S: 'C#u_hana' }, SK: { S: 'MSG#m' }, status: { S: 'planned' } }
    const records = [streamRecord(1, 'INSERT', broken), streamRecord(2, 'INSERT', entryItem('u_hana', raised, 1))]
    await t.handlers.relay({ Records: records })
    expect(t.letters).toMatchObject([{ id: 'stream-1', code: 'broken-item' }])
    expect(t.eventBus.published).toHaveLength(1)
  })
})

describe('the wiring', () => {
  it.each([
    ['CUSTOMER_ID_SECRET', 'ingest cannot start: CUSTOMER_ID_SECRET is missing'],
    ['PUBLIC_URL', 'send cannot start: PUBLIC_URL is missing'],
  ])('names what is missing: %s', (variable, message) => {
    const { stores, reactQueue, sendQueue, eventBus, provider, deadLetters, log, clock } = t
    const given = { stores, reactQueue, sendQueue, eventBus, provider, deadLetters, log }
    expect(() => wire({ ...ENVIRONMENT, [variable]: undefined }, clock, given)).toThrow(message)
  })

  it('names what does not fit, and never a secret', () => {
    const { stores, reactQueue, sendQueue, eventBus, provider, deadLetters, log, clock } = t
    const given = { stores, reactQueue, sendQueue, eventBus, provider, deadLetters, log }
    const start = () => wire({ ...ENVIRONMENT, CUSTOMER_ID_SECRET: 'short-secret' }, clock, given)
    expect(start).toThrow('ingest cannot start: CUSTOMER_ID_SECRET: must have at least 32 characters')
    expect(start).not.toThrow('short-secret')
  })

  it('asks for table and queues where nothing is given', () => {
    expect(() => wire({}, t.clock)).toThrow('TABLE_NAME is missing; ADDRESS_SECRET is missing')
  })
})
