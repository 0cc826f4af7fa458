import { createHash } from 'node:crypto'
import { compileFolder } from '#adapters/files/compile-folder.ts'
import { MemoryReactQueue } from '#adapters/memory/memory-queues.ts'
import { createMemoryStores, type MemoryStores } from '#adapters/memory/memory-stores.ts'
import type { CustomerEvent } from '#engagement/customer/customer-event.ts'
import type { Catalogue } from '#engagement/model/catalogue.ts'
import { reactTo } from '#stages/react.ts'
import { report } from '../report.ts'

/** What one run of the stage `react` on the memory adapter showed. Times in microseconds. */
export interface ReactFigures {
  readonly events: number
  readonly perSecond: number
  /** A second of this thread's own work: other processes take nothing of it. */
  readonly perWorkedSecond: number
  readonly p50: number
  readonly p99: number
  readonly runs: number
  readonly messages: number
  /** Of every state, entry and message that is stored in the end: the same stream leaves the same. */
  readonly left: string
}

const EVENTS = 40_000
const CUSTOMERS = 4_000
const START = Date.parse('2026-11-21T01:00:00Z')

/** The shop's own workflows under a stream of events of many customers, seeded: the same stream each time. */
export async function benchReact(events: number = EVENTS): Promise<ReactFigures> {
  const { catalogue } = await compileFolder('workflows')
  if (catalogue === undefined) throw new Error('the workflows do not compile')
  await play(catalogue, events / 4)
  const runs = [await play(catalogue, events), await play(catalogue, events), await play(catalogue, events)]
  if (new Set(runs.map((run) => run.left)).size > 1) throw new Error('the same stream left different states')
  return runs.toSorted((a, b) => a.perSecond - b.perSecond)[1] ?? (await play(catalogue, events))
}

async function play(catalogue: Catalogue, count: number): Promise<ReactFigures> {
  let [now, messages] = [START, 0]
  const stores = createMemoryStores({
    onChange: (change) => {
      messages += change.messages.length
    },
  })
  await stores.catalogue.publish(catalogue)
  const deps = { ...stores, reactQueue: new MemoryReactQueue(), clock: { now: () => now } }
  const stream = eventStream(count)
  const took = new Float64Array(stream.length)
  const started = performance.now()
  const worked = process.threadCpuUsage()
  for (const [place, event] of stream.entries()) {
    now = event.at
    const before = performance.now()
    await reactTo({ kind: 'event', event, contentHash: event.messageId }, deps)
    took[place] = (performance.now() - before) * 1000
  }
  const { user, system } = process.threadCpuUsage(worked)
  const seconds = (performance.now() - started) / 1000
  took.sort()
  const at = (share: number): number => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0
  return {
    events: stream.length,
    perSecond: stream.length / seconds,
    perWorkedSecond: (stream.length / (user + system)) * 1_000_000,
    p50: at(0.5),
    p99: at(0.99),
    messages,
    ...(await whatIsLeft(stores)),
  }
}

/** Live runs of all customers, and a hash of everything that is stored about them. */
async function whatIsLeft({ customers }: MemoryStores): Promise<Pick<ReactFigures, 'runs' | 'left'>> {
  const hash = createHash('sha256')
  let runs = 0
  for (const id of customers.ids()) {
    const state = await customers.load(id)
    runs += state?.runs.length ?? 0
    hash.update(JSON.stringify([state, await customers.timeline(id), await customers.messages(id)]))
  }
  return { runs, left: hash.digest('hex').slice(0, 12) }
}

/** Names by weight: what a shop sees most comes most. */
const NAMES: readonly (readonly [string, number])[] = [
  ['Product Viewed', 40],
  ['Page Viewed', 15],
  ['Product Added', 14],
  ['Cart Viewed', 8],
  ['Checkout Started', 5],
  ['Order Completed', 4],
  ['Shipment Dispatched', 4],
  ['Shipment Delivered', 4],
  ['Payment Failed', 3],
  ['Payment Succeeded', 2],
  ['Ticket Opened', 1],
]

function eventStream(count: number): readonly CustomerEvent[] {
  const random = mulberry32(20_261_121)
  const bag = NAMES.flatMap(([name, weight]) => Array.from({ length: weight }, () => name))
  return Array.from({ length: count }, (_, n) => {
    const customer = Math.floor(random() * CUSTOMERS)
    const name = bag[Math.floor(random() * bag.length)] ?? 'Product Viewed'
    return eventOf(n, customer, n < CUSTOMERS ? 'identify' : name, random())
  })
}

function eventOf(n: number, customer: number, name: string, chance: number): CustomerEvent {
  const at = START + n * 250
  const order = `o-${customer}-${Math.floor(chance * 4)}`
  const common = {
    messageId: `m-${n}`,
    name,
    customerId: `u_${n < CUSTOMERS ? n : customer}`,
    userId: `${customer}`,
    at,
    receivedAt: at,
    context: {},
    hops: 0,
  }
  if (name === 'identify')
    return {
      ...common,
      properties: {},
      traits: {
        email: `c${n}@example.com`,
        locale: 'ja',
        timezone: 'Asia/Tokyo',
        country: 'JP',
        consent: { marketing: 'granted' },
      },
    }
  return {
    ...common,
    properties: {
      cart_id: `cart-${customer}`,
      order_id: order,
      shipment_id: `s-${order}`,
      ticket_id: `t-${customer}`,
      product_id: `p-${Math.floor(chance * 200)}`,
      name: 'Teapot',
      price: Math.floor(chance * 9000),
      currency: 'JPY',
      total: 5000,
      promised_at: '2026-11-25',
      estimated_at: chance > 0.8 ? '2026-11-27' : '2026-11-24',
    },
  }
}

/** A small seeded generator, so that every run sees the same events. */
function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

if (import.meta.main) {
  const { events, perSecond, perWorkedSecond, p50, p99, runs, messages, left } = await benchReact()
  report({
    title: `react on the memory adapter, the shop's workflows: ${events} events of ${CUSTOMERS} customers, one process (median of 3)`,
    columns: ['events/s', 'events/s of work', 'p50 us', 'p99 us', 'live runs', 'message writes', 'what is left'],
    rows: [[perSecond, perWorkedSecond, p50, p99, runs, messages, left]],
    goals: [{ goal: 'at least 20,000 events/s', met: perSecond >= 20_000, seen: `${Math.round(perSecond)}` }],
    notes: [
      'What is left: a hash of all states, entries and messages, the same after each run.',
      'Of work: by the time that the processor gave this thread, whatever else the machine was doing.',
    ],
  })
}
