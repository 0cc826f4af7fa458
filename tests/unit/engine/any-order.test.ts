import fc from 'fast-check'
import { expect, it } from 'vitest'
import { World } from '#local/simulation/world.ts'
import { catalogueOf } from './engine-workspace.ts'

const START = Date.parse('2026-11-21T10:00:00Z')
const MINUTE = 60_000

/** A cart to be reminded of, a payment that keeps failing, a delivery: what each may send does not depend on arrival. */
const catalogue = catalogueOf({
  workflows: {
    cart: {
      name: 'Cart',
      class: 'marketing',
      topic: 'shopping',
      trigger: { event: 'Cart Filled' },
      one_per: 'event.cart_id',
      when_running: 'restart',
      reentry: 'always',
      exit_when: [{ event: 'Ordered', where: { field: 'event.cart_id', equals: { field: 'entry.cart_id' } } }],
      steps: [{ wait: '6h' }, { send: 'reminder' }],
    },
    pay: {
      name: 'Pay',
      class: 'service',
      trigger: { event: 'Pay Failed' },
      one_per: 'event.bill_id',
      exit_when: [{ event: 'Paid', where: { field: 'event.bill_id', equals: { field: 'entry.bill_id' } } }],
      steps: [
        { wait: '6h' },
        {
          branch: [
            { if: { did: 'Pay Failed', at_least: 2, within: '1d' }, steps: [{ send: 'often' }] },
            { otherwise: [{ send: 'once' }] },
          ],
        },
      ],
    },
    late: {
      name: 'Late',
      class: 'service',
      trigger: { event: 'Promise Broken' },
      one_per: 'event.order_id',
      steps: [{ send: 'late' }],
    },
  },
})

/** Times are 15 minutes apart: an exit within ten minutes of its entry counts in either order, by design. */
const happening = fc.record({
  name: fc.constantFrom('Cart Filled', 'Ordered', 'Pay Failed', 'Paid', 'Dispatched', 'Delivered'),
  key: fc.constantFrom('1', '2'),
})
const properties = (key: string): { [name: string]: string } => ({
  cart_id: key,
  bill_id: key,
  order_id: key,
  shipment_id: key,
  promised_at: '2026-11-22T10:00:00Z',
})

async function sentAfter(
  happenings: readonly { readonly name: string; readonly key: string; readonly place: number }[],
): Promise<readonly string[]> {
  const world = await World.create(catalogue, START - MINUTE)
  await world.happen({
    at: START - MINUTE,
    name: 'identify',
    userId: 'hana',
    messageId: 'known',
    traits: { email: 'hana@example.com', timezone: 'UTC', consent: { shopping: 'granted' } },
  })
  const received = START + 5 * 60 * MINUTE
  for (const { name, key, place } of happenings) {
    await world.happen({
      at: START + place * 15 * MINUTE,
      received,
      name,
      userId: 'hana',
      messageId: `event-${place}`,
      properties: properties(key),
    })
  }
  await world.advanceTo(Date.parse('2026-11-23T10:00:00Z'))
  return world.sent.map((sent) => sent.name).toSorted()
}

it('sends the same whatever the order in which events arrive, and however often', async () => {
  const orders = fc.array(happening, { minLength: 2, maxLength: 7 }).chain((list) => {
    const placed = list.map((each, place) => ({ ...each, place }))
    return fc.tuple(
      fc.constant(placed),
      fc.shuffledSubarray([...placed, ...placed], { minLength: placed.length * 2, maxLength: placed.length * 2 }),
    )
  })
  await fc.assert(
    fc.asyncProperty(orders, async ([inOrder, shuffled]) => {
      expect(await sentAfter(shuffled)).toEqual(await sentAfter(inOrder))
    }),
    { numRuns: 60, seed: 20261121 },
  )
})
