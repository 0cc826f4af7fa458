import fc from 'fast-check'
import { expect, it } from 'vitest'
import { consentFor } from '#engagement/customer/apply-consent.ts'
import { customerIdOf } from '#engagement/customer/customer-id.ts'
import { ID_SECRET, World } from '#simulation/world.ts'
import { catalogueOf } from './engine-workspace.ts'

const START = Date.parse('2026-11-21T10:00:00Z')
const MINUTE = 60_000

/** A cart to be reminded of, a payment that keeps failing, a delivery: what each may send does not depend on arrival. */
const catalogue = catalogueOf({
  settings: {
    incidents: {
      ticket: {
        opened_by: { event: 'Ticket Opened' },
        closed_by: { event: 'Ticket Solved' },
        one_per: 'event.ticket_id',
        at_most: '9d',
      },
    },
  },
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
      when_running: 'restart',
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
  name: fc.constantFrom(
    'Cart Filled',
    'Ordered',
    'Pay Failed',
    'Paid',
    'Dispatched',
    'Delivered',
    'Granted',
    'Denied',
    'Unsubscribed',
    'Ticket Opened',
    'Ticket Solved',
  ),
  key: fc.constantFrom('1', '2'),
  anonymous: fc.boolean(),
})
type Happened = {
  readonly name: string
  readonly key: string
  readonly anonymous: boolean
  readonly place: number
}
const properties = (key: string): { [name: string]: string } => ({
  cart_id: key,
  bill_id: key,
  order_id: key,
  shipment_id: key,
  ticket_id: key,
  promised_at: '2026-11-22T10:00:00Z',
})
const SAYS: { readonly [name: string]: string } = { Granted: 'granted', Denied: 'denied' }

/** What the customer is and gets in the end: what was sent, consent, open incidents, promises, and runs still alive. */
interface Outcome {
  readonly sent: readonly string[]
  readonly consent: string
  readonly incidents: readonly string[]
  readonly promises: readonly string[]
  readonly ended: readonly string[]
  readonly exits: readonly string[]
  readonly runs: readonly string[]
}

const LINK = 'link' as const

/** `happenings` as they arrive; `split`: those that are anonymous come under an anonymous id, until the link names both. */
async function playedOut(happenings: readonly (Happened | typeof LINK)[], split: boolean): Promise<Outcome> {
  const world = await World.create(catalogue, START - MINUTE)
  await world.happen({
    at: START - MINUTE,
    name: 'identify',
    userId: 'hana',
    messageId: 'known',
    traits: { email: 'hana@example.com', timezone: 'UTC', consent: { shopping: 'granted' } },
  })
  const received = START + 5 * 60 * MINUTE
  for (const each of happenings) {
    if (each === LINK) {
      const both = { userId: 'hana', ...(split ? { anonymousId: 'a1' } : {}) }
      await world.happen({ at: received, name: 'Nobody Asked', messageId: LINK, ...both })
      continue
    }
    const { name, key, place } = each
    const status = SAYS[name]
    await world.happen({
      at: START + place * 15 * MINUTE,
      received,
      ...(split && each.anonymous ? { anonymousId: 'a1' } : { userId: 'hana' }),
      messageId: `event-${place}`,
      ...(status === undefined
        ? { name, properties: properties(key) }
        : { name: 'identify', traits: { consent: { shopping: status } } }),
    })
  }
  const early = await outcomeOf(world)
  await world.advanceTo(Date.parse('2026-11-23T10:00:00Z'))
  return { ...(await outcomeOf(world)), exits: early.exits }
}

async function outcomeOf(world: World): Promise<Outcome> {
  const state = await world.stores.customers.load(customerIdOf({ userId: 'hana' }, ID_SECRET) ?? '')
  if (state === undefined) throw new Error('nobody is known')
  return {
    sent: world.sent.map((sent) => sent.name).toSorted(),
    consent: consentFor(state.head.consent, 'shopping'),
    incidents: state.head.incidents.map(({ rule, key, endsAt }) => `${rule} ${key} ${endsAt}`).toSorted(),
    promises: state.promises.map(({ name, key, status, due }) => `${name} ${key} ${status} ${due}`).toSorted(),
    ended: state.memory.promises.map(({ name, key, how }) => `${name} ${key} ${how}`).toSorted(),
    exits: state.memory.exits.map(({ event, at }) => `${event} ${at}`).toSorted(),
    runs: state.runs.map(({ workflow, key }) => `${workflow} ${key}`).toSorted(),
  }
}

const someHappenings = fc
  .array(happening, { minLength: 2, maxLength: 7 })
  .map((list) => list.map((each, place): Happened => ({ ...each, place })))

it('comes to the same whatever the order in which events arrive, and however often', async () => {
  const orders = someHappenings.chain((placed) =>
    fc.tuple(fc.constant(placed), fc.shuffledSubarray([...placed, ...placed], { minLength: placed.length * 2 })),
  )
  await fc.assert(
    fc.asyncProperty(orders, async ([inOrder, shuffled]) => {
      expect(await playedOut(shuffled, false)).toEqual(await playedOut(inOrder, false))
    }),
    { numRuns: 60 },
  )
})

/**
 * Equal, once both are known to be one before anything was sent: what is sent afterwards, consent, incidents, promises, runs
 * and the exits that are remembered. What was sent to either before stays sent.
 */
it('comes to the same for a customer who was anonymous in part as for one who was known all along', async () => {
  const splits = someHappenings.chain((placed) =>
    fc.tuple(
      fc.constant(placed),
      fc.shuffledSubarray([...placed, ...placed, LINK], { minLength: placed.length * 2 + 1 }),
    ),
  )
  await fc.assert(
    fc.asyncProperty(splits, async ([inOrder, shuffled]) => {
      expect(await playedOut(shuffled, true)).toEqual(await playedOut([...inOrder, LINK], false))
    }),
    { numRuns: 60 },
  )
})
