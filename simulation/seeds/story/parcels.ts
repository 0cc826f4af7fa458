import type { JsonObject } from '#engagement/customer/json.ts'
import type { Chance } from '../chance.ts'
import { dateText, type Episode, product, type Said, span } from './episode.ts'
import { DAY, HOUR } from './happening.ts'

/** An order and its parcels: promised for a day, delayed, tried, damaged, delivered, called off, or never heard of again. */
export const order: Episode = ({ chance, prefix, start }) => {
  const about = { order_id: `${prefix}-o` }
  const due = span(chance.of('due'), DAY, 8 * DAY)
  const promise: JsonObject = chance.of('is-promised').happens(0.85)
    ? { promised_at: dateText(chance.of('due', 'text'), start + due) }
    : {}
  const products = Array.from({ length: 1 + chance.of('lines').below(2) }, (_, n) => product(chance.of('line', n)))
  const ordered: Said = { at: 0, name: 'Order Completed', properties: { ...about, ...promise, products, total: 2_400 } }
  const parcels = Array.from(
    {
      length: chance.of('parcels').weighed([
        [7, 1],
        [2, 2],
        [1, 3],
        [1, 0],
      ]),
    },
    (_, n) => parcel(chance.of('parcel', n), `${prefix}-s${n}`, { ...about, ...promise }, due, start),
  )
  return [
    ordered,
    ...parcels.flat(),
    ...endOf(chance.of('end'), about, due),
    ...complaintOf(chance, prefix, about, due),
  ]
}

function parcel(chance: Chance, id: string, about: JsonObject, due: number, start: number): readonly Said[] {
  const own = { ...about, shipment_id: id, carrier: 'Yamato', tracking_url: `https://example.jp/track/${id}` }
  const dispatched = span(chance.of('dispatched'), HOUR, 3 * DAY)
  const said: Said[] = []
  if (chance.of('is-dispatched').happens(0.9))
    said.push({ at: dispatched, name: 'Shipment Dispatched', properties: own })
  const delays = chance.of('delays').weighed([
    [5, 0],
    [3, 1],
    [2, 2],
  ])
  let at = dispatched
  let expected = due
  for (let n = 0; n < delays; n += 1) {
    const each = chance.of('delay', n)
    at += span(each.of('at'), HOUR, 5 * DAY)
    expected += span(each.of('by'), DAY, 5 * DAY)
    const dated = each.of('dated').happens(0.6) ? { estimated_at: dateText(each.of('text'), start + expected) } : {}
    said.push({
      at,
      name: 'Shipment Delayed',
      properties: { ...own, ...dated, reason: each.of('why').pick(['weather', 'carrier', 'customs']) },
    })
  }
  const tries = chance.of('tries').weighed([
    [7, 0],
    [2, 1],
    [1, 2],
    [1, 4],
  ])
  at = Math.max(at, expected - DAY) + span(chance.of('out'), HOUR, DAY)
  for (let n = 0; n < tries; n += 1) {
    const each = chance.of('try', n)
    const reason = each.of('why').weighed([
      [4, 'absent'],
      [2, 'address'],
      [1, 'damaged'],
    ])
    said.push({ at, name: 'Delivery Failed', properties: { ...own, reason } })
    at += span(each.of('at'), 3 * HOUR, 2 * DAY)
  }
  if (chance.of('is-out').happens(0.6)) said.push({ at, name: 'Shipment Out for Delivery', properties: own })
  if (chance.of('is-delivered').happens(0.8))
    said.push({ at: at + span(chance.of('delivered'), HOUR, 6 * DAY), name: 'Shipment Delivered', properties: own })
  return said
}

function endOf(chance: Chance, about: JsonObject, due: number): readonly Said[] {
  if (!chance.of('is').happens(0.12)) return []
  const at = span(chance.of('at'), HOUR, due + 10 * DAY)
  return [{ at, name: chance.of('how').pick(['Order Cancelled', 'Order Refunded']), properties: about }]
}

function complaintOf(chance: Chance, prefix: string, about: JsonObject, due: number): readonly Said[] {
  const own = chance.of('complaint')
  if (!own.of('is').happens(0.15)) return []
  const at = due + span(own.of('at'), HOUR, 5 * DAY)
  const ticket = { ...about, ticket_id: `${prefix}-t` }
  const opened: Said = { at, name: 'Ticket Opened', properties: { ...ticket, subject: 'Where is my parcel?' } }
  if (!own.of('is-solved').happens(0.7)) return [opened]
  return [opened, { at: at + span(own.of('solved'), HOUR, 10 * DAY), name: 'Ticket Solved', properties: ticket }]
}
