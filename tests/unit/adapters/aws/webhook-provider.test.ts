import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createWebhookProvider, signatureOf } from '#adapters/aws/webhook-provider.ts'
import { isPublicAddress, lookupPublic } from '#adapters/http/public-address.ts'
import { FixedClock } from '#adapters/memory/fixed-clock.ts'
import type { Outgoing, ProviderAnswer } from '#stages/ports/provider.ts'
import { deadAddress, type FakeServer, fakeServer, type Reply } from './fake-server.ts'

const SECRET = `whsec_${Buffer.from('a key of twenty-four byt').toString('base64')}`
const clock = new FixedClock('2026-11-21T12:00:00.500Z')
const card = (url: string, channel: 'webhook' | 'hand_over' = 'hand_over'): Outgoing => ({
  channel,
  id: 'm-1',
  customerId: 'u_hana',
  url,
  body: '{"reason":"五回の失敗"}',
  tags: { workflow: 'payment-failing' },
})

describe('a webhook that is caught on this machine', () => {
  let endpoint: FakeServer
  beforeAll(async () => {
    endpoint = await fakeServer()
  })
  afterAll(() => endpoint.close())
  beforeEach(() => {
    endpoint.seen.length = 0
    endpoint.reply = { status: 200 }
  })
  const caught = (timeoutMs = 2_000) =>
    createWebhookProvider({ secret: SECRET, clock, captureBase: endpoint.url, timeoutMs })

  it('arrives signed, with its id, and says where it would have gone', async () => {
    expect(await caught().send(card('https://crm.example.jp/hooks?x=1'))).toEqual({ kind: 'accepted' })
    const [seen] = endpoint.seen
    expect(seen).toMatchObject({
      method: 'POST',
      path: `/hand_over/${encodeURIComponent('https://crm.example.jp/hooks?x=1')}`,
      body: '{"reason":"五回の失敗"}',
      headers: {
        'content-type': 'application/json',
        'webhook-id': 'm-1',
        'idempotency-key': 'm-1',
        'webhook-timestamp': '1795262400',
        'x-beforehand-workflow': 'payment-failing',
        'x-beforehand-customer': 'u_hana',
      },
    })
    const key = Buffer.from('a key of twenty-four byt')
    const expected = createHmac('sha256', key).update(`m-1.1795262400.${seen?.body}`).digest('base64')
    expect(seen?.headers['webhook-signature']).toBe(`v1,${expected}`)
  })

  const ANSWERS: readonly [reply: Reply, answer: ProviderAnswer][] = [
    [{ status: 204, body: '' }, { kind: 'accepted' }],
    [
      { status: 301, headers: { location: 'http://169.254.169.254/' } },
      { kind: 'refused', reason: 'status-301' },
    ],
    [{ status: 410 }, { kind: 'refused', reason: 'status-410' }],
    [
      { status: 429, headers: { 'retry-after': '7' } },
      { kind: 'throttled', retryAfterMs: 7_000 },
    ],
    [
      { status: 503, headers: { 'retry-after': 'Sat, 21 Nov 2026 12:01:00 GMT' } },
      { kind: 'throttled', retryAfterMs: 59_500 },
    ],
    [{ status: 500 }, { kind: 'throttled', retryAfterMs: 10_000 }],
    ['drop', { kind: 'unknown', reason: 'econnreset' }],
    ['silence', { kind: 'unknown', reason: 'timeout' }],
  ]
  it.each(ANSWERS)('answered %j is %j', async (reply, answer) => {
    endpoint.reply = reply
    expect(await caught(200).send(card('https://crm.example.jp/'))).toEqual(answer)
    expect(endpoint.seen).toHaveLength(1)
  })

  it('is tried again where nobody listens', async () => {
    const provider = createWebhookProvider({ secret: SECRET, clock, captureBase: await deadAddress() })
    expect(await provider.send(card('https://crm.example.jp/'))).toEqual({ kind: 'throttled', retryAfterMs: 10_000 })
  })
})

describe('a webhook on its way out', () => {
  const out = createWebhookProvider({ secret: SECRET, clock, timeoutMs: 1_000 })
  const REFUSED: readonly [url: string, reason: string][] = [
    ['nowhere', 'bad-url'],
    ['http://crm.example.jp/', 'not-https'],
    ['ftp://crm.example.jp/', 'not-https'],
    ['https://user:secret@crm.example.jp/', 'credentials-in-url'],
    ['https://127.0.0.1/', 'private-address'],
    ['https://2130706433/', 'private-address'],
    ['https://0x7f.1/', 'private-address'],
    ['https://10.1.2.3/', 'private-address'],
    ['https://169.254.169.254/latest/meta-data', 'private-address'],
    ['https://[::1]/', 'private-address'],
    ['https://[::ffff:10.0.0.1]/', 'private-address'],
    ['https://[fd00::1]/', 'private-address'],
    ['https://localhost/', 'private-address'],
  ]
  it.each(REFUSED)('to %s is refused: %s', async (url, reason) => {
    expect(await out.send(card(url))).toEqual({ kind: 'refused', reason })
  })

  it('carries none of our tags as headers of its own, and cannot be a mail', async () => {
    const text: Outgoing = {
      channel: 'sms',
      id: 'm',
      customerId: 'c',
      class: 'service',
      to: '+81',
      text: 'x',
      tags: {},
    }
    expect(await out.send(text)).toEqual({ kind: 'refused', reason: 'wrong-channel' })
  })
})

describe('an address', () => {
  it.each(['8.8.8.8', '203.0.114.1', '2606:4700::1111', '::ffff:8.8.8.8', '172.32.0.1'])(
    '%s is out on the internet',
    (address) => {
      expect(isPublicAddress(address)).toBe(true)
    },
  )
  it.each([
    '0.0.0.0',
    '100.64.0.1',
    '172.16.0.1',
    '192.168.1.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::7f00:1',
    '64:ff9b::a00:1',
    '2002:a00:1::',
    'fe80::1',
    'ff02::1',
    'crm',
  ])('%s is not', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })

  it('is checked at the moment of connecting, not before: a name cannot change in between', async () => {
    const { promise, resolve } = Promise.withResolvers<NodeJS.ErrnoException | null>()
    lookupPublic('localhost', { all: true }, (error) => resolve(error))
    expect(await promise).toMatchObject({ code: 'PRIVATE_ADDRESS' })
  })
})

it('signs as the published vector of Standard Webhooks says', () => {
  const signed = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: 1614265330, body: '{"test": 2432232314}' }
  expect(signatureOf(signed, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')).toBe(
    'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  )
})
