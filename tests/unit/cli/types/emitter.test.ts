import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PutEventsCommand, PutEventsCommandOutput } from '@aws-sdk/client-eventbridge'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { eventTypes } from '#cli/types/event-types.ts'
import { createEmitter, day, type Emitted, messageIdOf } from '../../../../workflows/schemas/events.ts'
import { copyOfWorkflows, run } from '../../../cli/run.ts'
import { compile, readFiles } from '../../language/small-shop.ts'

type Entries = NonNullable<PutEventsCommand['input']['Entries']>
type Answer = { readonly ErrorCode?: string; readonly ErrorMessage?: string; readonly EventId?: string }

/** A bus that answers each entry as it is told; `asked` is what it was sent, request by request. */
function bus(answer: (entry: Entries[number], request: number) => Answer = () => ({ EventId: 'e' })) {
  const asked: Entries[] = []
  const paused: number[] = []
  const client = {
    send: async ({ input }: PutEventsCommand): Promise<PutEventsCommandOutput> => {
      const entries = input.Entries ?? []
      asked.push(entries)
      return { $metadata: {}, Entries: entries.map((entry) => answer(entry, asked.length)) }
    },
  }
  const pause = async (ms: number): Promise<void> => void paused.push(ms)
  return { asked, paused, emitter: createEmitter({ client, source: 'shop', bus: 'engagement', pause }) }
}

const added = (cart: string, others: object = {}): Emitted => ({
  event: 'Product Added',
  userId: 'hana',
  timestamp: '2026-11-24T10:00:00+09:00',
  properties: { cart_id: cart },
  ...others,
})

describe('the emitter', () => {
  it('sends what Beforehand reads: the name as detail-type, ids and properties in detail', async () => {
    const { asked, emitter } = bus()
    expect(await emitter.emit(added('c1', { anonymousId: 'device', context: { locale: 'ja' } }))).toEqual([])
    const [entry] = asked[0] ?? []
    expect(entry).toMatchObject({ Source: 'shop', DetailType: 'Product Added', EventBusName: 'engagement' })
    expect(JSON.parse(entry?.Detail ?? '')).toEqual({
      messageId: messageIdOf(added('c1', { anonymousId: 'device' })),
      userId: 'hana',
      anonymousId: 'device',
      timestamp: '2026-11-24T01:00:00.000Z',
      properties: { cart_id: 'c1' },
      context: { locale: 'ja' },
    })
  })

  it('derives one id from one content, however it was put together, and another from another', () => {
    const one = messageIdOf({ ...added('c1'), properties: { cart_id: 'c1', price: 1 } } as Emitted)
    expect(messageIdOf({ ...added('c1'), properties: { price: 1, cart_id: 'c1' } } as Emitted)).toBe(one)
    expect(one).toMatch(/^[\w-]{22}$/)
    const others: readonly Emitted[] = [
      added('c2'),
      added('c1', { userId: 'ken' }),
      added('c1', { timestamp: '2026-11-24T10:00:01+09:00' }),
      added('c1', { event: 'Cart Viewed' }),
    ]
    expect(new Set([one, ...others.map((each) => messageIdOf(each))]).size).toBe(5)
    expect(messageIdOf(added('c1', { messageId: 'mine' }))).toBe('mine')
  })

  it('sends every event once, in order, in requests of at most ten entries and 256 KB', async () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 190_000 }), { minLength: 1, maxLength: 30 })
    await fc.assert(
      fc.asyncProperty(sizes, async (lengths) => {
        const { asked, emitter } = bus()
        const events = lengths.map((length, n) =>
          added(`c${n}`, { properties: { cart_id: `c${n}`, name: 'あ'.repeat(length / 3) } }),
        )
        expect(await emitter.emit(...events)).toEqual([])
        for (const request of asked) {
          expect(request.length).toBeLessThanOrEqual(10)
          const bytes = request.map(
            ({ Detail = '', Source = '', DetailType = '' }) => 14 + Buffer.byteLength(Detail + Source + DetailType),
          )
          expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(256 * 1024)
        }
        const sent = asked.flat().map(({ Detail = '' }) => JSON.parse(Detail).properties.cart_id)
        expect(sent).toEqual(events.map((_, n) => `c${n}`))
      }),
      { numRuns: 30 },
    )
  })

  it('answers with what was refused, and with what is too large without sending it', async () => {
    const { asked, emitter } = bus(({ Detail = '' }) =>
      Detail.includes('"bad"') ? { ErrorCode: 'missing-identity', ErrorMessage: 'nobody' } : { EventId: 'e' },
    )
    const large = added('large', { properties: { cart_id: 'large', name: 'x'.repeat(210_000) } })
    const refused = await emitter.emit(added('good'), added('bad'), large)
    expect(refused.map(({ emitted, code }) => [emitted, code])).toEqual([
      [large, 'too-large'],
      [added('bad'), 'missing-identity'],
    ])
    expect(asked.flat()).toHaveLength(2)
  })

  it('tries a throttled event again under the same id, three times in all', async () => {
    const throttled = bus((_, request) => (request < 3 ? { ErrorCode: 'ThrottlingException' } : { EventId: 'e' }))
    expect(await throttled.emitter.emit(added('c1'))).toEqual([])
    expect(new Set(throttled.asked.flat().map(({ Detail }) => Detail)).size).toBe(1)
    expect(throttled.paused).toEqual([200, 400])
    const dead = bus(() => ({ ErrorCode: 'InternalFailure', ErrorMessage: 'away' }))
    expect(await dead.emitter.emit(added('c1'))).toMatchObject([{ code: 'InternalFailure' }])
    expect(dead.asked).toHaveLength(3)
  })

  it('refuses the events of a request that fails as a whole, and throws nothing', async () => {
    const client = { send: async () => Promise.reject(new TypeError('no network')) }
    const refused = await createEmitter({ client, source: 'shop' }).emit(added('c1'), added('c2'))
    expect(refused.map(({ code, message }) => [code, message])).toEqual([
      ['TypeError', 'no network'],
      ['TypeError', 'no network'],
    ])
  })

  it('reads a day that came from elsewhere, and throws where there is no such day', () => {
    expect(day('2026-11-24')).toBe('2026-11-24')
    expect(day('2026-11-24T18:00:00+09:00')).toBe('2026-11-24T18:00:00+09:00')
    for (const text of ['tomorrow', '24.11.2026', '2026-02-30', '2026-11-24Tnoon', ''])
      expect(() => day(text)).toThrow(TypeError)
  })
})

describe('beforehand types', () => {
  it('writes the vocabulary that is there, and notices a file that is stale', async () => {
    const { folder, edit, remove } = await copyOfWorkflows()
    expect((await run(['types', '--check'], { workflows: folder })).code).toBe(0)
    await edit('events/product-added.yaml', 'sku:', 'stock_number:')
    const stale = await run(['types', '--check'], { workflows: folder })
    expect([stale.code, stale.out]).toEqual([1, `stale  ${join(folder, 'schemas/events.ts')}`])
    const out = join(folder, 'elsewhere', 'shop-events.ts')
    expect((await run(['types', '--out', out], { workflows: folder })).out).toBe(`written  ${out}`)
    expect(await readFile(out, 'utf8')).toContain('readonly stock_number?: string | null')
    await remove()
  })

  it('makes names and texts harmless, whatever a file calls them', () => {
    const { catalogue } = compile(readFiles('workflows'))
    if (catalogue === undefined) throw new Error('the shop has errors')
    const evil = {
      name: "It's */ `x`\\",
      description: 'ends */ process.exit()',
      engine: false,
      properties: { 'a-b': { type: { kind: 'string' as const }, description: '*/', required: true } },
    }
    const text = eventTypes({ ...catalogue, events: { evil } })
    expect(text).toContain("readonly 'It\\'s */ `x`\\\\': {")
    expect(text).toContain('/** ends * / process.exit() */')
    expect(text).toContain("readonly 'a-b': string\n")
  })
})
