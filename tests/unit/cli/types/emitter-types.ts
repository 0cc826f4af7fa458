import { day, type Emitted } from '../../../../workflows/schemas/events.ts'

/** What compiles: the compiler reads this file, nobody runs it. */
export const right: readonly Emitted[] = [
  {
    event: 'Order Completed',
    userId: 'hana',
    properties: { order_id: 'o-1', promised_at: '2026-11-24', total: 8_000 },
  },
  {
    event: 'Shipment Delayed',
    userId: 'hana',
    properties: { order_id: 'o-1', estimated_at: '2026-11-24T18:00:00+09:00' },
  },
  { event: 'Shipment Delayed', userId: 'hana', properties: { estimated_at: new Date() } },
  { event: 'Shipment Delayed', userId: 'hana', properties: { estimated_at: day(String(process.env['DAY'])) } },
  { event: 'Product Added', anonymousId: 'device-1', properties: { cart_id: null } },
  { event: 'Order Completed', userId: 'hana', anonymousId: 'device-1', properties: { products: [{ price: 1_200 }] } },
  { event: 'identify', userId: 'hana', traits: { email: 'hana@example.jp', consent: { shopping: 'granted' } } },
]

/** What does not: each line has one mistake, and the compiler must see it. */
export const wrong: readonly Emitted[] = [
  // @ts-expect-error a letter is missing in the event's name
  { event: 'Product Aded', userId: 'hana', properties: {} },
  // @ts-expect-error the name has another form
  { event: 'order.completed', userId: 'hana', properties: {} },
  // @ts-expect-error a misspelt property
  { event: 'Order Completed', userId: 'hana', properties: { order_di: 'o-1' } },
  // @ts-expect-error a property of another event
  { event: 'Order Completed', userId: 'hana', properties: { shipment_id: 's-1' } },
  // @ts-expect-error an amount in quotes
  { event: 'Order Completed', userId: 'hana', properties: { total: '8000' } },
  // @ts-expect-error a date in words
  { event: 'Shipment Delayed', userId: 'hana', properties: { estimated_at: 'tomorrow' } },
  // @ts-expect-error a date as other countries write it
  { event: 'Shipment Delayed', userId: 'hana', properties: { estimated_at: '24.11.2026' } },
  // @ts-expect-error a misspelt property of a product
  { event: 'Order Completed', userId: 'hana', properties: { products: [{ prise: 1_200 }] } },
  // @ts-expect-error a property at the top level
  { event: 'Order Completed', userId: 'hana', order_id: 'o-1', properties: {} },
  // @ts-expect-error no properties
  { event: 'Order Completed', userId: 'hana' },
  // @ts-expect-error nobody it is about
  { event: 'Order Completed', properties: { order_id: 'o-1' } },
  // @ts-expect-error traits on an event
  { event: 'Order Completed', userId: 'hana', traits: { email: 'hana@example.jp' } },
  // @ts-expect-error a misspelt topic
  { event: 'identify', userId: 'hana', traits: { consent: { shoping: 'granted' } } },
  // @ts-expect-error consent as true
  { event: 'identify', userId: 'hana', traits: { consent: { shopping: true } } },
  // @ts-expect-error a trait in another form
  { event: 'identify', userId: 'hana', traits: { first_name: 'Hana' } },
  // @ts-expect-error an event that only the engine raises
  { event: 'Promise Broken', userId: 'hana', properties: {} },
]
