import { FACTS } from '#functions/facts.ts'
import { QUEUES } from '#functions/topology.ts'
import { THROUGHPUT } from '#infra/table.ts'
import { SIDE_BY_SIDE } from '#stages/wake.ts'
import { TIMES } from './drain/drain.ts'
import { ASSUMED, type Happening } from './load.ts'
import quotas from './quotas.json' with { type: 'json' }

/** One bound, what the busiest second (or minute) asks of it, and what moves it. */
export interface Limit {
  readonly what: string
  readonly asked: number
  readonly limit: number
  readonly unit: string
  readonly setting: string
}

const MONTH_SECONDS = 30 * 86_400
/** Milliseconds that a record of a batch takes; the ten of a batch stand side by side. */
const INGEST_MS = 40

const pace = (name: string): number => {
  const queue = QUEUES.find((each) => each.name === name)
  if (queue === undefined) throw new Error(`topology.ts names no queue "${name}"`)
  return queue.concurrency * queue.batchSize
}

/** Of so many profiles in their busiest second; the one that is met first stands first. */
export function limitsOf(profiles: number, happenings: readonly Happening[]): readonly Limit[] {
  const perSecond = (count: (happening: Happening) => number): number =>
    (happenings.reduce((sum, each) => sum + count(each) * each.times, 0) * profiles * ASSUMED.peak) / MONTH_SECONDS
  const of = (by: Happening['by']) => perSecond((each) => (each.by === by ? 1 : 0))
  const [events, timers, mails] = [of('bus'), of('sweep'), of('send')]
  const reacted = events + timers + of('outcome')
  const writes = perSecond((each) => each.writes)
  const sweepable = (FACTS.wake.timeout * 1000 * 10 * SIDE_BY_SIDE) / TIMES.queueCall
  // A timer is written once and deleted once, in transactions, which count twice.
  const timerWrites = 2 * timers
  const busy =
    (events * INGEST_MS + reacted * TIMES.react + mails * (TIMES.load + TIMES.call + TIMES.record)) / 1000 / 10
  const limits: readonly Limit[] = [
    {
      what: 'EventBridge: events handed to ingest',
      asked: events,
      limit: quotas.busInvocations,
      unit: '/s',
      setting: 'Service Quotas: Invocations throttle limit',
    },
    {
      what: 'ingest: its concurrency',
      asked: events,
      limit: (pace('ingest') * 1000) / INGEST_MS,
      unit: '/s',
      setting: 'functions/facts.ts: concurrency of the queue ingest',
    },
    {
      what: 'react: its concurrency',
      asked: reacted,
      limit: (pace('react') * 1000) / (TIMES.react + TIMES.jitter),
      unit: '/s',
      setting: 'functions/facts.ts: concurrency of the queue react',
    },
    {
      what: 'FIFO queue: calls',
      asked: events + timers / 10,
      limit: quotas.fifoCalls,
      unit: '/s',
      setting: 'Service Quotas: FIFO high throughput, by region',
    },
    {
      what: 'table: writes of the whole',
      asked: writes,
      limit: Math.min(quotas.tableWrites, THROUGHPUT.writes),
      unit: 'units/s',
      setting: 'the prop throughput; then Service Quotas: table-level write throughput',
    },
    {
      what: "partition of a minute's timers (1 shard)",
      asked: timerWrites,
      limit: quotas.partitionWrites,
      unit: 'units/s',
      setting: "shards of the sweep: the table's item SHARDS",
    },
    {
      what: 'sweep: timers of a minute',
      asked: timers * 60,
      limit: sweepable,
      unit: '/min',
      setting: 'stages/wake.ts: calls side by side',
    },
    {
      what: 'Lambda: invocations at once',
      asked: busy,
      limit: quotas.lambdaConcurrency,
      unit: '',
      setting: 'Service Quotas: concurrent executions',
    },
    {
      what: 'SES: mails',
      asked: mails,
      limit: quotas.mailsPerSecond,
      unit: '/s',
      setting: 'SES: sending quota; then the prop sendRate',
    },
  ]
  return limits.toSorted((a, b) => b.asked / b.limit - a.asked / a.limit)
}
