import type { EventBridgeClient, PutEventsCommandInput, PutEventsCommandOutput } from '@aws-sdk/client-eventbridge'
import type { SendMessageBatchCommandInput, SendMessageCommandInput, SQSClient } from '@aws-sdk/client-sqs'
import { describe, expect, it } from 'vitest'
import { cutIntoCalls } from '#adapters/aws/batches.ts'
import { clientSettings, LEAN } from '#adapters/aws/client-settings.ts'
import { createDeadLetters } from '#adapters/aws/dead-letters.ts'
import { createEventBus } from '#adapters/aws/event-bus.ts'
import { createReactQueue } from '#adapters/aws/react-queue.ts'
import { createSendQueues } from '#adapters/aws/send-queues.ts'
import type { CustomerEvent } from '#engagement/customer/customer-event.ts'
import { PermanentError, TransientError } from '#engagement/errors.ts'
import type { ReactMessage } from '#stages/ports/react-queue.ts'
import type { SendRequest } from '#stages/ports/send-queue.ts'

/** A client that remembers the inputs of its commands and answers them in turn. */
function recorder<Input, Answer>(answers: ((input: Input) => Answer)[]) {
  const inputs: Input[] = []
  const send = async (command: { input: Input }): Promise<Answer> => {
    inputs.push(command.input)
    const answer = answers[Math.min(inputs.length, answers.length) - 1]
    if (answer === undefined) throw new Error('no answer is set up')
    return answer(command.input)
  }
  return { inputs, send }
}
/** The clients' `send` has an overload per command; the recorder stands for the one command that is used. */
const sqs = (fake: { send: unknown }) => fake as Pick<SQSClient, 'send'>
const bridge = (fake: { send: unknown }) => fake as Pick<EventBridgeClient, 'send'>

const event = (n: number, customerId = 'u_hana'): CustomerEvent => ({
  messageId: `m-${n}`,
  name: 'Cart Given Up',
  customerId,
  userId: 'hana',
  at: Date.parse('2026-11-21T12:00:00Z'),
  receivedAt: Date.parse('2026-11-21T12:00:01Z'),
  properties: { n },
  context: {},
  hops: 1,
})
const reactEvent = (n: number, contentHash = 'h', customerId = 'u_hana'): ReactMessage => ({
  kind: 'event',
  event: event(n, customerId),
  contentHash,
})
const ALL_TAKEN = () => ({})

it('sends what SQS would refuse in a form that it takes, and that means the same', async () => {
  const client = recorder<SendMessageBatchCommandInput, object>([() => ({})])
  const message = { ...reactEvent(1) }
  if (message.kind !== 'event') throw new Error('an event')
  const strange = { ...message, event: { ...message.event, properties: { 'a\uffff': '\ufffe\ud800' } } }
  await createReactQueue(sqs(client), 'url').send([strange])
  const body = client.inputs[0]?.Entries?.[0]?.MessageBody ?? ''
  expect(body).not.toMatch(/[\ufffe\uffff\p{Surrogate}]/u)
  expect(JSON.parse(body)).toEqual(strange)
})

describe('the queue to react', () => {
  it('gets ten at a time, a group per customer', async () => {
    const fake = recorder<SendMessageBatchCommandInput, object>([ALL_TAKEN])
    const timer: ReactMessage = { kind: 'timer', timer: { customerId: 'u_ken', at: 1, generation: 7, shard: 0 } }
    await createReactQueue(sqs(fake), 'https://sqs/react.fifo').send([
      ...Array.from({ length: 10 }, (_, n) => reactEvent(n)),
      timer,
    ])
    expect(fake.inputs.map((input) => input.Entries?.length)).toEqual([10, 1])
    expect(fake.inputs[0]?.Entries?.[0]).toMatchObject({
      MessageGroupId: 'u_hana',
      MessageBody: JSON.stringify(reactEvent(0)),
    })
    expect(fake.inputs[1]?.Entries).toEqual([
      { Id: '0', MessageBody: JSON.stringify(timer), MessageGroupId: 'u_ken', MessageDeduplicationId: 'timer#u_ken#7' },
    ])
  })

  it('takes the same event once: not other content, and not the same under the survivor of a merge', async () => {
    const fake = recorder<SendMessageBatchCommandInput, object>([ALL_TAKEN])
    await createReactQueue(sqs(fake), 'q').send([
      reactEvent(1),
      reactEvent(1),
      reactEvent(1, 'other'),
      reactEvent(1, 'h', 'u_ken'),
    ])
    const [first, again, other, survivor] = fake.inputs[0]?.Entries?.map((entry) => entry.MessageDeduplicationId) ?? []
    expect(again).toBe(first)
    expect(new Set([first, other, survivor]).size).toBe(3)
  })

  it('gets those again that were not taken, once, and then gives up for now', async () => {
    const refuse = (input: SendMessageBatchCommandInput) => ({
      Failed: [{ Id: String((input.Entries?.length ?? 0) - 1), Code: 'x', SenderFault: false }],
    })
    const fake = recorder<SendMessageBatchCommandInput, object>([refuse, ALL_TAKEN])
    await createReactQueue(sqs(fake), 'q').send([reactEvent(1), reactEvent(2)])
    expect(fake.inputs[1]?.Entries).toMatchObject([{ Id: '0', MessageBody: JSON.stringify(reactEvent(2)) }])

    const stubborn = recorder<SendMessageBatchCommandInput, object>([refuse])
    await expect(createReactQueue(sqs(stubborn), 'q').send([reactEvent(1)])).rejects.toThrow(TransientError)
    expect(stubborn.inputs).toHaveLength(2)
  })

  it.each([1, 2, 5, 10])(
    'never counts an entry as taken because others of its call were: %i of ten refused',
    async (count) => {
      const refuse = (input: SendMessageBatchCommandInput) => ({
        Failed: (input.Entries ?? []).slice(-count).map(({ Id }) => ({ Id, Code: 'x', SenderFault: false })),
      })
      const ten = Array.from({ length: 10 }, (_, n) => reactEvent(n))
      const fake = recorder<SendMessageBatchCommandInput, object>([refuse, ALL_TAKEN])
      await createReactQueue(sqs(fake), 'q').send(ten)
      expect(fake.inputs[1]?.Entries?.map((entry) => entry.MessageBody)).toEqual(
        ten.slice(-count).map((message) => JSON.stringify(message)),
      )
      const stubborn = recorder<SendMessageBatchCommandInput, object>([refuse])
      await expect(createReactQueue(sqs(stubborn), 'q').send(ten)).rejects.toMatchObject({ code: 'queue-unavailable' })
    },
  )

  it('that is away is worth another try', async () => {
    const away = { send: async () => Promise.reject(new Error('no such host')) }
    await expect(createReactQueue(sqs(away), 'q').send([reactEvent(1)])).rejects.toMatchObject({
      code: 'queue-unavailable',
    })
  })
})

describe('the queues to send', () => {
  const request = (channel: SendRequest['channel'], n: number): SendRequest => ({
    customerId: 'c',
    messageId: `m-${n}`,
    channel,
    class: 'service',
    attempt: 1,
  })

  it('are one per channel and class', async () => {
    const fake = recorder<SendMessageBatchCommandInput, object>([ALL_TAKEN])
    const queues = createSendQueues(sqs(fake), { email_service: 'https://sqs/mail', sms_service: 'https://sqs/text' })
    await queues.send([request('email', 1), request('sms', 2), request('email', 3)])
    expect(
      fake.inputs.map((input) => [
        input.QueueUrl,
        input.Entries?.map((entry) => JSON.parse(entry.MessageBody ?? '').messageId),
      ]),
    ).toEqual([
      ['https://sqs/mail', ['m-1', 'm-3']],
      ['https://sqs/text', ['m-2']],
    ])
    expect(fake.inputs[0]?.Entries?.[0]).not.toHaveProperty('MessageGroupId')
  })

  it('say which one is missing', async () => {
    await expect(createSendQueues(sqs({ send: ALL_TAKEN }), {}).send([request('line', 1)])).rejects.toThrow(
      PermanentError,
    )
  })
})

describe('the bus', () => {
  const taken = (input: PutEventsCommandInput) => ({
    FailedEntryCount: 0,
    Entries: input.Entries?.map(() => ({ EventId: 'e' })),
  })

  it('hears what we raise under our own source, as a producer would have said it', async () => {
    const fake = recorder<PutEventsCommandInput, object>([taken])
    await createEventBus(bridge(fake), 'beforehand').publish([event(1)])
    const [entry] = fake.inputs[0]?.Entries ?? []
    expect(entry).toMatchObject({ EventBusName: 'beforehand', Source: 'beforehand', DetailType: 'Cart Given Up' })
    expect(JSON.parse(entry?.Detail ?? '')).toEqual({
      messageId: 'm-1',
      userId: 'hana',
      customerId: 'u_hana',
      timestamp: '2026-11-21T12:00:00.000Z',
      properties: { n: 1 },
      context: {},
      hops: 1,
    })
  })

  it('hears those again that it did not take', async () => {
    const half = (input: PutEventsCommandInput): Partial<PutEventsCommandOutput> => ({
      FailedEntryCount: 1,
      Entries: input.Entries?.map((_, n) => (n === 1 ? { ErrorCode: 'ThrottlingException' } : { EventId: 'e' })) ?? [],
    })
    const fake = recorder<PutEventsCommandInput, object>([half, taken])
    await createEventBus(bridge(fake), 'b').publish([event(1), event(2), event(3)])
    expect(fake.inputs[1]?.Entries?.map((entry) => JSON.parse(entry.Detail ?? '').messageId)).toEqual(['m-2'])
  })
})

describe('the dead letters', () => {
  const letter = { id: 'r-1', source: 'arn:react', body: '{"kind":"event"}', group: 'u_hana', code: 'broken-item' }

  it('keep the body as it came, with code and source', async () => {
    const fake = recorder<SendMessageCommandInput, object>([ALL_TAKEN])
    await createDeadLetters(sqs(fake), () => 'https://sqs/react-dlq.fifo').send(letter)
    expect(fake.inputs[0]).toEqual({
      QueueUrl: 'https://sqs/react-dlq.fifo',
      MessageBody: '{"kind":"event"}',
      MessageAttributes: {
        code: { DataType: 'String', StringValue: 'broken-item' },
        source: { DataType: 'String', StringValue: 'arn:react' },
      },
      MessageGroupId: 'u_hana',
      MessageDeduplicationId: 'r-1',
    })
  })

  it('have no group on a standard queue', async () => {
    const fake = recorder<SendMessageCommandInput, object>([ALL_TAKEN])
    await createDeadLetters(sqs(fake), () => 'https://sqs/dlq').send(letter)
    expect(fake.inputs[0]).not.toHaveProperty('MessageGroupId')
  })
})

describe('a call', () => {
  it('is cut where its bytes are full, and never empty', () => {
    const cut = cutIntoCalls(
      [100, 100, 100, 300, 1].map((kilobytes) => kilobytes * 1024),
      (bytes) => bytes,
    )
    expect(cut.map((call) => call.map((bytes) => bytes / 1024))).toEqual([[100, 100], [100], [300], [1]])
    expect(cutIntoCalls([], () => 1)).toEqual([])
  })

  it('goes to the service that the environment names, else to all of AWS', () => {
    const env = { AWS_REGION: 'ap-northeast-1', AWS_ENDPOINT_URL: 'http://a', AWS_ENDPOINT_URL_SQS: 'http://b' }
    expect(clientSettings(env, 'SQS')).toEqual({ region: 'ap-northeast-1', endpoint: 'http://b', ...LEAN })
    expect(clientSettings(env, 'SESV2')).toEqual({ region: 'ap-northeast-1', endpoint: 'http://a', ...LEAN })
    expect(clientSettings({}, 'SQS')).toEqual({ region: 'us-east-1', ...LEAN })
  })
})
