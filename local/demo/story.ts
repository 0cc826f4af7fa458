import type { JsonObject } from '#engagement/customer/json.ts'

/** The day begins here: Saturday morning in Tokyo. */
export const START = '2026-11-21T09:00:00+09:00'
/** And is over the next evening, so that whatever was going to be sent has been. */
export const END = '2026-11-22T21:00:00+09:00'

export interface Person {
  readonly id: string
  readonly name: string
  readonly about: string
  readonly traits: JsonObject
}

/** Three customers of one shop. */
export const PEOPLE: readonly Person[] = [
  {
    id: 'hana',
    name: '山田 花',
    about: 'leaves a cart, then buys it',
    traits: {
      email: 'hana@example.jp',
      lastName: '山田',
      firstName: '花',
      locale: 'ja',
      timezone: 'Asia/Tokyo',
      country: 'JP',
      consent: { shopping: 'granted' },
    },
  },
  {
    id: 'may',
    name: 'May Parker',
    about: 'waits for a parcel that will miss its day',
    traits: {
      email: 'may@example.com',
      lastName: 'Parker',
      firstName: 'May',
      locale: 'en',
      timezone: 'Asia/Tokyo',
      country: 'JP',
      consent: { shopping: 'granted' },
    },
  },
  {
    id: 'ken',
    name: 'Ken Sato',
    about: 'has a card that is refused again and again',
    traits: {
      email: 'ken@example.com',
      lastName: 'Sato',
      firstName: 'Ken',
      locale: 'en',
      timezone: 'Asia/Tokyo',
      country: 'JP',
    },
  },
]

export interface Moment {
  /** ISO time. */
  readonly at: string
  readonly who: string
  readonly event: string
  readonly with: JsonObject
}

const on = (time: string): string => `2026-11-21T${time}:00+09:00`
const refused = { order_id: 'o-300', amount: 12_800, currency: 'JPY', reason: 'card_declined' }

export const MOMENTS: readonly Moment[] = [
  {
    at: on('09:05'),
    who: 'may',
    event: 'Order Completed',
    with: { order_id: 'o-200', promised_at: '2026-11-22', total: 9_600, currency: 'JPY' },
  },
  {
    at: on('09:40'),
    who: 'may',
    event: 'Shipment Dispatched',
    with: {
      order_id: 'o-200',
      shipment_id: 's-1',
      carrier: 'Kuroneko',
      tracking_url: 'https://www.example.jp/track/s-1',
    },
  },
  {
    at: on('10:00'),
    who: 'hana',
    event: 'Product Added',
    with: { cart_id: 'c-100', product_id: 'p-1', name: '常滑の急須', price: 8_000, quantity: 1, currency: 'JPY' },
  },
  {
    at: on('10:20'),
    who: 'hana',
    event: 'Product Added',
    with: { cart_id: 'c-100', product_id: 'p-2', name: '宇治の煎茶', price: 1_200, quantity: 1, currency: 'JPY' },
  },
  {
    at: on('12:05'),
    who: 'hana',
    event: 'Order Completed',
    with: { order_id: 'o-100', cart_id: 'c-100', total: 9_200, currency: 'JPY' },
  },
  { at: on('13:00'), who: 'ken', event: 'Payment Failed', with: refused },
  { at: on('13:03'), who: 'ken', event: 'Payment Failed', with: refused },
  { at: on('13:06'), who: 'ken', event: 'Payment Failed', with: refused },
  {
    at: on('14:30'),
    who: 'may',
    event: 'Shipment Delayed',
    with: { order_id: 'o-200', shipment_id: 's-1', carrier: 'Kuroneko', estimated_at: '2026-11-24' },
  },
  {
    at: on('15:10'),
    who: 'ken',
    event: 'Payment Succeeded',
    with: { order_id: 'o-300', amount: 12_800, currency: 'JPY' },
  },
  {
    at: on('19:00'),
    who: 'ken',
    event: 'Product Added',
    with: { cart_id: 'c-300', product_id: 'p-3', name: 'Matcha bowl', price: 6_000, quantity: 1, currency: 'JPY' },
  },
]

export interface ExpectedMessage {
  readonly who: string
  readonly workflow: string
  readonly message: string
  /** ISO time. */
  readonly at: string
}

/** Exactly these messages, in this order. */
export const SENT: readonly ExpectedMessage[] = [
  { who: 'hana', workflow: 'cart-abandonment', message: 'reminder-newcomer', at: on('11:20') },
  { who: 'ken', workflow: 'payment-failing', message: 'help', at: on('13:16') },
  { who: 'may', workflow: 'delivery-at-risk', message: 'new-date', at: on('14:30') },
]

export interface ExpectedSilence {
  readonly who: string
  readonly workflow: string
  readonly verdict: string
  readonly reason: string
  /** Why that is right, for the reader. */
  readonly because: string
}

/** And these were not sent, for these reasons. */
export const NOT_SENT: readonly ExpectedSilence[] = [
  {
    who: 'hana',
    workflow: 'cart-abandonment',
    verdict: 'exited',
    reason: 'Order Completed',
    because: 'the second reminder: the cart was bought',
  },
  {
    who: 'ken',
    workflow: 'payment-failing',
    verdict: 'exited',
    reason: 'Payment Succeeded',
    because: 'any further help: the payment went through',
  },
  {
    who: 'ken',
    workflow: 'cart-abandonment',
    verdict: 'skipped',
    reason: 'no-consent',
    because: 'the cart reminder: Ken never agreed to marketing',
  },
]
