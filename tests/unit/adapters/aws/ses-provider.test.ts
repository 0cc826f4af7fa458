import type { Server } from 'node:http'
import { createRequire } from 'node:module'
import { SESv2Client } from '@aws-sdk/client-sesv2'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { clientSettings } from '#adapters/aws/client-settings.ts'
import { encodeMailbox } from '#adapters/aws/mail-address.ts'
import { ONE_CALL } from '#adapters/aws/provider-call.ts'
import { createSesProvider } from '#adapters/aws/ses-provider.ts'
import type { Outgoing, ProviderAnswer } from '#stages/ports/provider.ts'
import { deadAddress, type FakeServer, fakeServer, type Reply } from './fake-server.ts'

/** CommonJS with a default inside, which ES modules and vitest name differently. */
const sesLocal: { default(config: { host: string; port: number }): Promise<Server> } = createRequire(import.meta.url)(
  'aws-ses-v2-local',
)

const MAIL: Outgoing = {
  channel: 'email',
  id: 'm-1_x',
  customerId: 'u_hana',
  class: 'marketing',
  from: 'ことり茶舗 <tea@example.jp>',
  replyTo: 'help@example.jp',
  to: 'hana@example.jp',
  subject: 'カゴの中身は保存してあります',
  html: '<p>花子様、</p>',
  text: '花子様、',
  headers: {
    'List-Unsubscribe': '<https://pages.example.jp/u/t>',
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  },
  tags: { workflow: 'cart#abandonment', step: 'お知らせ', empty: '' },
}
/** As SES says it of a sender that was deleted, and in its sandbox of a recipient. */
const NOT_VERIFIED =
  'Email address is not verified. The following identities failed the check in region AP-NORTHEAST-1: tea@example.jp'
const SETS = { marketing: 'marketing-set', service: 'service-set' }
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }

function providerAt(endpoint: string, requestTimeout = 2_000) {
  const client = new SESv2Client({
    ...ONE_CALL,
    requestHandler: { ...ONE_CALL.requestHandler, requestTimeout },
    ...clientSettings({ AWS_REGION: 'ap-northeast-1', AWS_ENDPOINT_URL_SESV2: endpoint }, 'SESV2'),
    credentials,
  })
  return createSesProvider(client, { configurationSets: SETS })
}

describe('a mail by SES', () => {
  let ses: FakeServer
  beforeAll(async () => {
    ses = await fakeServer()
  })
  afterAll(() => ses.close())
  beforeEach(() => {
    ses.seen.length = 0
  })

  it('is one SendEmail with headers, tags by which its feedback is known, and the set of its class', async () => {
    ses.reply = { status: 200, body: { MessageId: 'ses-1' } }
    expect(await providerAt(ses.url).send(MAIL)).toEqual({ kind: 'accepted', providerId: 'ses-1' })
    expect(ses.seen).toHaveLength(1)
    expect(ses.seen[0]).toMatchObject({ method: 'POST', path: '/v2/email/outbound-emails' })
    expect(JSON.parse(ses.seen[0]?.body ?? '')).toEqual({
      FromEmailAddress: `=?UTF-8?B?${Buffer.from('ことり茶舗').toString('base64')}?= <tea@example.jp>`,
      ReplyToAddresses: ['help@example.jp'],
      Destination: { ToAddresses: ['hana@example.jp'] },
      Content: {
        Simple: {
          Subject: { Data: 'カゴの中身は保存してあります', Charset: 'UTF-8' },
          Body: { Html: { Data: '<p>花子様、</p>', Charset: 'UTF-8' }, Text: { Data: '花子様、', Charset: 'UTF-8' } },
          Headers: [
            { Name: 'List-Unsubscribe', Value: '<https://pages.example.jp/u/t>' },
            { Name: 'List-Unsubscribe-Post', Value: 'List-Unsubscribe=One-Click' },
          ],
        },
      },
      EmailTags: [
        { Name: 'workflow', Value: 'cart_abandonment' },
        { Name: 'step', Value: '____' },
        { Name: 'message_id', Value: 'm-1_x' },
        { Name: 'customer', Value: 'u_hana' },
        { Name: 'ses:feedback-id-a', Value: 'cart_abandonment' },
        { Name: 'ses:feedback-id-b', Value: 'marketing' },
      ],
      ConfigurationSetName: 'marketing-set',
    })
  })

  it('has its signed links opened as they are, and every other link tracked', async () => {
    const html =
      '<a href="https://pages.example.jp/u/t" style="x">stop</a> <a href="https://shop.example.jp/u/t">tea</a>'
    await providerAt(ses.url).send({ ...MAIL, html, ownLinks: ['https://pages.example.jp/u/t'] })
    expect(JSON.parse(ses.seen[0]?.body ?? '').Content.Simple.Body.Html.Data).toBe(
      '<a ses:no-track href="https://pages.example.jp/u/t" style="x">stop</a> <a href="https://shop.example.jp/u/t">tea</a>',
    )
  })

  const error = (status: number, type: string, message = 'x'): Reply => ({
    status,
    body: { message },
    headers: { 'x-amzn-errortype': type },
  })
  const ANSWERS: readonly [what: string, reply: Reply, kind: ProviderAnswer['kind'], detail?: object][] = [
    ['TooManyRequests', error(429, 'TooManyRequestsException'), 'throttled'],
    ['a paused account', error(400, 'SendingPausedException'), 'not-set-up', { fault: 'sending-paused' }],
    ['a used-up quota', error(400, 'LimitExceededException'), 'not-set-up', { fault: 'quota-used-up' }],
    [
      'an identity that was deleted',
      error(400, 'MessageRejected', NOT_VERIFIED),
      'not-set-up',
      { fault: 'sender-not-verified' },
    ],
    [
      'a configuration set that is gone',
      error(404, 'NotFoundException'),
      'not-set-up',
      { fault: 'not-found-at-provider' },
    ],
    ['MessageRejected', error(400, 'MessageRejected'), 'refused', { reason: 'message-rejected' }],
    [
      'a domain not verified',
      error(400, 'MailFromDomainNotVerifiedException'),
      'not-set-up',
      { fault: 'sender-not-verified' },
    ],
    ['BadRequest', error(400, 'BadRequestException'), 'refused', { reason: 'bad-request' }],
    ['a suspended account', error(400, 'AccountSuspendedException'), 'not-set-up', { fault: 'account-suspended' }],
    [
      'a role that may not send: ours to put right',
      error(403, 'AccessDeniedException'),
      'not-set-up',
      { fault: 'not-permitted' },
    ],
    ['credentials that are none', error(401, 'UnrecognizedClientException'), 'not-set-up', { fault: 'not-permitted' }],
    ['another 4xx', error(413, 'PayloadTooLarge'), 'refused', { reason: 'status-413' }],
    ['a 500', error(500, 'InternalFailure'), 'unknown', { reason: 'status-500' }],
    ['a 503', { status: 503, body: 'busy' }, 'unknown', { reason: 'status-503' }],
    ['a connection that breaks', 'drop', 'unknown', { reason: 'econnreset' }],
    ['no answer in time', 'silence', 'unknown', { reason: 'timeout' }],
  ]
  it.each(ANSWERS)('answered by %s is told as it is, after one call', async (_what, reply, kind, detail = {}) => {
    ses.reply = reply
    expect(await providerAt(ses.url, 200).send(MAIL)).toMatchObject({ kind, ...detail })
    expect(ses.seen).toHaveLength(1)
  })

  it('that never left the machine may be tried again', async () => {
    expect(await providerAt(await deadAddress()).send(MAIL)).toMatchObject({ kind: 'throttled' })
    expect(await providerAt('http://no-such-host.invalid').send(MAIL)).toMatchObject({ kind: 'throttled' })
  })

  it('cannot be a text message', async () => {
    const text: Outgoing = {
      channel: 'sms',
      id: 'm',
      customerId: 'c',
      class: 'service',
      to: '+81',
      text: 'x',
      tags: {},
    }
    expect(await providerAt(ses.url).send(text)).toEqual({ kind: 'refused', reason: 'wrong-channel' })
  })
})

describe('a mail in an SES that somebody else wrote', () => {
  it('is accepted, and its headers and words come out as they went in', async () => {
    const local = await sesLocal.default({ host: '127.0.0.1', port: 0 })
    try {
      const address = local.address()
      if (typeof address !== 'object' || address === null) throw new Error('no address')
      const endpoint = `http://127.0.0.1:${address.port}`
      expect(await providerAt(endpoint).send(MAIL)).toMatchObject({ kind: 'accepted', providerId: expect.any(String) })
      const store = await fetch(`${endpoint}/store`)
      expect(await store.json()).toMatchObject({
        emails: [
          {
            subject: 'カゴの中身は保存してあります',
            destination: { to: ['hana@example.jp'] },
            body: { html: '<p>花子様、</p>', text: '花子様、' },
            headers: [
              { name: 'List-Unsubscribe', value: '<https://pages.example.jp/u/t>' },
              { name: 'List-Unsubscribe-Post', value: 'List-Unsubscribe=One-Click' },
            ],
          },
        ],
      })
    } finally {
      await new Promise((resolve) => local.close(resolve))
    }
  })
})

describe('a sender', () => {
  const MAILBOXES: readonly [given: string, sent: string][] = [
    ['tea@example.jp', 'tea@example.jp'],
    ['Kotori Tea <tea@example.jp>', 'Kotori Tea <tea@example.jp>'],
    ['Tea, Ltd. <tea@example.jp>', '"Tea, Ltd." <tea@example.jp>'],
    ['"Tea, Ltd." <tea@example.jp>', '"Tea, Ltd." <tea@example.jp>'],
    ['Say "hi" <tea@example.jp>', '"Say \\"hi\\"" <tea@example.jp>'],
    ['=?UTF-8?B?44GT44Go44KK?= <tea@example.jp>', '=?UTF-8?B?44GT44Go44KK?= <tea@example.jp>'],
  ]
  it.each(MAILBOXES)('%s is written %s', (given, sent) => {
    expect(encodeMailbox(given)).toBe(sent)
  })

  it('with a long name in Japanese is cut between characters, into words of at most 75', () => {
    const name = 'ことり茶舗のお知らせ係より心をこめて🍵お送りします'
    const words = encodeMailbox(`${name} <tea@example.jp>`).split(' ').slice(0, -1)
    expect(Math.max(...words.map((word) => word.length))).toBeLessThanOrEqual(75)
    const decoded = words.map((word) => Buffer.from(word.slice('=?UTF-8?B?'.length, -2), 'base64').toString())
    expect(decoded.join('')).toBe(name)
  })
})
