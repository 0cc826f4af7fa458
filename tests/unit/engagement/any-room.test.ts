import fc from 'fast-check'
import { expect, it } from 'vitest'
import { customerIdOf } from '#engagement/customer/customer-id.ts'
import type { Weight } from '#engagement/transaction.ts'
import { ID_SECRET, World } from '#simulation/world.ts'
import { catalogueOf } from './engine-workspace.ts'

const START = Date.parse('2026-11-21T10:00:00Z')
const HOUR = 3_600_000
const HANA = customerIdOf({ userId: 'hana' }, ID_SECRET) ?? ''
const ENDLESS: Weight = { items: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY }

/** Runs that end together, marketing that an incident holds, promises that break together, an event of our own each. */
const catalogue = catalogueOf({
  workflows: {
    cart: {
      name: 'Cart',
      class: 'marketing',
      topic: 'shopping',
      trigger: { event: 'Cart Filled' },
      one_per: 'event.cart_id',
      exit_when: [{ event: 'Ordered' }],
      steps: [{ wait: '6h' }, { send: 'reminder' }],
    },
    pay: {
      name: 'Pay',
      class: 'service',
      trigger: { event: 'Pay Failed' },
      one_per: 'event.bill_id',
      goal: { event: 'Paid', within: '3d' },
      steps: [
        {
          wait: {
            for_event: 'Paid',
            timeout: '6h',
            on_event: [{ send: 'thanks' }],
            on_timeout: [{ send: 'help' }],
          },
        },
      ],
    },
    late: {
      name: 'Late',
      class: 'service',
      trigger: { event: 'Promise Broken' },
      one_per: 'event.order_id',
      exit_when: [{ event: 'Promise Kept', where: { field: 'event.order_id', equals: { field: 'entry.order_id' } } }],
      steps: [{ send: 'late' }, { wait: '2d' }, { send: 'still' }],
    },
  },
})

const happening = fc.record({
  name: fc.constantFrom('Cart Filled', 'Ordered', 'Pay Failed', 'Paid', 'Dispatched', 'Dispatched', 'Delivered'),
  /** So many of them at once, each about another cart, bill and order. */
  many: fc.integer({ min: 1, max: 12 }),
  from: fc.integer({ min: 0, max: 8 }),
  after: fc.integer({ min: 0, max: 8 }),
  /** Before Hana signs in on that device, and afterwards, some of it is known under the device alone. */
  anonymously: fc.boolean(),
})

async function lifeIn(room: Weight, happenings: readonly Happening[], signsIn: number) {
  const world = await World.create(catalogue, START, room)
  const traits = { email: 'hana@example.com', timezone: 'UTC', consent: { shopping: 'granted' } }
  await world.happen({ at: START, name: 'identify', userId: 'hana', messageId: 'known', traits })
  let at = START
  for (const [place, { name, many, from, after, anonymously }] of happenings.entries()) {
    at += after * HOUR
    const who = anonymously ? { anonymousId: 'phone' } : { userId: 'hana' }
    if (place === signsIn)
      await world.happen({
        at,
        name: 'identify',
        userId: 'hana',
        anonymousId: 'phone',
        messageId: 'signed-in',
        traits: {},
      })
    for (let n = from; n < from + many; n += 1) {
      const properties = {
        cart_id: `c${n}`,
        bill_id: `b${n}`,
        order_id: `o${n}`,
        shipment_id: `s${n}`,
        promised_at: new Date(START + 24 * HOUR).toISOString(),
      }
      await world.happen({ at, name, ...who, messageId: `${place}-${n}`, properties })
    }
  }
  await world.advanceTo(START + 30 * 24 * HOUR)
  const { head, profile, memory, runs, promises, backlog } = (await world.stores.customers.load(HANA)) ?? {}
  const { timer: _, timerGeneration: __, ...known } = head ?? {}
  return {
    sent: world.sent.map(({ at: left, name, outgoing }) => `${left} ${name} ${outgoing.id}`),
    decisions: world.reactions
      .flatMap((reaction) => reaction.decisions)
      .map((each) => `${each.at} ${each.workflow} ${each.run} ${each.verdict} ${each.reason}`),
    raised: world.reactions.flatMap((reaction) =>
      reaction.entries.flatMap((entry) => (entry.emitted ? [entry.id] : [])),
    ),
    /** Each decision stands in the timeline once, however often the work on its event was broken off. */
    told: (await world.stores.customers.timeline(HANA))
      .flatMap((entry) => entry.decisions.map((each) => `${each.at} ${each.run} ${each.verdict} ${each.reason}`))
      .toSorted(),
    state: { known, profile, memory, runs, promises, backlog },
  }
}
type Happening = typeof happening extends fc.Arbitrary<infer Drawn> ? Drawn : never

function isShared(happenings: readonly Happening[]): boolean {
  const promised = happenings.filter(({ name }) => name === 'Dispatched' || name === 'Ordered')
  return promised.some(({ anonymously }) => anonymously) && promised.some(({ anonymously }) => !anonymously)
}

it('sends, decides and remembers the same, in the same order, whatever a transaction holds', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(happening, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 0, max: 5 }),
      fc.integer({ min: 16, max: 60 }),
      async (happenings, signsIn, items) => {
        // What both halves know of one promise is put together by one transaction: it takes that much.
        const room = { items: isShared(happenings) ? items + 48 : items, bytes: 3_500_000 }
        expect(await lifeIn(room, happenings, signsIn)).toEqual(await lifeIn(ENDLESS, happenings, signsIn))
      },
    ),
    { numRuns: 25 },
  )
}, 120_000)
