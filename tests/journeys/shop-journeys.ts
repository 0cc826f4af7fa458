import type { JsonObject } from '#engagement/customer/json.ts'
import type { Arrived, JourneyHost, Told } from './journey-host.ts'

/** What must have arrived, in order: `workflow/message`, and when in the journey (minutes after its start). */
export interface Expected {
  readonly what: string
  readonly minute: number
  readonly channel?: string
  readonly says?: string
}

/** One customer's journey through the shop. Minutes count from its start. */
export interface Journey {
  readonly name: string
  readonly traits: JsonObject
  readonly happens: readonly { readonly minute: number; readonly event: string; readonly with: JsonObject }[]
  readonly untilMinute: number
  readonly arrives: readonly Expected[]
  /** Everything happens at once, so that it can be seen where time cannot be moved. */
  readonly immediate?: true
}

const HOUR = 60
const DAY = 24 * HOUR
const japan = { locale: 'ja', timezone: 'Asia/Tokyo', country: 'JP', lastName: '山田' }
const shopper = { ...japan, consent: { shopping: 'granted' } }
const cart = { cart_id: 'c1', name: '急須', product_id: 'p1', price: 8000, quantity: 1, currency: 'JPY' }
const payment = { order_id: 'o1', amount: 5000, currency: 'JPY', reason: 'card_declined' }

/** Every journey begins at 10:00 in Tokyo. */
export const START = Date.parse('2026-11-24T10:00:00+09:00')

export const JOURNEYS: readonly Journey[] = [
  {
    name: 'a cart left is remembered after an hour and the next evening',
    traits: shopper,
    happens: [{ minute: 0, event: 'Product Added', with: cart }],
    untilMinute: 3 * DAY,
    arrives: [
      { what: 'cart-abandonment/reminder-newcomer', minute: HOUR, says: '急須' },
      { what: 'cart-abandonment/last-word-newcomer', minute: DAY + 8 * HOUR },
    ],
  },
  {
    name: 'a cart bought in time is not mentioned again',
    traits: shopper,
    happens: [
      { minute: 0, event: 'Product Added', with: cart },
      { minute: 59, event: 'Order Completed', with: { order_id: 'o1', cart_id: 'c1', total: 8000, currency: 'JPY' } },
    ],
    untilMinute: 3 * DAY,
    arrives: [],
  },
  {
    name: 'an emptied cart is not mentioned',
    traits: shopper,
    happens: [
      { minute: 0, event: 'Product Added', with: cart },
      { minute: 5, event: 'Product Removed', with: cart },
    ],
    untilMinute: 3 * DAY,
    arrives: [],
  },
  {
    name: 'a late parcel is told with its new date, and that date is a promise again',
    traits: japan,
    happens: [
      {
        minute: 0,
        event: 'Order Completed',
        with: { order_id: 'o1', promised_at: '2026-11-26', total: 8000, currency: 'JPY' },
      },
      { minute: 60, event: 'Shipment Dispatched', with: { order_id: 'o1', shipment_id: 's1', carrier: 'ヤマト運輸' } },
      {
        minute: 120,
        event: 'Shipment Delayed',
        with: { order_id: 'o1', shipment_id: 's1', estimated_at: '2026-11-28' },
      },
      {
        minute: 2 * DAY,
        event: 'Shipment Delayed',
        with: { order_id: 'o1', shipment_id: 's1', estimated_at: '2026-11-30' },
      },
      { minute: 6 * DAY, event: 'Shipment Delivered', with: { order_id: 'o1', shipment_id: 's1' } },
    ],
    untilMinute: 6 * DAY + HOUR,
    arrives: [
      { what: 'delivery-at-risk/new-date', minute: 120, says: '11月28日' },
      { what: 'delivery-at-risk/new-date', minute: 2 * DAY, says: '11月30日' },
    ],
  },
  {
    name: 'a parcel known to be late is told at once',
    traits: japan,
    happens: [
      {
        minute: 0,
        event: 'Order Completed',
        with: { order_id: 'o1', promised_at: '2099-11-26', total: 8000, currency: 'JPY' },
      },
      { minute: 0, event: 'Shipment Delayed', with: { order_id: 'o1', shipment_id: 's1', estimated_at: '2099-11-28' } },
    ],
    untilMinute: 1,
    arrives: [{ what: 'delivery-at-risk/new-date', minute: 0, says: '11月28日' }],
    immediate: true,
  },
  {
    name: 'a card refused three times is helped after ten quiet minutes',
    traits: japan,
    happens: [0, 2, 4].map((minute) => ({ minute, event: 'Payment Failed', with: payment })),
    untilMinute: HOUR,
    arrives: [{ what: 'payment-failing/help', minute: 14 }],
  },
  {
    name: 'a card refused five times is handed to a person, and the customer is told so',
    traits: japan,
    happens: [
      ...[0, 2, 4, 6, 8].map((minute) => ({ minute, event: 'Payment Failed', with: payment })),
      // Solved within the hour: nobody has to say that it is not.
      { minute: 50, event: 'Payment Succeeded', with: { order_id: 'o1', amount: 5000, currency: 'JPY' } },
    ],
    untilMinute: HOUR,
    arrives: [
      { what: 'payment-failing/support', minute: 18, channel: 'hand_over', says: 'Payment Failed' },
      { what: 'payment-failing/person-looks', minute: 18 },
    ],
  },
  {
    name: 'nobody is helped with a payment that went through',
    traits: japan,
    happens: [
      ...[0, 2, 4].map((minute) => ({ minute, event: 'Payment Failed', with: payment })),
      { minute: 9, event: 'Payment Succeeded', with: { order_id: 'o1', amount: 5000, currency: 'JPY' } },
    ],
    untilMinute: HOUR,
    arrives: [],
  },
]

const at = (minute: number): number => START + minute * 60_000
const emailOf = (id: string): string => `${id}@example.jp`

/** What producers say of a customer's journey, in order. */
export const tellingsOf = (journey: Journey, id: string): readonly Told[] => [
  { at: START - 1000, name: 'identify', userId: id, traits: { ...journey.traits, email: emailOf(id) } },
  ...journey.happens.map(({ minute, event, with: properties }) => ({
    at: at(minute),
    name: event,
    userId: id,
    properties,
  })),
]

/** Plays a journey; answers what arrived, in the form of `arrives`. */
export async function play(host: JourneyHost, journey: Journey, id: string): Promise<readonly Expected[]> {
  for (const told of tellingsOf(journey, id)) await host.tell(told)
  await host.advanceTo(at(journey.untilMinute))
  return arrivalsOf(await host.arrived(), journey, id)
}

/** Of everything that arrived somewhere what this customer's journey brought, in the form of `arrives`. */
export function arrivalsOf(everything: readonly Arrived[], journey: Journey, id: string): readonly Expected[] {
  const arrived = everything.filter((each) => each.to === emailOf(id) || each.text.includes(`"${id}"`))
  return arrived.map((each, place) => {
    const expected = journey.arrives[place]
    const says =
      expected?.says === undefined || `${each.subject}\n${each.text}`.includes(expected.says)
        ? expected?.says
        : `${each.subject}\n${each.text}`
    return {
      what: `${each.workflow}/${each.name}`,
      minute: Math.floor((each.at - START) / 60_000),
      ...(expected?.channel === undefined ? {} : { channel: each.channel }),
      ...(says === undefined ? {} : { says }),
    }
  })
}
