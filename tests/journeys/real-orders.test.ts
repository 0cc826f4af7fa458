import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Arrived, inMemory, type JourneyHost, type OpenHost, onLocalHost } from './journey-host.ts'
import { addressOf, hourOf, type Order, readOrders, tellOrders } from './olist.ts'
import { sayAbsent, sharedFile } from './shared-data.ts'

const file = sharedFile('olist', 'orders.csv')
if (file === undefined) sayAbsent('olist/orders.csv')
const DAY = 86_400_000

describe.skipIf(file === undefined).each<{ where: string; open: OpenHost }>([
  { where: 'in memory', open: inMemory },
  { where: 'on the local host', open: onLocalHost },
])('70 real orders, replayed $where', ({ open, where }) => {
  const orders = file === undefined ? [] : readOrders(file)
  const real = orders.filter((order) => !order.cancelled)
  const told = new Map<string, readonly Arrived[]>()
  const about = (order: Order): readonly Arrived[] =>
    (told.get(addressOf(order)) ?? []).filter((each) => each.workflow.startsWith('delivery-'))
  let host: JourneyHost

  beforeAll(async () => {
    const events = tellOrders(orders)
    host = await open((events[0]?.at ?? 0) - 60_000)
    for (const event of events) await host.tell(event)
    await host.advanceTo((events.at(-1)?.at ?? 0) + 40 * DAY)
    for (const letter of await host.arrived()) told.set(letter.to, [...(told.get(letter.to) ?? []), letter])
  })
  afterAll(() => host?.stop())

  it('tells everyone whose parcel is still not there by 10:00 on the day after the promised one', () => {
    const late = real.filter((order) => order.delivered > order.morningAfter)
    expect(late.length).toBeGreaterThan(30)
    expect(
      late.filter(
        (order) => !about(order).some((each) => each.workflow === 'delivery-late' && each.at <= order.morningAfter),
      ),
    ).toEqual([])
  })

  it('warns at 10:00 the day before whoever has a parcel that is not even dispatched', () => {
    const risky = real.filter(
      (order) =>
        order.purchased < order.morningBefore &&
        order.dispatched > order.morningBefore &&
        order.delivered > order.morningBefore,
    )
    expect(risky.length).toBeGreaterThan(0)
    expect(
      risky.filter(
        (order) =>
          !about(order).some((each) => each.workflow === 'delivery-at-risk' && each.at === order.morningBefore),
      ),
    ).toEqual([])
  })

  it('tells nobody that a parcel is late which came in time', () => {
    const inTime = orders.filter((order) => order.delivered <= order.promised)
    expect(inTime.length).toBeGreaterThan(15)
    expect(inTime.flatMap(about).filter((each) => each.workflow === 'delivery-late')).toEqual([])
  })

  it('tells nobody after delivery, nobody at night, and nobody of a cancelled order', () => {
    const wrong = orders.flatMap((order) =>
      about(order).filter(
        (each) => each.at > order.delivered || hourOf(each.at) < 8 || hourOf(each.at) >= 21 || order.cancelled,
      ),
    )
    expect(wrong).toEqual([])
  })

  it('leaves nobody in silence whose order never came: a last word, once, and nothing after it', () => {
    const never = real.filter((order) => !Number.isFinite(order.delivered))
    expect(never.length).toBeGreaterThan(5)
    const lastWords = never.map((order) => {
      const letters = (told.get(addressOf(order)) ?? []).toSorted((one, other) => one.at - other.at)
      const last = letters.filter((each) => each.name === 'delivery-last')
      return { order: addressOf(order), words: last.length, isLast: letters.at(-1)?.name === 'delivery-last' }
    })
    expect(lastWords.filter(({ words, isLast }) => words !== 1 || !isLast)).toEqual([])
  })

  it('tells each customer once per slip, and prints how early', () => {
    const twice = orders.filter((order) => new Set(about(order).map((each) => each.name)).size < about(order).length)
    expect(twice).toEqual([])
    process.stderr.write(leadTimes(where, real, about))
  })
})

/** Hours between what we said and the promise, and between what we said and the delivery. */
function leadTimes(where: string, orders: readonly Order[], about: (order: Order) => readonly Arrived[]): string {
  const hours = (ms: number): string => `${(ms / 3_600_000).toFixed(0)} h`
  const median = (values: readonly number[]): number =>
    values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
  const first = orders.flatMap((order) =>
    about(order)
      .slice(0, 1)
      .map((each) => ({ order, at: each.at })),
  )
  const warned = first.filter(({ order, at }) => at < order.promised)
  const delivered = first.filter(({ order }) => Number.isFinite(order.delivered))
  const early = delivered.filter(({ order, at }) => at < order.delivered)
  return [
    `${where}: ${first.length} of ${orders.length} customers told, ${warned.length} of them before the promise broke (median lead ${hours(median(warned.map(({ order, at }) => order.promised - at)))});`,
    ` told before delivery in ${early.length} of ${delivered.length} deliveries, median lead ${hours(median(delivered.map(({ order, at }) => order.delivered - at)))}\n`,
  ].join('')
}
