import { readFileSync } from 'node:fs'
import { Temporal } from 'temporal-polyfill'
import type { Told } from './journey-host.ts'

/** The zone of the shops and their customers. */
export const ZONE = 'America/Sao_Paulo'

/** One order as it really went. Times are epoch ms; Infinity where it never happened. */
export interface Order {
  readonly id: string
  readonly cancelled: boolean
  readonly purchased: number
  readonly dispatched: number
  readonly delivered: number
  /** End of the estimated day: what the customer was told. */
  readonly promised: number
  /** 10:00 on the day after the promised one. */
  readonly morningAfter: number
  /** 10:00 on the day before the promised one. */
  readonly morningBefore: number
}

const instant = (written: string | undefined): number =>
  written === undefined || written === ''
    ? Number.POSITIVE_INFINITY
    : Temporal.PlainDateTime.from(written.replace(' ', 'T')).toZonedDateTime(ZONE).epochMilliseconds

const onDay = (day: Temporal.PlainDate, hour: number): number =>
  day.toZonedDateTime({ timeZone: ZONE, plainTime: new Temporal.PlainTime(hour) }).epochMilliseconds

/** The orders of the file, its comments left out. */
export function readOrders(file: string): readonly Order[] {
  const [head = '', ...lines] = readFileSync(file, 'utf8').trim().split('\n')
  const columns = head.split(',')
  return lines.map((line) => {
    const cells = line.split(',')
    const cell = (name: string): string | undefined => cells[columns.indexOf(name)]
    const day = Temporal.PlainDate.from(cell('order_estimated_delivery_date') ?? '')
    return {
      id: cell('order_id_prefix8') ?? '',
      cancelled: cell('order_status') === 'canceled',
      purchased: instant(cell('order_purchase_timestamp')),
      dispatched: instant(cell('order_delivered_carrier_date')),
      delivered: instant(cell('order_delivered_customer_date')),
      promised: onDay(day.add({ days: 1 }), 0) - 1,
      morningAfter: onDay(day.add({ days: 1 }), 10),
      morningBefore: onDay(day.subtract({ days: 1 }), 10),
    }
  })
}

export const addressOf = (order: Order): string => `customer-${order.id}@example.com`

/** What the shop would have said as it happened, in time order. */
export function tellOrders(orders: readonly Order[]): readonly Told[] {
  return orders.flatMap(tellOrder).toSorted((a, b) => a.at - b.at)
}

function tellOrder(order: Order): readonly Told[] {
  const userId = `customer-${order.id}`
  const promised_at = new Date(order.promised).toISOString()
  const about = { order_id: order.id, shipment_id: `${order.id}-1` }
  const happened: readonly (Told | undefined)[] = [
    {
      at: order.purchased - 1000,
      name: 'identify',
      userId,
      traits: { email: addressOf(order), timezone: ZONE, locale: 'en' },
    },
    { at: order.purchased, name: 'Order Completed', userId, properties: { order_id: order.id, promised_at } },
    { at: order.dispatched, name: 'Shipment Dispatched', userId, properties: { ...about, promised_at } },
    { at: order.delivered, name: 'Shipment Delivered', userId, properties: about },
    order.cancelled
      ? { at: order.purchased + 3_600_000, name: 'Order Cancelled', userId, properties: { order_id: order.id } }
      : undefined,
  ]
  return happened.filter((told): told is Told => told !== undefined && Number.isFinite(told.at))
}

/** Hour of the day there. */
export const hourOf = (at: number): number => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(ZONE).hour
