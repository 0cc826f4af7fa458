import { Stats } from 'aws-cdk-lib/aws-cloudwatch'
import { factsOf } from '#functions/facts.ts'
import { QUEUES } from '#functions/topology.ts'
import type { EngagementData } from '../engagement-data.ts'
import type { EngagementEdge } from '../engagement-edge.ts'
import type { EngagementEngine } from '../engagement-engine.ts'
import { functionsOf } from '../functions/functions-of.ts'
import { type Alarms, MINUTES_5 } from './alarms.ts'
import type { EngineMetrics } from './engine-metrics.ts'
import { queueMetric } from './queue-metrics.ts'
import { tableMetric } from './table-metrics.ts'

export interface Watched {
  readonly data: EngagementData
  readonly engine: EngagementEngine
  readonly edge: EngagementEdge
  readonly metrics: EngineMetrics
}

const MINUTE = 60
/** Seconds that a message may wait: a customer notices an hour, and mails of a campaign wait their turn. */
const MOST_WAIT = { default: 10 * MINUTE, marketing: 6 * 60 * MINUTE } as const
/** Google's and Yahoo's limit is 0.3 %; past it, mail goes to spam. SES reviews an account from 5 % of bounces. */
const COMPLAINT_PERCENT = 0.3
const BOUNCE_PERCENT = 4
/** Below so many mails a day, one complaint would be a rate. */
const LEAST_MAILS = 300
/** Single customers have addresses that do not work; this many in the time looked at are a fault of ours. */
const SOME = 10

/** Everything that somebody must hear of, for each what to do is in the runbook. */
export function watchFlow(alarms: Alarms, watched: Watched): void {
  watchQueues(alarms, watched.engine)
  watchFunctions(alarms, watched)
  watchData(alarms, watched)
  watchMessages(alarms, watched.metrics)
  const { stage } = watched.edge
  alarms.on('pagesFail', stage.metricServerError({ ...MINUTES_5, statistic: Stats.SUM }), { from: 5, periods: 2 })
}

function watchQueues(alarms: Alarms, { queues }: EngagementEngine): void {
  for (const queue of queues.deadLetters) {
    const depth = queueMetric(queue, 'ApproximateNumberOfMessagesVisible', { ...MINUTES_5, statistic: Stats.MAXIMUM })
    alarms.on('deadLetters', depth, { from: 1 }, queue.node.id)
  }
  for (const { name } of QUEUES) {
    const queue = queues.get(name)
    const age = queueMetric(queue, 'ApproximateAgeOfOldestMessage', { ...MINUTES_5, statistic: Stats.MAXIMUM })
    const from = name.endsWith('-marketing') ? MOST_WAIT.marketing : MOST_WAIT.default
    alarms.on('oldestMessage', age, { from, periods: 2 }, queue.node.id)
  }
}

function watchFunctions(alarms: Alarms, watched: Watched): void {
  for (const { name, function: handler } of functionsOf(watched)) {
    const { errors, throttles } = factsOf(name).alarms
    alarms.on('functionErrors', handler.metricErrors(MINUTES_5), errors, name)
    alarms.on('functionThrottles', handler.metricThrottles(MINUTES_5), throttles, name)
  }
}

function watchData(alarms: Alarms, { data, engine, metrics }: Watched): void {
  for (const { name, function: follower } of engine.functions.filter(
    (one) => factsOf(one.name).trigger.kind === 'stream',
  )) {
    const lag = follower.metric('IteratorAge', { ...MINUTES_5, statistic: Stats.MAXIMUM })
    alarms.on('streamLag', lag, { from: 5 * MINUTE * 1000, periods: 2 }, name)
  }
  alarms.on('sweepLag', metrics.highest('SweepLagSeconds'), { from: 5 * MINUTE, periods: 2, silence: 'bad' })
  for (const way of ['Read', 'Write']) {
    const throttled = tableMetric(data.table.tableName, `${way}ThrottleEvents`)
    alarms.on('tableThrottles', throttled, { from: 10, periods: 3 }, way)
  }
}

function watchMessages(alarms: Alarms, metrics: EngineMetrics): void {
  alarms.on('putAside', metrics.total('PutAside'), { from: 1 })
  alarms.on('limitReached', metrics.total('LimitReached', 60), { from: 1 })
  alarms.on('notSetUp', metrics.total('NotSetUp'), { from: 1 })
  alarms.on('unknownSends', metrics.total('UnknownSends'), { from: 1 })
  alarms.on('refused', metrics.total('Refused', 60), { from: SOME })
  alarms.on('notWritten', metrics.total('NotWritten', 60), { from: SOME })
  alarms.on('throttledForLong', metrics.putOffMoreThanSent('Throttled', 1), { from: SOME })
  // A night of quiet hours is no fault; a day is longer than any.
  alarms.on('heldForLong', metrics.putOffMoreThanSent('Held', 24), { from: SOME })
  alarms.on('quarantine', metrics.total('Quarantined', 60), { from: 100 })
  alarms.on('eventMistakes', metrics.total('EventsWithMistakes', 60), { from: 100 })
  alarms.on('bounceRate', metrics.shareOfMails('Bounced', LEAST_MAILS), { from: BOUNCE_PERCENT })
  alarms.on('complaintRate', metrics.shareOfMails('Complained', LEAST_MAILS), { from: COMPLAINT_PERCENT })
}
