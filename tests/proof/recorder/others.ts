import type { Told } from '#tests/journeys/journey-host.ts'
import { START } from '#tests/journeys/shop-journeys.ts'

const MINUTE = 60_000
const japan = {
  locale: 'ja',
  timezone: 'Asia/Tokyo',
  country: 'JP',
  lastName: '山田',
  consent: { shopping: 'granted', letter: 'granted' },
}
const late = { order_id: 'o1', promised_at: '2026-11-26', total: 8000, currency: 'JPY' }

/** Mails that bounce and complain, somebody on every channel, somebody who was two before, and what nobody can take. */
export const OTHERS: readonly Told[] = [
  ...['bounce', 'complaint'].flatMap((userId): Told[] => [
    { at: START, name: 'identify', userId, traits: { ...japan, email: `${userId}@example.jp` } },
    { at: START, name: 'Order Completed', userId, properties: late },
    {
      at: START,
      name: 'Shipment Delayed',
      userId,
      properties: { order_id: 'o1', shipment_id: 's1', estimated_at: '2026-11-28' },
    },
  ]),
  {
    at: START,
    name: 'identify',
    userId: 'everywhere',
    traits: { ...japan, email: 'everywhere@example.jp', phone: '+819012345678', line_user_id: 'U1' },
  },
  { at: START, name: 'Channels Tried', userId: 'everywhere', properties: { try_id: 't1' } },
  {
    at: START,
    name: 'Product Added',
    anonymousId: 'a-1',
    properties: { cart_id: 'c9', name: '急須', product_id: 'p1', price: 8000, quantity: 1, currency: 'JPY' },
  },
  {
    at: START + MINUTE,
    name: 'identify',
    userId: 'merged',
    anonymousId: 'a-1',
    traits: { ...japan, email: 'merged@example.jp' },
  },
  {
    at: START + 2 * MINUTE,
    name: 'Product Removed',
    anonymousId: 'a-1',
    properties: { cart_id: 'c9', product_id: 'p1' },
  },
  { at: START, name: 'Order Completed', properties: { total: 'of nobody' }, refused: 'missing-identity' },
]
