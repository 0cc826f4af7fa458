import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readBusEvent } from '#adapters/aws/bus-event.ts'
import { MemoryReactQueue } from '#adapters/memory/memory-queues.ts'
import { customerIdOf } from '#engagement/customer/customer-id.ts'
import { isInstant } from '#engagement/customer/instant.ts'
import type { JsonObject } from '#engagement/customer/json.ts'
import type { Catalogue } from '#engagement/model/catalogue.ts'
import type { CustomerChannel } from '#engagement/model/channels.ts'
import { takeNotification } from '#functions/record/take-notification.ts'
import { ID_SECRET, World } from '#simulation/world.ts'
import { ingest } from '#stages/ingest.ts'
import { changePreferences } from '#stages/preferences.ts'
import { reactTo } from '#stages/react.ts'
import { compile, readFiles } from '../language/small-shop.ts'
import { nastyJson, nastyMembers, nastyScalar } from './any-json.ts'

const START = Date.parse('2026-11-21T10:00:00Z')
const DAY = 86_400_000

const { catalogue } = compile(readFiles('workflows'))
if (catalogue === undefined) throw new Error('the workflows that ship do not compile')
const shop: Catalogue = catalogue

const EVENTS = Object.values(shop.events).filter(({ engine }) => engine !== true)
const NAMES = [...new Set(EVENTS.flatMap(({ properties }) => Object.keys(properties)))]
const TRAITS = ['email', 'phone', 'locale', 'timezone', 'country', 'address', 'consent', 'preferred_channel', 'name']
const eventName = fc.constantFrom(...EVENTS.map(({ name }) => name), 'identify')
/** Keys and dates that let things begin, so that what is nasty meets runs and promises that are under way. */
const sensible = fc.constantFrom<JsonObject>(
  { order_id: 'o1', promised_at: '2026-11-22', email: 'hana@example.com' },
  { order_id: 'o1', shipment_id: 's1', estimated_at: '2026-11-25T10:00:00+09:00' },
  { cart_id: 'c1', product_id: 'p1', quantity: 1, name: 'Teapot' },
  { email: 'hana@example.com', timezone: 'Asia/Tokyo', consent: { shopping: 'granted', marketing: 'granted' } },
  {},
)

interface Arrival {
  readonly after: number
  readonly name: string
  readonly detail: JsonObject
}
const arrival: fc.Arbitrary<Arrival> = fc
  .record({
    after: fc.constantFrom(0, 1, 60_000, 3_600_000, DAY + 17_123, 3 * DAY + 101_456),
    name: eventName,
    known: sensible,
    properties: nastyMembers(NAMES),
    traits: nastyMembers(TRAITS),
    context: nastyMembers(['timezone', 'locale', 'country', 'traits']),
    odd: nastyMembers([
      'messageId',
      'userId',
      'anonymousId',
      'timestamp',
      'context',
      'properties',
      'traits',
      'consent',
    ]),
    isOdd: fc.integer({ min: 0, max: 5 }),
  })
  .map(({ after, name, known, properties, traits, context, odd, isOdd }) => ({
    after,
    name,
    detail: {
      properties: { ...known, ...properties },
      traits: { ...known, ...traits },
      context,
      ...(isOdd === 0 ? odd : {}),
    },
  }))

/** Takes everything to its end: whatever arrives is answered, nothing throws, and nothing has to be put aside. */
async function play(planned: Catalogue, arrivals: readonly Arrival[]): Promise<World> {
  const world = await World.create(planned, START)
  const queue = new MemoryReactQueue()
  const deps = { ...world.stores, reactQueue: queue, clock: world.clock, idSecret: ID_SECRET }
  for (const [place, { after, name, detail }] of arrivals.entries()) {
    await world.advanceTo(world.clock.now() + after)
    const whole = { messageId: `m${place}`, userId: 'hana', ...detail }
    await ingest(readBusEvent({ id: `e${place}`, source: 'shop', 'detail-type': name, detail: whole }), deps)
    for (const message of queue.take())
      await reactTo(message, { ...deps, onReaction: (each) => void world.reactions.push(each) })
    await world.advanceTo(world.clock.now())
  }
  await world.advanceTo(world.clock.now() + 366 * DAY)
  return world
}

async function expectSound(world: World): Promise<void> {
  expect(world.reactions.flatMap(({ putAside }) => putAside)).toEqual([])
  for (const id of world.stores.customers.ids()) {
    const state = await world.stores.customers.load(id)
    if (state !== undefined) expect(instantsIn(state).filter(([, value]) => !isInstant(value))).toEqual([])
    for (const { at, receivedAt } of await world.stores.customers.timeline(id))
      expect([at, receivedAt].every(isInstant)).toBe(true)
    expect(unstorable(state)).toEqual([])
  }
  expect((await world.stores.quarantine.list(1_000)).filter(({ code }) => code === 'put-aside')).toEqual([])
}

const INSTANT = /^(at|until|since|due|firstDue|expected|start|lost|lastAt|typicalGap|endsAt|wakeAt|goodUntil|.*At)$/
/** What producers wrote is theirs: an instant of theirs is one only once it was read. */
const THEIRS = new Set(['properties', 'about', 'value', 'carried', 'goalEntry', 'payload'])

/** Every instant in a state, with where it stands. */
function instantsIn(value: unknown, place = ''): readonly [place: string, value: unknown][] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, member]) => {
    const here = `${place}.${name}`
    if (THEIRS.has(name) || member === null) return []
    if (INSTANT.test(name) && typeof member !== 'object') return [[here, member] as const]
    return instantsIn(member, here)
  }) as [string, unknown][]
}

/** Numbers that JSON cannot write: they would be read back as null. */
function unstorable(value: unknown, place = ''): readonly string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [place]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, member]) => unstorable(member, `${place}.${name}`))
}

describe('no accepted value makes the core throw', () => {
  it('whatever an event, its traits and its context say, for a year afterwards', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(arrival, { minLength: 1, maxLength: 8 }), async (arrivals) =>
        expectSound(await play(shop, arrivals)),
      ),
      { numRuns: 150 },
    )
  }, 120_000)

  it('whatever stands in the place of an envelope', async () => {
    const world = await World.create(shop, START)
    const queue = new MemoryReactQueue()
    const deps = { ...world.stores, reactQueue: queue, clock: world.clock, idSecret: ID_SECRET }
    const envelope = fc.oneof(nastyJson, nastyMembers(['id', 'source', 'time', 'detail-type', 'detail', 'replay-name']))
    const detail = nastyMembers(['messageId', 'userId', 'anonymousId', 'timestamp', 'properties', 'traits', 'context'])
    const shaped = fc.record({ 'detail-type': fc.oneof(eventName, nastyScalar), detail, source: fc.constant('shop') })
    await fc.assert(
      fc.asyncProperty(fc.oneof(envelope, shaped), async (given) => {
        expect(['accepted', 'quarantined']).toContain((await ingest(readBusEvent(given), deps)).kind)
        for (const message of queue.take()) await reactTo(message, deps)
      }),
      { numRuns: 1_000 },
    )
    await world.advanceTo(START + 366 * DAY)
    await expectSound(world)
  }, 120_000)

  it('whatever a provider reports and a link claims', async () => {
    const world = await World.create(shop, START)
    const queue = new MemoryReactQueue()
    const deps = { ...world.stores, reactQueue: queue, clock: world.clock }
    const mail = nastyMembers(['messageId', 'timestamp', 'destination', 'tags', 'headers'])
    const customer = customerIdOf({ userId: 'hana' }, ID_SECRET) ?? ''
    const notification = fc.oneof(
      nastyJson,
      fc.record({
        eventType: fc.constantFrom('Bounce', 'Complaint', 'Delivery', 'Click', 'Open', 'Send'),
        mail,
        bounce: nastyJson,
        complaint: nastyJson,
        delivery: nastyJson,
        click: nastyMembers(['timestamp', 'link']),
        open: nastyJson,
      }),
    )
    const claims = fc.record({
      topic: fc.oneof(fc.constantFrom('shopping', '__proto__', 'constructor'), fc.string()),
      channel: fc.oneof(fc.constantFrom('sms', '__proto__', 'constructor'), fc.string()),
      messageId: fc.string(),
    })
    await fc.assert(
      fc.asyncProperty(notification, claims, fc.boolean(), async (given, { topic, channel, messageId }, leaves) => {
        await takeNotification(given, deps).catch((error: unknown) =>
          expect(error).toMatchObject({ code: 'bad-notification' }),
        )
        const act = leaves
          ? ({ kind: 'unsubscribe', topic, source: 'page' } as const)
          : // Whatever a form was made to say: no type holds it.
            ({ kind: 'resubscribe', topic, channel: channel as CustomerChannel } as const)
        await changePreferences({ customerId: customer, messageId }, [act], deps)
        for (const message of queue.take()) await reactTo(message, deps)
      }),
      { numRuns: 300 },
    )
    await world.advanceTo(START + 366 * DAY)
    await expectSound(world)
  }, 120_000)

  it.each(['JST', 'PST', 'IST', 'CST', 'EST'])(
    '%s as the zone of a customer or of their device: they are written to all the same',
    async (timezone) => {
      const known = { email: 'hana@example.com', locale: 'en', consent: { marketing: 'granted' } }
      const properties = { cart_id: 'c1', product_id: 'p1', quantity: 1, name: 'Teapot', price: 20, currency: 'USD' }
      const world = await play(shop, [
        { after: 0, name: 'identify', detail: { traits: { ...known, timezone } } },
        { after: 60_000, name: 'Product Added', detail: { properties, context: { timezone } } },
      ])
      await expectSound(world)
      expect(world.sent.map(({ workflow }) => workflow)).toContain('cart-abandonment')
    },
  )
})

describe('a visitor who comes by at odd intervals', () => {
  it('is asked after at a whole instant', async () => {
    const gaps = [0, 3 * DAY + 17_123, 3 * DAY + 84_333, 2 * DAY + 86_358_333, 3 * DAY + 173_212]
    const world = await play(
      shop,
      gaps.map((after) => ({ after, name: 'Product Viewed', detail: { properties: {} } })),
    )
    await expectSound(world)
    expect(world.reactions.length).toBeGreaterThan(gaps.length)
  })

  it('is, whatever the intervals are', async () => {
    const gap = fc.integer({ min: 31 * 60_000, max: 20 * DAY })
    await fc.assert(
      fc.asyncProperty(fc.array(gap, { minLength: 5, maxLength: 9 }), async (gaps) =>
        expectSound(
          await play(
            shop,
            gaps.map((after) => ({ after, name: 'Product Viewed', detail: { properties: {} } })),
          ),
        ),
      ),
      { numRuns: 100 },
    )
  }, 60_000)
})
