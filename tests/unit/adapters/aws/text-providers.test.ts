import { PinpointSMSVoiceV2Client } from '@aws-sdk/client-pinpoint-sms-voice-v2'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createLineProvider, retryKeyOf } from '#adapters/aws/line-provider.ts'
import { ONE_CALL } from '#adapters/aws/provider-call.ts'
import { createProvider } from '#adapters/aws/providers.ts'
import { createSmsProvider } from '#adapters/aws/sms-provider.ts'
import { FixedClock } from '#adapters/memory/fixed-clock.ts'
import { MemoryProvider } from '#adapters/memory/memory-provider.ts'
import type { Outgoing, ProviderAnswer } from '#stages/ports/provider.ts'
import { deadAddress, type FakeServer, fakeServer, type Reply } from './fake-server.ts'

let server: FakeServer
beforeAll(async () => {
  server = await fakeServer()
})
afterAll(() => server.close())
beforeEach(() => {
  server.seen.length = 0
})

const text = (channel: 'sms' | 'line'): Outgoing => ({
  channel,
  id: 'm-1',
  customerId: 'u_hana',
  class: 'marketing',
  ...(channel === 'sms' ? { from: 'KOTORI' } : {}),
  to: channel === 'sms' ? '+819012345678' : 'U4af4980629',
  text: 'カゴを保存しました',
  tags: { workflow: 'cart-abandonment' },
})

describe('a text message', () => {
  const sms = (endpoint: string) =>
    createSmsProvider(
      new PinpointSMSVoiceV2Client({
        ...ONE_CALL,
        region: 'us-east-1',
        endpoint,
        credentials: { accessKeyId: 'x', secretAccessKey: 'y' },
      }),
      { configurationSet: 'texts' },
    )

  it('is one SendTextMessage that says whose it is', async () => {
    server.reply = { status: 200, body: { MessageId: 'sms-1' } }
    expect(await sms(server.url).send(text('sms'))).toEqual({ kind: 'accepted', providerId: 'sms-1' })
    expect(server.seen[0]?.headers['x-amz-target']).toBe('PinpointSMSVoiceV2.SendTextMessage')
    expect(JSON.parse(server.seen[0]?.body ?? '')).toEqual({
      DestinationPhoneNumber: '+819012345678',
      OriginationIdentity: 'KOTORI',
      MessageBody: 'カゴを保存しました',
      MessageType: 'PROMOTIONAL',
      ConfigurationSetName: 'texts',
      Context: { workflow: 'cart-abandonment', message_id: 'm-1', customer: 'u_hana' },
    })
  })

  const error = (status: number, type: string): Reply => ({ status, body: { __type: type, Message: 'x' } })
  const ANSWERS: readonly [reply: Reply, answer: ProviderAnswer][] = [
    [error(400, 'ThrottlingException'), { kind: 'throttled', retryAfterMs: 10_000 }],
    [error(402, 'ServiceQuotaExceededException'), { kind: 'not-set-up', fault: 'quota-used-up' }],
    [error(400, 'ValidationException'), { kind: 'refused', reason: 'not-valid' }],
    [error(404, 'ResourceNotFoundException'), { kind: 'not-set-up', fault: 'not-found-at-provider' }],
    [error(400, 'AccessDeniedException'), { kind: 'not-set-up', fault: 'not-permitted' }],
    [error(409, 'ConflictException'), { kind: 'refused', reason: 'status-409' }],
    [error(500, 'InternalServerException'), { kind: 'unknown', reason: 'provider-error' }],
    ['drop', { kind: 'unknown', reason: 'econnreset' }],
  ]
  it.each(ANSWERS)('answered %j is %j', async (reply, answer) => {
    server.reply = reply
    expect(await sms(server.url).send(text('sms'))).toEqual(answer)
    expect(server.seen).toHaveLength(1)
  })
})

describe('a LINE message', () => {
  const line = (baseUrl: string, timeoutMs = 1_000) =>
    createLineProvider({ channelAccessToken: 'token', clock: new FixedClock(0), baseUrl, timeoutMs })

  it('is one push under a retry key that is the same for the same message', async () => {
    server.reply = { status: 200, headers: { 'x-line-request-id': 'line-1' } }
    expect(await line(server.url).send(text('line'))).toEqual({ kind: 'accepted', providerId: 'line-1' })
    await line(server.url).send(text('line'))
    const [first, second] = server.seen
    expect(first).toMatchObject({
      method: 'POST',
      path: '/v2/bot/message/push',
      headers: { authorization: 'Bearer token', 'x-line-retry-key': retryKeyOf('m-1') },
    })
    expect(JSON.parse(first?.body ?? '')).toEqual({
      to: 'U4af4980629',
      messages: [{ type: 'text', text: 'カゴを保存しました' }],
    })
    expect(second?.headers['x-line-retry-key']).toBe(first?.headers['x-line-retry-key'])
    expect(retryKeyOf('m-1')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(retryKeyOf('m-2')).not.toBe(retryKeyOf('m-1'))
  })

  const ANSWERS: readonly [reply: Reply, answer: ProviderAnswer][] = [
    [
      { status: 409, headers: { 'x-line-accepted-request-id': 'line-0' } },
      { kind: 'accepted', providerId: 'line-0' },
    ],
    [{ status: 400 }, { kind: 'refused', reason: 'status-400' }],
    [{ status: 401 }, { kind: 'not-set-up', fault: 'not-permitted' }],
    [{ status: 429 }, { kind: 'throttled', retryAfterMs: 10_000 }],
    [{ status: 500 }, { kind: 'throttled', retryAfterMs: 10_000 }],
    ['drop', { kind: 'throttled', retryAfterMs: 10_000 }],
    ['silence', { kind: 'throttled', retryAfterMs: 10_000 }],
  ]
  it.each(ANSWERS)('answered %j is %j', async (reply, answer) => {
    server.reply = reply
    expect(await line(server.url, 200).send(text('line'))).toEqual(answer)
  })

  it('that found nobody is tried again', async () => {
    expect(await line(await deadAddress()).send(text('line'))).toMatchObject({ kind: 'throttled' })
  })
})

const NONE = { email: undefined, sms: undefined, line: undefined, webhook: undefined, hand_over: undefined }

describe('the provider of all channels', () => {
  it('gives each message to its own', async () => {
    const sms = new MemoryProvider()
    const line = new MemoryProvider()
    await createProvider({ ...NONE, sms, line }).send(text('line'))
    expect(line.calls).toEqual([text('line')])
    expect(sms.calls).toEqual([])
  })

  it('refuses on a channel that is not set up, so that the next one may speak', async () => {
    expect(await createProvider(NONE).send(text('sms'))).toEqual({ kind: 'refused', reason: 'channel-not-set-up' })
  })
})
