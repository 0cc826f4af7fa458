import { describe, expect, it } from 'vitest'
import { readBusEvent } from '#adapters/aws/bus-event.ts'
import { createMemoryStores } from '#adapters/memory/memory-stores.ts'
import { OWN_SOURCE } from '#engagement/customer/customer-event.ts'
import { TransientError } from '#engagement/errors.ts'
import { BUS, OWN_SOURCE as SOURCE_OF_THE_RULE } from '#functions/topology.ts'
import { ingest } from '#stages/ingest.ts'
import { accepted, detail, envelope, ingestBench, texts } from './ingest-bench.ts'

const REFUSED: readonly [sentence: string, envelope: unknown, code: string, place: string][] = [
  ['no messageId', envelope('Page Viewed', { userId: 'hana' }), 'missing-message-id', 'detail.messageId'],
  ['an empty messageId', envelope('Page Viewed', detail({ messageId: ' ' })), 'missing-message-id', 'detail.messageId'],
  [
    'a messageId that is a list',
    envelope('Page Viewed', detail({ messageId: ['m'] })),
    'bad-message-id',
    'detail.messageId',
  ],
  ['nobody it is about', envelope('Page Viewed', { messageId: 'm' }), 'missing-identity', 'detail.userId'],
  [
    'a user id that is empty',
    envelope('Page Viewed', { messageId: 'm', userId: '' }),
    'missing-identity',
    'detail.userId',
  ],
  ['a user id that is an object', envelope('Page Viewed', detail({ userId: {} })), 'bad-identity', 'detail.userId'],
  [
    'a user id of 300 letters',
    envelope('Page Viewed', detail({ userId: 'x'.repeat(300) })),
    'bad-identity',
    'detail.userId',
  ],
  [
    'a timestamp in words',
    envelope('Page Viewed', detail({ timestamp: 'yesterday' })),
    'bad-timestamp',
    'detail.timestamp',
  ],
  [
    'a day that does not exist',
    envelope('Page Viewed', detail({ timestamp: '2026-02-30' })),
    'bad-timestamp',
    'detail.timestamp',
  ],
  [
    'a timestamp that is a number',
    envelope('Page Viewed', detail({ timestamp: 1795291200000 })),
    'bad-timestamp',
    'detail.timestamp',
  ],
  ['a detail that is text', envelope('Page Viewed', 'hello'), 'detail-not-an-object', 'detail'],
  ['a detail that is a list', envelope('Page Viewed', [detail()]), 'detail-not-an-object', 'detail'],
  ['no detail', envelope('Page Viewed', null), 'detail-not-an-object', 'detail'],
  [
    'properties that are text',
    envelope('Page Viewed', detail({ properties: 'x' })),
    'not-an-object',
    'detail.properties',
  ],
  ['traits that are a list', envelope('identify', detail({ traits: ['x'] })), 'not-an-object', 'detail.traits'],
  ['no name', envelope('  ', detail()), 'missing-name', 'detail-type'],
  ['a name of 129 letters', envelope('x'.repeat(129), detail()), 'name-too-long', 'detail-type'],
  ['an event that only the engine raises', envelope('Promise Broken', detail()), 'engine-event', 'detail-type'],
  [
    'an event that the vocabulary keeps for the engine',
    envelope('Score Changed', detail()),
    'engine-event',
    'detail-type',
  ],
  ['our own source', envelope('Page Viewed', detail(), { source: 'beforehand' }), 'own-event', 'source'],
  ['201 KB', envelope('Page Viewed', detail({ properties: { x: 'é'.repeat(103_000) } })), 'too-large', 'detail'],
  ['no detail-type at all', { detail: detail() }, 'not-an-envelope', 'detail-type'],
  ['not even an object', 'PutEvents', 'not-an-envelope', ''],
]

describe('an event is put aside with its reason', () => {
  it.each(REFUSED)('for %s', async (_sentence, given, code, place) => {
    const { take, quarantine, reactQueue } = await ingestBench()
    expect(await take(given)).toEqual({ kind: 'quarantined', code })
    const [item, ...others] = await quarantine.list()
    expect(item).toMatchObject({ code, place, raw: JSON.stringify(given), at: Date.parse('2026-11-21T12:00:00Z') })
    expect(item?.reason).not.toBe('')
    expect(others).toEqual([])
    expect(reactQueue.waiting).toEqual([])
  })

  it('once, however often it is delivered', async () => {
    const { take, quarantine } = await ingestBench()
    await take(envelope('Page Viewed', {}))
    await take(envelope('Page Viewed', {}))
    expect(await quarantine.list()).toHaveLength(1)
  })
})

const ACCEPTED: readonly [sentence: string, name: string, given: object, seen: object][] = [
  [
    'an unknown name',
    'Tea Ceremony Attended',
    detail({ properties: { guests: 3 } }),
    { name: 'Tea Ceremony Attended', properties: { guests: 3 } },
  ],
  ['a name of Object', 'constructor', detail(), { name: 'constructor' }],
  ['a user id that is a number', 'Page Viewed', detail({ userId: 97 }), { userId: '97' }],
  ['properties that PHP spelled as an empty list', 'Page Viewed', detail({ properties: [] }), { properties: {} }],
  [
    'members that we do not know',
    'Page Viewed',
    detail({ integrations: { All: false }, channel: 'browser' }),
    { name: 'Page Viewed' },
  ],
  ['a context that is none', 'Page Viewed', detail({ context: 'web' }), { context: {} }],
  [
    'nulls for what is absent',
    'Page Viewed',
    detail({ anonymousId: null, timestamp: null, context: null }),
    { userId: 'hana' },
  ],
  ['200 KB', 'Page Viewed', detail({ properties: { x: 'y'.repeat(204_000) } }), { name: 'Page Viewed' }],
]

describe('an event goes on to react', () => {
  it.each(ACCEPTED)('with %s', async (_sentence, name, given, seen) => {
    expect(await accepted(name, given)).toMatchObject(seen)
  })

  it('with its ids, its customer and the hash of its content', async () => {
    const { take, reactQueue } = await ingestBench()
    await take(envelope('Order Completed', detail({ anonymousId: 'device-1', properties: { order_id: 'o-1' } })))
    const [message] = reactQueue.waiting
    expect(message).toMatchObject({
      kind: 'event',
      event: {
        messageId: 'm-1',
        name: 'Order Completed',
        userId: 'hana',
        anonymousId: 'device-1',
        properties: { order_id: 'o-1' },
        hops: 0,
      },
    })
    if (message?.kind !== 'event') throw new Error('not an event')
    expect(message.contentHash).toMatch(/^[\w-]{43}$/)
    expect(message.event.customerId).toMatch(/^u_[\w-]{22}$/)
    expect(message.event.linkedId).toMatch(/^a_[\w-]{22}$/)
    expect(message.event).not.toHaveProperty('warnings')
    expect(message.event).not.toHaveProperty('traits')
  })

  it('and tells the same content from other content under one messageId, whatever the order of members or the envelope', async () => {
    const { take, reactQueue } = await ingestBench()
    await take(envelope('Page Viewed', { messageId: 'm', userId: 'u', properties: { a: 1, b: { c: 2, d: [3] } } }))
    await take(
      envelope(
        'Page Viewed',
        { properties: { b: { d: [3], c: 2 }, a: 1 }, userId: 'u', messageId: 'm', context: { ip: '::1' } },
        { id: 'other' },
      ),
    )
    await take(envelope('Page Viewed', { messageId: 'm', userId: 'u', properties: { a: 2, b: { c: 2, d: [3] } } }))
    const hashes = reactQueue.waiting.map((message) => message.kind === 'event' && message.contentHash)
    expect(hashes[1]).toBe(hashes[0])
    expect(hashes[2]).not.toBe(hashes[0])
  })
})

const TIMES: readonly [sentence: string, timestamp: string | undefined, at: string][] = [
  ['its timestamp', '2026-11-21T20:59:00+09:00', '2026-11-21T11:59:00.000Z'],
  ['UTC where the timestamp names no offset', '2026-11-21T11:30:00', '2026-11-21T11:30:00.000Z'],
  ['midnight UTC for a day', '2026-11-20', '2026-11-20T00:00:00.000Z'],
  ['its timestamp, spelled with a space and a bare offset', '2026-11-21 20:59:00+0900', '2026-11-21T11:59:00.000Z'],
  ['the envelope where it has no timestamp', undefined, '2026-11-21T11:59:58.000Z'],
  ['its receipt where the timestamp is far ahead', '2026-11-21T12:05:01Z', '2026-11-21T12:00:00.000Z'],
  ['its timestamp where the clock is a little ahead', '2026-11-21T12:04:59Z', '2026-11-21T12:04:59.000Z'],
  ['its timestamp, however old', '2015-02-23T22:28:55.111Z', '2015-02-23T22:28:55.111Z'],
]

describe('when it happened is', () => {
  it.each(TIMES)('%s', async (_sentence, timestamp, at) => {
    const event = await accepted('Page Viewed', detail(timestamp === undefined ? {} : { timestamp }))
    expect(new Date(event.at).toISOString()).toBe(at)
    expect(new Date(event.receivedAt).toISOString()).toBe('2026-11-21T12:00:00.000Z')
  })

  it('never later than its receipt, whatever the envelope says', async () => {
    const event = await accepted('Page Viewed', detail(), { time: '2030-01-01T00:00:00Z' })
    expect(event.at).toBe(Date.parse('2026-11-21T12:00:00Z'))
  })
})

describe('a property that does not fit the vocabulary', () => {
  it('leaves a warning by name and type, and stays as it was sent', async () => {
    const properties = {
      total: '8000',
      gift: 'yes',
      promised_at: 'soon',
      receipt_url: 'nowhere',
      tags: ['a', 1],
      products: [{ name: 'Teapot', price: 'x' }, 'y', {}],
      other: [],
    }
    const event = await accepted('Order Completed', detail({ properties }))
    expect(event.properties).toEqual(properties)
    expect(texts(event)).toEqual([
      'detail.properties.order_id: missing',
      'detail.properties.total: expected money, got string. Send it as a number, without quotes',
      'detail.properties.gift: expected boolean, got string. Send true or false, without quotes',
      'detail.properties.promised_at: expected date, got string. Write it as 2026-11-24 or 2026-11-24T18:00:00+09:00',
      'detail.properties.receipt_url: expected url, got string. Write it in full, such as https://www.example.jp/p/1',
      'detail.properties.products[0].price: expected money, got string. Send it as a number, without quotes',
      'detail.properties.products[1]: expected object, got string',
      'detail.properties.products[2].name: missing',
      'detail.properties.tags[1]: expected string, got number. Send it as a text, in quotes',
      'detail.properties: not in the vocabulary: other. Kept; describe them in the file of `Order Completed` to use them',
    ])
  })

  it('is no warning where it is null or fits', async () => {
    const properties = {
      order_id: 'o',
      total: 1,
      gift: null,
      promised_at: '2026-11-24',
      products: [{ name: 'Teapot' }],
      tags: [],
    }
    expect(await accepted('Order Completed', detail({ properties }))).not.toHaveProperty('warnings')
  })
})

it('waits for the first publication instead of judging without a vocabulary', async () => {
  const { deps } = await ingestBench()
  const { catalogue } = createMemoryStores()
  await expect(ingest(readBusEvent(envelope('Page Viewed', detail())), { ...deps, catalogue })).rejects.toThrow(
    TransientError,
  )
})

it('is not asked about what we put on the bus ourselves', () => {
  expect(OWN_SOURCE).toBe(SOURCE_OF_THE_RULE)
  expect(BUS.toIngest.source).toEqual([{ 'anything-but': [OWN_SOURCE] }])
})
