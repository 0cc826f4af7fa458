import fc from 'fast-check'
import { expect, it } from 'vitest'
import { World } from '#simulation/world.ts'
import { compile, readFiles } from '../language/small-shop.ts'

const START = Date.parse('2026-11-16T00:00:00Z')
const MINUTE = 60_000
const WEEK = 7 * 24 * 60 * MINUTE

const { catalogue } = compile(readFiles('workflows'))

/** In Tokyo, where the shop writes no mail from 21:00 to 08:00. */
const isNight = (at: number): boolean =>
  [21, 22, 23, 0, 1, 2, 3, 4, 5, 6, 7].includes((new Date(at).getUTCHours() + 9) % 24)

/** What makes the shop write on its own account: parcels, payments, calls, tickets, of several orders. */
const happening = fc.record({
  minutes: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 20, max: 900 })),
  name: fc.constantFrom(
    'Order Completed',
    'Shipment Delayed',
    'Delivery Failed',
    'Payment Requested',
    'Payment Failed',
    'Call Abandoned',
    'Ticket Opened',
    'Ticket Solved',
    'Login Failed',
  ),
  order: fc.constantFrom('o1', 'o2', 'o3', 'o4'),
  days: fc.integer({ min: 0, max: 3 }),
})

it('writes no two service messages within a minute, unless the later has no other moment, and no seven in a week, urgent ones aside', async () => {
  if (catalogue === undefined) throw new Error('the shop does not compile')
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { minLength: 30, maxLength: 60 }), async (happenings) => {
      const world = await World.create(catalogue, START)
      await world.happen({
        at: START,
        name: 'identify',
        userId: 'hana',
        traits: { email: 'hana@example.com', phone: '+815012345678', timezone: 'Asia/Tokyo', locale: 'en' },
      })
      let at = START
      for (const { minutes, name, order, days } of happenings) {
        at += minutes * MINUTE
        const date = new Date(at + days * 24 * 60 * MINUTE).toISOString()
        const properties = {
          order_id: order,
          shipment_id: order,
          ticket_id: order,
          promised_at: date,
          estimated_at: date,
          pay_by: date,
        }
        await world.happen({ at, name, userId: 'hana', properties })
      }
      await world.advanceTo(at + WEEK)
      const spaced = world.sent.filter(
        ({ outgoing, workflow }) => 'to' in outgoing && outgoing.class === 'service' && workflow !== 'login-failing',
      )
      for (const [place, { at: sentAt, goodUntil }] of spaced.entries()) {
        const before = spaced[place - 1]?.at ?? Number.NEGATIVE_INFINITY
        if ((goodUntil === undefined || goodUntil >= before + MINUTE) && !isNight(before + MINUTE))
          expect(sentAt - before).toBeGreaterThanOrEqual(MINUTE)
        expect(sentAt - (spaced[place - 6]?.at ?? Number.NEGATIVE_INFINITY)).toBeGreaterThan(WEEK - 1)
      }
    }),
    { numRuns: 25 },
  )
}, 120_000)
