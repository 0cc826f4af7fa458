import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Computed } from '#engagement/customer/computed.ts'
import type { CustomerEvent } from '#engagement/customer/customer-event.ts'
import type { Json, JsonObject } from '#engagement/customer/json.ts'
import { computeTraits, viewComputed } from '#engagement/decision/compute-traits.ts'
import { currentLists } from '#engagement/decision/follow-lists.ts'
import type { ListDefinition } from '#engagement/decision/read-list-changes.ts'
import type { ComputedDefinition } from '#engagement/model/computed-definition.ts'
import { always, NOW } from './arbitrary-conditions.ts'

const MINUTE = 60_000
const DAY = 86_400_000
const cart: ListDefinition = {
  kind: 'list',
  name: 'cart',
  onePer: { root: 'event', path: ['cart_id'] },
  add: ['Product Added'],
  remove: ['Product Removed'],
  replace: [{ event: 'Cart Viewed', items: { root: 'event', path: ['products'] } }],
  clear: ['Order Completed'],
  identity: ['product_id', 'sku', 'name'],
  carry: ['product_id', 'name', 'price'],
  forgetAfter: 30 * DAY,
}
const habit: ComputedDefinition = { kind: 'habit', name: 'habit', events: ['Product Viewed'], visitGap: 30 * MINUTE }
const definitions = [cart, habit]
type Happening = readonly [minute: number, name: string, properties?: JsonObject]
const event = ([minute, name, properties = {}]: Happening): CustomerEvent => ({
  messageId: JSON.stringify([minute, name, properties]),
  name,
  customerId: 'c',
  at: NOW + minute * MINUTE,
  receivedAt: NOW + minute * MINUTE,
  properties,
  context: {},
  hops: 0,
})
const follow = (happenings: readonly Happening[], start: Computed = {}): Computed =>
  happenings.reduce((computed, each) => computeTraits(computed, event(each), definitions), start)
const view = (happenings: readonly Happening[], key?: string, minutesLater = 1000): JsonObject =>
  viewComputed(follow(happenings), definitions, key, NOW + minutesLater * MINUTE)
const keysOf = (happenings: readonly Happening[]): readonly string[] => {
  const state = follow(happenings)['cart']
  return state?.kind === 'lists' ? currentLists(state, cart).map((list) => list.key) : []
}
const lines = (view: JsonObject): Json | undefined => {
  const list = view['cart']
  if (typeof list !== 'object' || list === null || !('items' in list)) return undefined
  const items: readonly { product_id?: string; quantity?: number }[] = Array.isArray(list.items) ? list.items : []
  return items.map((item) => `${item.quantity} ${item.product_id}`)
}
const add = (minute: number, product_id: string, more: JsonObject = {}): Happening => [
  minute,
  'Product Added',
  { product_id, ...more },
]
const remove = (minute: number, product_id: string, more: JsonObject = {}): Happening => [
  minute,
  'Product Removed',
  { product_id, ...more },
]

describe('a list kept from events', () => {
  it('is unknown until the first change is seen', () => {
    expect(view([])).toEqual({})
    expect(view([[0, 'Cart Viewed', { cart_id: 'c1' }]])).toEqual({})
  })

  it('holds what was added, with what is carried', () => {
    expect(
      view([add(0, 'p1', { name: 'Teapot', price: 8000, color: 'red' }), add(1, 'p2', { quantity: 2 }), add(2, 'p1')]),
    ).toEqual({
      cart: {
        size: 2,
        quantity: 4,
        items: [
          { product_id: 'p1', name: 'Teapot', price: 8000, quantity: 2 },
          { product_id: 'p2', quantity: 2 },
        ],
      },
    })
  })

  it('loses a line that is removed, or the quantity that is', () => {
    const full = [add(0, 'p1', { quantity: 3 }), add(0, 'p2')]
    expect(lines(view([...full, remove(1, 'p1', { quantity: 1 })]))).toEqual(['2 p1', '1 p2'])
    expect(lines(view([...full, remove(1, 'p1', { quantity: 3 })]))).toEqual(['1 p2'])
    expect(lines(view([...full, remove(1, 'p1')]))).toEqual(['1 p2'])
    expect(view([add(0, 'p1'), remove(1, 'p1')])).toEqual({ cart: { size: 0, quantity: 0, items: [] } })
  })

  it('is replaced by an event that carries the whole', () => {
    expect(
      lines(
        view([
          add(0, 'p1'),
          [
            1,
            'Cart Viewed',
            {
              products: [
                { product_id: 'p2', quantity: 2 },
                { sku: 'p3', product_id: 'p3' },
              ],
            },
          ],
        ]),
      ),
    ).toEqual(['2 p2', '1 p3'])
  })

  it('is kept per key; without the key an event means the newest', () => {
    const happenings = [add(0, 'p1', { cart_id: 'c1' }), add(1, 'p2', { cart_id: 'c2' }), add(2, 'p3')]
    expect(lines(view(happenings, 'c1'))).toEqual(['1 p1'])
    expect(lines(view(happenings, 'c2'))).toEqual(['1 p2', '1 p3'])
    expect(lines(view(happenings))).toEqual(['1 p2', '1 p3'])
    expect(lines(view(happenings, 'order-9'))).toEqual(['1 p2', '1 p3'])
  })

  it('takes the name of the first key that it meets', () => {
    expect(lines(view([add(0, 'p1'), add(1, 'p2', { cart_id: 'c1' })], 'c1'))).toEqual(['1 p1', '1 p2'])
    expect(keysOf([add(0, 'p1'), add(1, 'p2', { cart_id: 'c1' })])).toEqual(['c1'])
  })

  it('is cleared by the order: the one with the key and the keyless one, without a key all of them', () => {
    const carts = [add(0, 'p1', { cart_id: 'c1' }), add(0, 'p2', { cart_id: 'c2' })]
    expect(lines(view([...carts, [5, 'Order Completed', { cart_id: 'c1' }]], 'c1'))).toEqual([])
    expect(lines(view([...carts, [5, 'Order Completed', { cart_id: 'c1' }]], 'c2'))).toEqual(['1 p2'])
    expect(lines(view([...carts, [5, 'Order Completed']], 'c2'))).toEqual([])
    expect(lines(view([add(0, 'p1'), [5, 'Order Completed', { cart_id: 'c1' }]]))).toEqual([])
  })

  it('begins anew after an order, so that the next cart may bring its own key', () => {
    const happenings: Happening[] = [
      add(0, 'p1', { cart_id: 'c1' }),
      [5, 'Order Completed'],
      add(9, 'p2'),
      add(10, 'p3', { cart_id: 'c2' }),
    ]
    expect(lines(view(happenings, 'c2'))).toEqual(['1 p2', '1 p3'])
  })

  it('is not filled again by what happened before the order but arrived after it', () => {
    expect(lines(view([[5, 'Order Completed', { cart_id: 'c1' }], add(1, 'p1', { cart_id: 'c1' })], 'c1'))).toEqual([])
    expect(lines(view([[5, 'Order Completed'], add(1, 'p1')]))).toEqual([])
    expect(
      lines(
        view(
          [
            add(0, 'p1', { cart_id: 'c1' }),
            [5, 'Order Completed', { cart_id: 'c1' }],
            [3, 'Cart Viewed', { cart_id: 'c1', products: [{ product_id: 'p1' }] }],
          ],
          'c1',
        ),
      ),
    ).toEqual([])
  })

  it('does not bring back a line whose removal arrived before its adding', () => {
    expect(lines(view([add(0, 'p2'), remove(5, 'p1'), add(1, 'p1')]))).toEqual(['1 p2'])
  })

  it('adds what came since to an older whole that arrives late', () => {
    expect(
      lines(
        view([
          add(5, 'p1'),
          [1, 'Cart Viewed', { products: [{ product_id: 'p2' }, { product_id: 'p1', quantity: 7 }] }],
        ]),
      ),
    ).toEqual(['1 p2', '8 p1'])
  })

  it('is forgotten when nothing happens to it', () => {
    expect(view([add(0, 'p1')], undefined, 30 * 24 * 60)).toHaveProperty('cart')
    expect(view([add(0, 'p1')], undefined, 30 * 24 * 60 + 1)).toEqual({})
    expect(lines(view([add(0, 'p1'), add(31 * 24 * 60, 'p2')], undefined, 31 * 24 * 60))).toEqual(['1 p2'])
  })

  it('holds fifty lines, and a customer five lists, the newest', () => {
    const many = Array.from({ length: 60 }, (_, n) => add(n, `p${n}`))
    expect(view(many)).toMatchObject({ cart: { size: 50 } })
    const carts = Array.from({ length: 7 }, (_, n) => add(n, 'p1', { cart_id: `c${n}` }))
    expect(keysOf(carts)).toEqual(['c6', 'c5', 'c4', 'c3', 'c2'])
  })

  it('ignores a product without identity, and a quantity that is no number counts as one', () => {
    expect(follow([[0, 'Product Added', { color: 'red' }]])).toEqual({})
    expect(lines(view([add(0, 'p1', { quantity: 'three' })]))).toEqual(['1 p1'])
  })

  it('comes to the same whatever the order of arrival, when each product changes once', () => {
    const happenings: Happening[] = [
      add(0, 'p1', { cart_id: 'c1' }),
      [2, 'Cart Viewed', { cart_id: 'c1', products: [{ product_id: 'p4' }] }],
      add(3, 'p2', { cart_id: 'c1' }),
      remove(4, 'p4', { cart_id: 'c1' }),
      add(5, 'p3', { cart_id: 'c1' }),
    ]
    always(
      fc.property(fc.shuffledSubarray(happenings, { minLength: happenings.length }), (shuffled) => {
        const found = lines(view(shuffled, 'c1'))
        expect(Array.isArray(found) ? found.toSorted() : found).toEqual(['1 p2', '1 p3'])
      }),
      100,
    )
  })
})

describe('a habit', () => {
  const view1 = (...minutes: number[]): Json | undefined =>
    view(minutes.map((minute) => [minute, 'Product Viewed']))['habit']

  it('counts events close together as one visit', () => {
    expect(view1(0, 10, 35, 60)).toEqual({ visits: 1, last_at: NOW + 60 * MINUTE })
    expect(view1(0, 30)).toEqual({ visits: 2, last_at: NOW + 30 * MINUTE, typical_gap: 30 * MINUTE })
  })

  it('weighs the newest gap with three tenths', () => {
    expect(view1(0, 100, 300)).toEqual({
      visits: 3,
      last_at: NOW + 300 * MINUTE,
      typical_gap: (0.3 * 200 + 0.7 * 100) * MINUTE,
    })
  })

  it('puts what arrives late in its place', () => {
    expect(view1(0, 300, 100)).toEqual(view1(0, 100, 300))
    expect(view1(0, 40, 20)).toEqual({ visits: 1, last_at: NOW + 40 * MINUTE })
  })
})

describe('computed traits', () => {
  it('are the same object where an event changes nothing', () => {
    const before = follow([add(0, 'p1', { cart_id: 'c1' }), [0, 'Product Viewed']])
    expect(
      follow([[1, 'Page Viewed'], [1, 'Cart Viewed', { cart_id: 'c1' }], add(0, 'p1', { cart_id: 'c1' })], before),
    ).toBe(before)
  })

  it('survive the store: plain JSON', () => {
    const computed = follow([add(0, 'p1'), [1, 'Order Completed', { cart_id: 'c1' }], [2, 'Product Viewed']])
    expect(JSON.parse(JSON.stringify(computed))).toEqual(computed)
  })
})
