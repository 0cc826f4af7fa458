import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { HappeningLine } from '#views/event-outcome.ts'
import { type FakeHost, startFakeHost } from './fake-host.ts'
import { copyOfWorkflows, run } from './run.ts'

let host: FakeHost | undefined
afterEach(() => host?.stop())

const accepting = (): Promise<FakeHost> =>
  startFakeHost(() => ({ status: 200, body: { FailedEntryCount: 0, Entries: [{ EventId: 'e-1' }] } }))

describe('beforehand send-event', () => {
  it('puts the event on the bus as a producer would', async () => {
    host = await accepting()
    const words = ['-p', 'cart_id=c1', '-p', 'price=8000', '-p', 'name="8000"', '-p', 'gift=true', '-p', 'note=a=b']
    const args = [
      'send-event',
      'Product Added',
      '--user',
      'hana',
      ...words,
      '--at',
      '2026-11-21T20:00:00+09:00',
      '--message-id',
      'm-1',
    ]
    const { code, out } = await run([...args, '--endpoint', host.endpoint])
    expect(out).toBe('accepted  Product Added  m-1')
    expect(code).toBe(0)
    expect(host.asked[0]?.target).toBe('AWSEvents.PutEvents')
    const [entry] = JSON.parse(host.asked[0]?.body ?? '').Entries
    expect(entry).toMatchObject({ DetailType: 'Product Added', Source: 'beforehand.cli' })
    expect(JSON.parse(entry.Detail)).toEqual({
      messageId: 'm-1',
      userId: 'hana',
      timestamp: '2026-11-21T20:00:00+09:00',
      properties: { cart_id: 'c1', price: 8000, name: '8000', gift: true, note: 'a=b' },
    })
  })

  it('sends traits on an identify, and properties from a file', async () => {
    host = await accepting()
    const { folder, remove } = await copyOfWorkflows()
    await writeFile(join(folder, 'cart.json'), '{ "cart_id": "c9", "price": 1 }')
    await run([
      'send-event',
      'identify',
      '-u',
      'hana',
      '-t',
      'locale=ja',
      '-t',
      'consent={"shopping":"granted"}',
      '--endpoint',
      host.endpoint,
    ])
    await run(
      ['send-event', 'Cart Viewed', '-a', 'anon-1', '--properties', join(folder, 'cart.json'), '-p', 'price=2'],
      { env: { BEFOREHAND_ENDPOINT: host.endpoint } },
    )
    await remove()
    const details = host.asked
      .filter(({ target }) => target !== undefined)
      .map(({ body }) => JSON.parse(JSON.parse(body).Entries[0].Detail))
    expect(details[0]).toMatchObject({ userId: 'hana', traits: { locale: 'ja', consent: { shopping: 'granted' } } })
    expect(details[1]).toMatchObject({ anonymousId: 'anon-1', properties: { cart_id: 'c9', price: 2 } })
  })

  it('says what the event led to: what was not understood, what is waited for, how to see it now', async () => {
    const place = { seq: 1, at: '2026-11-21T12:00:00.000Z', customer: 'hana', cause: 'm 1' }
    const lines: readonly HappeningLine[] = [
      {
        ...place,
        kind: 'accepted',
        mark: '>',
        text: 'Product Added',
        details: ['not understood: detail.order_id: nobody reads it here'],
      },
      {
        ...place,
        kind: 'waits',
        mark: '…',
        text: 'cart: waits until noon',
        details: ['as things stand nothing will be sent then'],
        move: "curl -d '{}' x",
      },
      {
        ...place,
        kind: 'message',
        mark: '✉',
        text: 'cart: email "Kept" was sent',
        details: [],
        letter: 'http://x/mailbox?message=1',
      },
    ]
    host = await startFakeHost(({ path }) =>
      path === '/log.json?message=m%201'
        ? { status: 200, body: { handled: true, lines } }
        : { status: 200, body: { FailedEntryCount: 0, Entries: [{ EventId: 'e-1' }] } },
    )
    const args = ['send-event', 'Product Added', '-u', 'hana', '--message-id', 'm 1', '--endpoint', host.endpoint]
    expect((await run(args)).out.split('\n')).toEqual([
      'accepted  Product Added  m 1',
      '  not understood: detail.order_id: nobody reads it here',
      '  … cart: waits until noon',
      '      as things stand nothing will be sent then',
      "      to see it now, move the clock: curl -d '{}' x",
      '  ✉ cart: email "Kept" was sent',
      '      read it: http://x/mailbox?message=1',
    ])
    expect(JSON.parse((await run([...args, '--json'])).out)).toMatchObject({ accepted: true, handled: true, lines })
  })

  it('asks the workflows at hand what was not understood where the bus on AWS has no place for it', async () => {
    host = await accepting()
    vi.stubEnv('AWS_ENDPOINT_URL', host.endpoint)
    vi.stubEnv('AWS_REGION', 'us-east-1')
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'x')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'y')
    const { code, out } = await run(['send-event', 'order.completed', '-u', 'hana', '--message-id', 'm-1', '--aws'])
    vi.unstubAllEnvs()
    expect(out.split('\n')).toEqual([
      'accepted  order.completed  m-1',
      '  detail-type: the vocabulary has no such event. Did you mean `Order Completed`?',
    ])
    expect(code).toBe(0)
    expect(host.asked.map(({ path }) => path)).toEqual(['/'])
  })

  it('ends with 1 and the reason when the bus refuses the event', async () => {
    const refused = { FailedEntryCount: 1, Entries: [{ ErrorCode: 'bad-timestamp', ErrorMessage: 'not a time' }] }
    host = await startFakeHost(() => ({ status: 200, body: refused }))
    const { code, err } = await run(['send-event', 'Cart Viewed', '-u', 'hana', '--endpoint', host.endpoint])
    expect(err).toBe('refused  bad-timestamp: not a time')
    expect(code).toBe(1)
  })

  it.each([
    ['nobody is named', ['Cart Viewed'], 'Whose event?'],
    ['a pair is none', ['Cart Viewed', '-u', 'hana', '-p', 'price'], 'write it as name=value'],
    ['the time has no offset', ['Cart Viewed', '-u', 'hana', '--at', 'yesterday'], 'write it with its offset'],
    ['traits stand on an event', ['Cart Viewed', '-u', 'hana', '-t', 'a=b'], 'Traits travel on "identify"'],
    [
      'the file is not there',
      ['Cart Viewed', '-u', 'hana', '--properties', '/nowhere.json'],
      '--properties /nowhere.json',
    ],
    ['nobody listens', ['Cart Viewed', '-u', 'hana', '--endpoint', 'http://127.0.0.1:9'], 'could not be handed over'],
  ])('ends with 2 and says what to do where %s', async (_, args, words) => {
    const { code, err } = await run(['send-event', ...args])
    expect(err).toContain(words)
    expect(code).toBe(2)
  })
})
