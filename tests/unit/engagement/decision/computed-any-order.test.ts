import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Computed } from '#engagement/customer/computed.ts'
import type { CustomerEvent } from '#engagement/customer/customer-event.ts'
import type { JsonObject } from '#engagement/customer/json.ts'
import { computeTraits, lateTraits, recomputeTraits, viewComputed } from '#engagement/decision/compute-traits.ts'
import type { ComputedDefinition } from '#engagement/model/computed-definition.ts'
import { always, NOW } from './arbitrary-conditions.ts'

const MINUTE = 60_000
const DAY = 86_400_000
const definitions: readonly ComputedDefinition[] = [
  {
    kind: 'list',
    name: 'cart',
    onePer: { root: 'event', path: ['cart_id'] },
    add: ['Product Added'],
    remove: ['Product Removed'],
    replace: [{ event: 'Cart Viewed', items: { root: 'event', path: ['products'] } }],
    clear: ['Order Completed'],
    identity: ['product_id', 'name'],
    carry: ['product_id', 'name', 'price'],
    forgetAfter: 30 * DAY,
  },
  { kind: 'habit', name: 'habit', events: ['Product Added', 'Product Viewed'], visitGap: 30 * MINUTE },
]
const event = (id: string, minute: number, name: string, properties: JsonObject = {}): CustomerEvent => ({
  messageId: id,
  name,
  customerId: 'c',
  at: NOW + minute * MINUTE,
  receivedAt: NOW + 1000 * DAY,
  properties,
  context: {},
  hops: 0,
})
const follow = (events: readonly CustomerEvent[]): Computed =>
  events.reduce<Computed>((computed, each) => computeTraits(computed, each, definitions), {})
const quantity = (events: readonly CustomerEvent[]): unknown =>
  viewComputed(follow(events), definitions, undefined, NOW + DAY)['cart']?.['quantity']

const teapot = (quantity?: number): JsonObject => ({
  product_id: 'teapot',
  ...(quantity === undefined ? {} : { quantity }),
})

describe('changes of one product that arrive out of order', () => {
  it('two added and one by one removed: the cart is empty, whichever removal comes first', () => {
    const [add, one, two] = [
      event('a', 0, 'Product Added', teapot(2)),
      event('b', 1, 'Product Removed', teapot(1)),
      event('c', 2, 'Product Removed', teapot(1)),
    ]
    expect(quantity([add, one, two])).toBe(0)
    expect(quantity([add, two, one])).toBe(0)
    expect(quantity([two, one, add])).toBe(0)
  })

  it('one added, one added, one removed: one is left, also when the first comes last', () => {
    const [first, second, removal] = [
      event('a', 0, 'Product Added', teapot(1)),
      event('b', 1, 'Product Added', teapot(1)),
      event('c', 2, 'Product Removed', teapot(1)),
    ]
    expect(quantity([first, second, removal])).toBe(1)
    expect(quantity([second, removal, first])).toBe(1)
  })

  it('three times added are three, also when the third comes first', () => {
    const added = ['a', 'b', 'c'].map((id, minute) => event(id, minute, 'Product Added', teapot()))
    expect(quantity(added)).toBe(3)
    expect(quantity(added.toReversed())).toBe(3)
  })
})

const anyHappening = fc.record({
  minute: fc.oneof(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 100_000 })),
  name: fc.constantFrom('Product Added', 'Product Removed', 'Cart Viewed', 'Order Completed', 'Product Viewed'),
  product: fc.constantFrom('teapot', 'cup', 'bowl'),
  quantity: fc.constantFrom(undefined, 1, 2),
  cart: fc.constantFrom(undefined, undefined, 'c1', 'c2'),
  price: fc.constantFrom(undefined, 100, 200),
})
type Happening = typeof anyHappening extends fc.Arbitrary<infer Value> ? Value : never
const eventsOf = (list: readonly Happening[]): CustomerEvent[] =>
  list.map(({ minute, name, product, quantity, cart, price }, place) => {
    const line = {
      product_id: product,
      ...(quantity === undefined ? {} : { quantity }),
      ...(price === undefined ? {} : { price }),
    }
    return event(`m${place}`, minute, name, {
      ...(cart === undefined ? {} : { cart_id: cart }),
      ...(name === 'Cart Viewed' ? { products: [line] } : line),
    })
  })
const anyEvents = fc.array(anyHappening, { maxLength: 14 }).map(eventsOf)

it('computes the same traits from the same events, in whatever order and however often they arrive', () => {
  const orders = anyEvents.chain((events) =>
    fc.tuple(fc.constant(events), fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 })),
  )
  always(
    fc.property(orders, ([events, shuffled]) => {
      expect(follow(shuffled)).toEqual(follow(events))
      for (const key of ['c1', 'c2', undefined])
        for (const later of [0, 40, 100])
          expect(viewComputed(follow(shuffled), definitions, key, NOW + later * DAY)).toEqual(
            viewComputed(follow(events.toSorted((a, b) => a.at - b.at)), definitions, key, NOW + later * DAY),
          )
    }),
    400,
  )
})

it('computes the same traits however late a change comes, with what the timeline holds', () => {
  const orders = fc
    .array(anyHappening, { minLength: 60, maxLength: 90 })
    .map(eventsOf)
    .chain((events) => fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })))
  always(
    fc.property(orders, ([events, shuffled]) => {
      expect(followWithTimeline(shuffled)).toEqual(followWithTimeline(events.toSorted((a, b) => a.at - b.at)))
    }),
    60,
  )
})

/** As the stage does it: what is too late for what is settled is computed anew from what was kept. */
function followWithTimeline(events: readonly CustomerEvent[]): Computed {
  return events.reduce<Computed>((computed, each, place) => {
    const late = lateTraits(computed, each, definitions)
    const known = late.length === 0 ? computed : recomputeTraits(computed, late, events.slice(0, place), each)
    return computeTraits(known, each, definitions)
  }, {})
}
