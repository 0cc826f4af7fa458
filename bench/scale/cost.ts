import { BY_CLASS, METRIC_NAMES } from '#functions/metrics.ts'
import { ASSUMED, type Happening } from './load.ts'
import prices from './prices.json' with { type: 'json' }

/** What a month uses, in units, and what each costs. */
export interface Line {
  readonly what: string
  readonly amount: number
  readonly unit: string
  readonly dollars: number
}

const sumOf = (happenings: readonly Happening[], count: (happening: Happening) => number): number =>
  happenings.reduce((sum, happening) => sum + count(happening) * happening.times, 0)

/**
 * Requests to queues: a record is sent, received and deleted, the last two a batch at a time. Events come by the queue to
 * ingest and the FIFO queue to react, timers by the FIFO queue, messages and notifications each by a queue of their own.
 */
const perRecord = 1 + 2 / ASSUMED.batch
const perSwept = 1 / 10 + 2 / ASSUMED.batch
const KB_PER_GB = 1_000_000
/** Each of the handlers' metrics once, and those that are split once more for each class. */
export const METRICS_PAID = METRIC_NAMES.length + 2 * BY_CLASS.size

/** A month of so many profiles. */
export function monthOf(profiles: number, happenings: readonly Happening[]): readonly Line[] {
  const by = (...ways: readonly Happening['by'][]) => happenings.filter((each) => ways.includes(each.by))
  const times = (some: readonly Happening[]): number => profiles * sumOf(some, () => 1)
  const [events, timers, mails, notes, outcomes] = [
    times(by('bus')),
    times(by('sweep')),
    times(by('send')),
    times(by('feedback')),
    times(by('outcome')),
  ]
  // Events pass ingest and react, messages relay and send, notifications record and, as events, react.
  const handled = 2 * events + timers + 2 * mails + notes + outcomes
  const { perMillion, perGbMonth } = prices
  const million = (what: string, count: number, unit: string, price: number): Line => ({
    what,
    amount: count,
    unit,
    dollars: (count / 1_000_000) * price,
  })
  const kept = profiles * ASSUMED.events * (1 - ASSUMED.dropped)
  const stored = (profiles * ASSUMED.profileKb + (kept * ASSUMED.eventKb * ASSUMED.keptDays) / 30) / KB_PER_GB
  const archived = (events * ASSUMED.eventKb * 14) / 30 / KB_PER_GB
  const gigabytes = (what: string, amount: number, price: number): Line => ({
    what,
    amount,
    unit: 'GB',
    dollars: amount * price,
  })
  return [
    million('DynamoDB writes', profiles * sumOf(happenings, ({ writes }) => writes), 'units', perMillion.tableWrite),
    million('DynamoDB reads', profiles * sumOf(happenings, ({ reads }) => reads), 'units', perMillion.tableRead),
    gigabytes('DynamoDB storage, full', stored, perGbMonth.tableStorage),
    gigabytes('DynamoDB backup, full', stored, perGbMonth.tableBackup),
    million('EventBridge', events, 'events', perMillion.busEvent),
    gigabytes('EventBridge archive', archived, perGbMonth.archive),
    million('SQS', (events + mails + notes) * perRecord, 'requests', perMillion.queueRequest),
    million('SQS FIFO', (events + outcomes) * perRecord + timers * perSwept, 'requests', perMillion.fifoRequest),
    million('Lambda requests', handled / ASSUMED.batch, 'requests', perMillion.lambdaRequest),
    million('Lambda time', (handled * ASSUMED.recordMs) / 1000, 'GB s', perMillion.lambdaGbSecond),
    million('SNS', notes, 'requests', perMillion.topicPublish),
    {
      what: 'CloudWatch metrics',
      amount: METRICS_PAID,
      unit: 'metrics',
      dollars: METRICS_PAID * prices.perMonth.metric,
    },
    million('SES', mails, 'mails', perMillion.mail),
  ]
}

export const total = (lines: readonly Line[]): number => lines.reduce((sum, { dollars }) => sum + dollars, 0)

/** What a deployment costs while nothing happens: by the things of its template that are paid for by the month. */
export function atRest({ alarms, secrets }: { readonly alarms: number; readonly secrets: number }): readonly Line[] {
  const { perMonth, perMillion } = prices
  const MINUTES = 30 * 24 * 60
  const each = (what: string, amount: number, unit: string, price: number): Line => ({
    what,
    amount,
    unit,
    dollars: amount * price,
  })
  return [
    each('alarms', alarms, 'alarms', perMonth.alarm),
    each('key', 1, 'key', perMonth.key),
    each('secrets', secrets, 'secrets', perMonth.secret),
    each('dashboard', 1, 'dashboard', perMonth.dashboard),
    // Eleven minutes of one partition, cursor and count of shards, each read a unit at least; the cursor's write.
    each('sweep: table', MINUTES * 13, 'reads', perMillion.tableRead / 1e6),
    each('sweep: table', MINUTES, 'writes', perMillion.tableWrite / 1e6),
    each('sweep: Lambda', MINUTES, 'requests', (perMillion.lambdaRequest + 0.05 * perMillion.lambdaGbSecond) / 1e6),
    // SQS is asked by Lambda all the time: five pollers of each queue, twenty seconds each.
    each('empty receives', 13 * 5 * 3 * MINUTES, 'requests', perMillion.queueRequest / 1e6),
    each('metric of the sweep', 1, 'metrics', perMonth.metric),
  ]
}
