import { describe, expect, it, vi } from 'vitest'
import { FixedClock } from '#adapters/memory/fixed-clock.ts'
import { MemoryProvider } from '#adapters/memory/memory-provider.ts'
import { MemoryReactQueue, MemorySendQueue } from '#adapters/memory/memory-queues.ts'
import { createMemoryStores } from '#adapters/memory/memory-stores.ts'
import { TransientError } from '#engagement/errors.ts'
import type { Workflow } from '#engagement/model/workflow.ts'
import type { MetricDimensions, MetricValues } from '#functions/metrics.ts'
import { NAMESPACE_VARIABLE } from '#functions/metrics.ts'
import { connectMeter, createMeter, metered } from '#functions/middleware/metrics.ts'
import { createRecordHandler } from '#functions/record/record.ts'
import { wire } from '#functions/wiring.ts'
import type { ProviderAnswer } from '#stages/ports/provider.ts'
import type { ReactMessage } from '#stages/ports/react-queue.ts'
import type { SendRequest } from '#stages/ports/send-queue.ts'
import { catalogue, workflow } from '#tests/contracts/catalogue-samples.ts'
import { bounce, click, complaint, delivery, recordBench } from '../../stages/record/record-bench.ts'
import { edgeBench, sqsEvent, sqsRecord } from '../edge-bench.ts'

const SECRET = 'a secret of thirty-two characters'
const ENVIRONMENT = {
  CUSTOMER_ID_SECRET: SECRET,
  LINK_SECRET: SECRET,
  PUBLIC_URL: 'https://pages.example.jp/',
  FEEDBACK_TOPIC_ARN: 'arn:aws:sns:ap-northeast-1:111122223333:feedback',
}
const MINUTE = 60_000

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
  const edge = edgeBench()
  const stores = createMemoryStores({ freeze: true })
  const reactQueue = new MemoryReactQueue()
  const sendQueue = new MemorySendQueue()
  const provider = new MemoryProvider()
  const clock = new FixedClock('2026-11-21T03:00:00Z')
  await stores.catalogue.publish(catalogue([HELP]))
  const eventBus = { publish: async (): Promise<void> => {} }
  const handlers = wire(ENVIRONMENT, clock, { ...edge, stores, reactQueue, sendQueue, eventBus, provider })
  return { ...edge, stores, reactQueue, provider, clock, handlers }
}
type Bench = Awaited<ReturnType<typeof bench>>

const busEvent = (messageId: string | undefined, userId: string, name: string, detail: object = {}): object => ({
  'detail-type': name,
  source: 'shop',
  time: '2026-11-21T03:00:00Z',
  detail: { messageId, userId, ...detail },
})
const records = (events: readonly unknown[]): object =>
  sqsEvent(...events.map((event, n) => sqsRecord(`r-${n}`, event)))
const groupOf = (message: ReactMessage): string =>
  message.kind === 'event' ? message.event.customerId : message.timer.customerId
const toReact = ({ reactQueue }: Bench): object =>
  sqsEvent(...reactQueue.take().map((message, n) => sqsRecord(`r-${n}`, message, groupOf(message))))

/** Plans a message for each of the customers; answers with what relay would put on the queue. */
async function plan(t: Bench, ...customers: readonly string[]): Promise<readonly SendRequest[]> {
  const events = customers.flatMap((id) => [
    busEvent(`i-${id}`, id, 'identify', { traits: { email: `${id}@example.jp`, locale: 'en' } }),
    busEvent(`p-${id}`, id, 'Payment Failed', { properties: { order_id: 'o-1' } }),
  ])
  await t.handlers.ingest(records(events))
  await t.handlers.react(toReact(t))
  const messages = (await Promise.all(t.stores.customers.ids().map((id) => t.stores.customers.messages(id)))).flat()
  t.metrics.length = 0
  return messages.map(({ id, customerId, channel, class: messageClass, attempt }) => ({
    messageId: id,
    customerId,
    channel,
    class: messageClass,
    attempt,
  }))
}

describe('ingest', () => {
  it('tells once per invocation what it took and what it put aside', async () => {
    const t = await bench()
    const good = busEvent('m1', 'hana', 'Payment Failed')
    await t.handlers.ingest(
      records([good, busEvent(undefined, 'hana', 'Payment Failed'), busEvent('m2', 'ken', 'Seen')]),
    )
    await t.handlers.ingest(records([good]))
    expect(t.metrics).toEqual([{ EventsAccepted: 2, Quarantined: 1 }, { EventsAccepted: 1 }])
  })

  it('counts the events that their sender has to mend, and logs code and id without a name or a value', async () => {
    const t = await bench()
    const misspelt = busEvent('m1', 'hana', 'Payment Failed', {
      ordr_id: 'o-secret',
      traits: { email: 'a@example.jp' },
    })
    await t.handlers.ingest(records([misspelt, busEvent('m2', 'hana', 'Never Described')]))
    expect(t.metrics).toEqual([{ EventsAccepted: 2, EventsWithMistakes: 1 }])
    expect(t.lines.map((line) => JSON.parse(line))).toEqual([
      {
        level: 'warn',
        message: 'event not understood in part',
        function: 'ingest',
        count: 2,
        code: 'ignored-field',
        messageId: 'm1',
      },
    ])
  })

  it('counts nothing of what goes back to its queue', async () => {
    const t = await bench()
    t.reactQueue.send = async () => Promise.reject(new TransientError('queue-unavailable', 'away'))
    await t.handlers.ingest(records([busEvent('m1', 'hana', 'Payment Failed')]))
    expect(t.metrics).toEqual([])
  })
})

describe('send', () => {
  const answers: readonly (readonly [ProviderAnswer, MetricValues & MetricDimensions])[] = [
    [{ kind: 'accepted' }, { Sent: 2, MailsSent: 2, Class: 'service' }],
    [
      { kind: 'throttled', retryAfterMs: MINUTE },
      { Throttled: 2, Class: 'service' },
    ],
    [
      { kind: 'not-set-up', fault: 'sender-not-verified' },
      { NotSetUp: 2, Class: 'service' },
    ],
    [
      { kind: 'refused', reason: 'message-rejected' },
      { Refused: 2, Class: 'service' },
    ],
    [
      { kind: 'unknown', reason: 'timeout' },
      { UnknownSends: 2, Class: 'service' },
    ],
  ]
  it.each(answers)('counts what became of the messages: %j', async (answer, told) => {
    const t = await bench()
    const requests = await plan(t, 'hana', 'ken')
    t.provider.answer = () => answer
    await t.handlers.send(records(requests))
    expect(t.metrics).toEqual([told])
  })

  it('holds what meets a fault of our set-up, asks ever less often, and sends it once that is put right', async () => {
    const t = await bench()
    const again = async (): Promise<void> => {
      await t.handlers.wake({})
      await t.handlers.react(toReact(t))
      const messages = (await Promise.all(t.stores.customers.ids().map((id) => t.stores.customers.messages(id)))).flat()
      const planned = messages.filter(({ status }) => status === 'planned')
      await t.handlers.send(records(planned.map(({ id: messageId, ...message }) => ({ ...message, messageId }))))
    }
    const tries: number[] = []
    const start = t.clock.now()
    t.provider.answer = () => {
      tries.push((t.clock.now() - start) / MINUTE)
      return { kind: 'not-set-up', fault: 'sender-not-verified' }
    }
    await t.handlers.send(records(await plan(t, 'hana')))
    for (let minute = 0; minute < 4 * 60; minute += 1) {
      t.clock.advance(MINUTE)
      await again()
    }
    const [message] = await t.stores.customers.messages(t.stores.customers.ids()[0] ?? '')
    expect(message).toMatchObject({ status: 'held', reason: 'sender-not-verified' })
    expect(tries.map(Math.round)).toEqual([0, 15, 45, 105, 165, 225].map((at) => expect.closeTo(at, -1)))
    t.provider.answer = () => ({ kind: 'accepted' })
    t.clock.advance(60 * MINUTE)
    await again()
    expect((await t.stores.customers.messages(t.stores.customers.ids()[0] ?? ''))[0]).toMatchObject({ status: 'sent' })
  })

  it('counts a message that was asked for twice once', async () => {
    const t = await bench()
    const requests = await plan(t, 'hana')
    await t.handlers.send(records(requests))
    await t.handlers.send(records(requests))
    expect(t.metrics).toEqual([{ Sent: 1, MailsSent: 1, Class: 'service' }])
  })
})

describe('react', () => {
  it('counts an unknown send whose sender is gone when its lease runs out', async () => {
    const t = await bench()
    const requests = await plan(t, 'hana')
    t.provider.send = async () => Promise.reject(new Error('the process was killed'))
    await t.handlers.send(records(requests))
    expect(t.metrics).toEqual([])
    t.clock.advance(6 * MINUTE)
    await t.handlers.wake({})
    await t.handlers.react(toReact(t))
    expect(t.metrics).toContainEqual({ UnknownSends: 1, Class: 'service' })
  })
})

describe('wake', () => {
  it('says how far it is behind, before it begins', async () => {
    const t = await bench()
    await t.handlers.wake({})
    t.clock.advance(7 * MINUTE)
    t.stores.timers.due = async () => Promise.reject(new TransientError('store-throttled', 'away'))
    await expect(t.handlers.wake({})).rejects.toThrow(TransientError)
    expect(t.metrics).toEqual([{ SweepLagSeconds: 0 }, { SweepLagSeconds: 7 * 60 }])
  })
})

describe('record', () => {
  const seen = async (...notifications: readonly object[]) => {
    const { deps } = await recordBench()
    const edge = edgeBench()
    await createRecordHandler({ ...deps, ...edge })(records(notifications))
    return edge.metrics
  }

  it('counts deliveries, bounces for good and complaints by class', async () => {
    expect(await seen(delivery(), complaint())).toEqual([{ Delivered: 1, Complained: 1, Class: 'marketing' }])
    expect(await seen(bounce('Permanent'))).toEqual([{ Bounced: 1, Class: 'marketing' }])
  })

  it('counts neither a bounce that may still arrive nor a click', async () => {
    expect(await seen(bounce('Transient'), click('https://example.jp/tea'))).toEqual([])
  })
})

describe('a meter', () => {
  const clock = new FixedClock('2026-11-21T03:00:00Z')

  it('writes a line for each class of an invocation, under the namespace of the deployment', async () => {
    const lines: string[] = []
    const meter = createMeter({ [NAMESPACE_VARIABLE]: 'Beforehand/dev' }, clock, (line) => lines.push(line))
    const handler = metered(meter, (count) => async () => {
      count('Sent', { Class: 'service' })
      count('Sent', { Class: 'marketing' }, 3)
      count('Sent', { Class: 'service' })
    })
    await handler({})
    await handler({})
    const told = lines.map((line) => JSON.parse(line))
    expect(told.map(({ Class, Sent }) => [Class, Sent])).toEqual([
      ['service', 2],
      ['marketing', 3],
      ['service', 2],
      ['marketing', 3],
    ])
    expect(told[0]).toMatchObject({
      _aws: { Timestamp: clock.now(), CloudWatchMetrics: [{ Namespace: 'Beforehand/dev' }] },
    })
  })

  it('tells what was counted of an invocation that failed', async () => {
    const told: MetricValues[] = []
    const handler = metered(
      (values) => void told.push(values),
      (count) => async () => {
        count('EventsAccepted')
        throw new TransientError('away', 'x')
      },
    )
    await expect(handler({})).rejects.toThrow(TransientError)
    expect(told).toEqual([{ EventsAccepted: 1 }])
  })

  it('writes to the output of the process, and not at all where the caller brings a log of their own', () => {
    const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
    try {
      connectMeter({}, clock, { log: () => {} })({ Sent: 1 }, {})
      expect(write).not.toHaveBeenCalled()
      connectMeter({}, clock, {})({ Sent: 1 }, {})
      expect(write).toHaveBeenCalledOnce()
    } finally {
      write.mockRestore()
    }
  })
})
