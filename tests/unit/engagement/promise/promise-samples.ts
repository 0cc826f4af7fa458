import type { CustomerEvent } from '#engagement/customer/customer-event.ts'
import type { JsonObject } from '#engagement/customer/json.ts'
import type { PromiseDefinition } from '#engagement/model/promise-definition.ts'
import type { PromiseState } from '#engagement/promise/promise-state.ts'

export const HOUR = 3_600_000
export const DAY = 24 * HOUR

/** `21 10:00`: that day of November 2026, UTC. */
export const at = (time: string): number => Date.parse(`2026-11-${time.replace(' ', 'T')}Z`)

/** A delivery of parcels, at risk where nothing was dispatched two days before it is due. */
export const DELIVERY: PromiseDefinition = {
  name: 'delivery',
  madeBy: ['Order Placed'],
  onePer: { root: 'event', path: ['order_id'] },
  due: { root: 'event', path: ['due'] },
  expected: { events: ['Parcel Delayed'], at: { root: 'event', path: ['eta'] } },
  parts: { root: 'event', path: ['parcel'] },
  keptBy: ['Parcel Delivered'],
  releasedBy: ['Order Cancelled'],
  atRisk: [
    { kind: 'expected_after_due' },
    { kind: 'happened', event: 'Parcel Lost' },
    { kind: 'before_due', before: { ms: 2 * DAY, days: 2 }, didNot: 'Parcel Dispatched' },
  ],
  givesUpAfter: 10 * DAY,
  carry: ['carrier'],
  counters: [],
}

/** Made on the 20th, due on the 25th. */
export const OPEN: PromiseState = {
  name: 'delivery',
  key: 'o1',
  status: 'open',
  madeAt: at('20 10:00'),
  statedAt: at('20 10:00'),
  due: at('25 12:00'),
  firstDue: at('25 12:00'),
  renewals: 0,
  slips: 0,
  parts: {},
  seen: {},
  about: {},
}

export const event = (name: string, when: string, properties: JsonObject = {}): CustomerEvent => ({
  messageId: `${name} ${when}`,
  name,
  at: at(when),
  properties,
  context: {},
  hops: 0,
  receivedAt: at(when),
  customerId: 'c1',
})
