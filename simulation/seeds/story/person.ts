import type { JsonObject } from '#engagement/customer/json.ts'
import type { Chance } from '../chance.ts'
import { type Episode, type Said, span } from './episode.ts'
import { DAY } from './happening.ts'

const ZONES = [
  'Asia/Tokyo',
  'Europe/Berlin',
  'America/New_York',
  'Pacific/Auckland',
  'America/Los_Angeles',
  'UTC',
] as const
const COUNTRIES = ['JP', 'DE', 'US', 'AU', 'BR', 'IN'] as const

/** What is known of somebody from the beginning. */
export function whoIs(chance: Chance, name: string): JsonObject {
  const some = (share: number, what: string, traits: JsonObject): JsonObject =>
    chance.of('knows', what).happens(share) ? traits : {}
  const shared = chance.of('family').happens(0.05)
  return {
    ...some(0.9, 'email', { email: shared ? 'family@example.com' : `${name}@example.com` }),
    ...some(0.4, 'phone', { phone: `+8190${String(10_000_000 + chance.of('phone').below(80_000_000))}` }),
    ...some(0.5, 'zone', { timezone: chance.of('zone').pick(ZONES) }),
    ...some(0.4, 'country', { country: chance.of('country').pick(COUNTRIES) }),
    ...some(0.6, 'locale', { locale: chance.of('locale').pick(['ja', 'en', 'ja-JP', 'en-US', 'fr']) }),
    ...some(0.8, 'name', { first_name: chance.of('first').pick(['Hana', 'Ken', '花子', '']) }),
    ...some(0.8, 'consent', { consent: { shopping: 'granted' } }),
    ...some(0.1, 'preferred', { preferred_channel: 'sms' }),
  }
}

/** Something about them changes. */
export const change: Episode = ({ chance, prefix }) => [
  {
    at: 0,
    name: 'identify',
    traits: chance.of('what').weighed<JsonObject>([
      [3, { consent: { shopping: chance.of('to').pick(['granted', 'denied']) } }],
      [1, { consent: { marketing: chance.of('to').pick(['granted', 'denied']) } }],
      [1, { consent: { 'shopping/sms': chance.of('to').pick(['granted', 'denied']), letter: 'granted' } }],
      [2, { timezone: chance.of('zone').pick(ZONES) }],
      [2, { country: chance.of('country').pick(COUNTRIES) }],
      [2, { locale: chance.of('locale').pick(['ja', 'en', 'en-GB']) }],
      [2, { email: `${prefix.replaceAll('.', '-')}@example.com` }],
      [1, { phone: `+8180${String(10_000_000 + chance.of('phone').below(80_000_000))}` }],
    ]),
  },
]

/** What producers send when they are in a bad way. */
export const odd: Episode = ({ chance, prefix }) => [
  chance.of('what').weighed<Said>([
    [2, { at: 0, name: 'identify', traits: { timezone: 'JST', email: '', country: 'Japan', locale: 'xx_YY' } }],
    [2, { at: 0, name: 'identify', traits: { consent: 'yes', phone: 90, first_name: { a: ['b', null] } } }],
    [2, { at: 0, name: 'Order Completed', properties: { order_id: 1e300, promised_at: 'tomorrow', total: '12' } }],
    [2, { at: 0, name: 'Shipment Delayed', properties: { order_id: null, estimated_at: '+275760-09-13T00:00:00Z' } }],
    [2, { at: 0, name: 'Payment Requested', properties: { order_id: [prefix], pay_by: '1970-01-01' } }],
    [2, { at: 0, name: 'Cart Viewed', properties: { cart_id: true, products: [null, 1, { product_id: 1 }, []] } }],
    [2, { at: 0, name: 'Product Added', properties: { cart_id: '', quantity: -1e21, product_id: 'constructor' } }],
    [1, { at: 0, name: '__proto__', properties: { constructor: 1 } }],
    [2, { at: 0, name: 'Ticket Opened', properties: { ticket_id: `${prefix}-${'x'.repeat(300)}`, reply_by: 5 } }],
  ]),
]

export const leave: Episode = ({ chance }) => [
  {
    at: 0,
    name: 'Unsubscribed',
    properties: chance.of('of').weighed<JsonObject>([
      [2, { topic: 'shopping' }],
      [1, {}],
      [1, { topic: 'shopping', channel: 'sms' }],
    ]),
  },
  ...(chance.of('back').happens(0.3)
    ? [
        {
          at: span(chance.of('back', 'at'), 1, 9 * DAY),
          name: 'identify',
          traits: { consent: { shopping: 'granted' } },
        },
      ]
    : []),
]
