import { setTimeout as sleep } from 'node:timers/promises'
import { advance, mailsOf, put, type Running, settle, tensOf, workOf } from './running-host.ts'

/** Mails out of one kind of load. Latency: from the call of PutEvents to the provider's acceptance, milliseconds. */
export interface Figures {
  readonly load: string
  readonly events: number
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  /** Milliseconds of processor for each event, until all of it has come to rest. */
  readonly host: number
  readonly engine: number
}

const STEADY_GAP = 50
const CALLERS = 4

interface Mail {
  readonly customerId: string
  readonly sentAt: string
}

/** Waits until everything is sent, looking seldom; when each order's mail was accepted. */
async function mailed(host: Running, wanted: number): Promise<Map<string, number>> {
  while ((await mailsOf(host)) < wanted) await sleep(250)
  const mails = (await (await fetch(`${host.url}/mailbox/messages`)).json()) as readonly Mail[]
  return new Map(mails.map((mail) => [mail.customerId.slice('u-'.length), Date.parse(mail.sentAt)]))
}

type Times = Omit<Figures, 'host' | 'engine'>

function timesOf(load: string, begun: ReadonlyMap<string, number>, accepted: ReadonlyMap<string, number>): Times {
  const took = [...begun].map(([order, from]) => (accepted.get(order) ?? Number.NaN) - from).sort((a, b) => a - b)
  const last = Math.max(...[...begun.keys()].map((order) => accepted.get(order) ?? Number.NaN))
  const seconds = (last - Math.min(...begun.values())) / 1_000
  const at = (share: number): number => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? Number.NaN
  return { load, events: begun.size, perSecond: begun.size / seconds, p50: at(0.5), p99: at(0.99) }
}

/** With what it cost, feedback and all. */
async function measured(host: Running, load: () => Promise<Times>): Promise<Figures> {
  const before = workOf(host)
  const times = await load()
  await settle(host)
  const after = workOf(host)
  return {
    ...times,
    host: (after.host - before.host) / times.events,
    engine: (after.engine - before.engine) / times.events,
  }
}

async function lose(host: Running, orders: readonly string[], begun: Map<string, number>): Promise<void> {
  for (const order of orders) begun.set(order, Date.now() + host.ahead)
  await put(
    host,
    orders.map((order) => ({ name: 'Parcel Lost', order })),
  )
}

/** One event after the other, `before`: mails that were sent already. */
export function steady(host: Running, orders: readonly string[], before: number): Promise<Figures> {
  return measured(host, async () => {
    const begun = new Map<string, number>()
    for (const order of orders) {
      await lose(host, [order], begun)
      await sleep(STEADY_GAP)
    }
    return timesOf(`one by one, ${1_000 / STEADY_GAP} a second`, begun, await mailed(host, before + orders.length))
  })
}

/** As many as can be handed over. */
export function burst(host: Running, orders: readonly string[], before: number): Promise<Figures> {
  return measured(host, async () => {
    const begun = new Map<string, number>()
    await together(tensOf(orders), (ten) => lose(host, ten, begun))
    return timesOf(`all at once, ${CALLERS} callers with tens`, begun, await mailed(host, before + orders.length))
  })
}

async function together<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const left = [...items]
  const caller = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: CALLERS }, caller))
}

/** Customers who wait an hour from about the same moment, each until an instant of their own; the clock is moved on by two. */
export async function timers(host: Running, orders: readonly string[], before: number): Promise<number> {
  await together(tensOf(orders), (ten) =>
    put(
      host,
      ten.map((order) => ({ name: 'Parcel Delayed', order })),
    ),
  )
  await settle(host)
  const began = performance.now()
  await advance(host, '2h')
  const seconds = (performance.now() - began) / 1_000
  const sent = (await mailsOf(host)) - before
  if (sent !== orders.length) throw new Error(`${sent} of ${orders.length} were written to`)
  return seconds
}
