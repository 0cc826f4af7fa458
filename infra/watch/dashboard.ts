import { Duration } from 'aws-cdk-lib'
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IAlarm,
  type IMetric,
  type IWidget,
  PeriodOverride,
  SingleValueWidget,
  Stats,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch'
import type { Construct } from 'constructs'
import { factsOf } from '#functions/facts.ts'
import { QUEUES } from '#functions/topology.ts'
import { functionsOf } from '../functions/functions-of.ts'
import { MINUTES_5 } from './alarms.ts'
import { queueMetric } from './queue-metrics.ts'
import { tableMetric } from './table-metrics.ts'
import type { Watched } from './watch-flow.ts'

const FULL = 24
/** What may be lost: each should be nought. */
const LOST = ['NotSetUp', 'Refused', 'NotWritten', 'UnknownSends', 'Quarantined'] as const
/** What becomes of a message. */
const OUTCOMES = ['Sent', 'Held', 'Throttled', 'Skipped'] as const
const HEIGHT = 6

/** To be read at night from the top: is anything lost or stuck, does it flow, does mail arrive, what does it cost. */
export function createDashboard(scope: Construct, watched: Watched, alarms: readonly IAlarm[]): Dashboard {
  return new Dashboard(scope, 'Dashboard', {
    defaultInterval: Duration.hours(12),
    periodOverride: PeriodOverride.INHERIT,
    widgets: [
      [heading('Is anything lost or stuck? Every number here should be nought, every light green.')],
      [new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms], width: FULL, height: HEIGHT })],
      lost(watched),
      [heading('Does it flow? From an event to a message.')],
      flow(watched),
      waiting(watched),
      [heading('Does mail arrive? Complaints above 0.3 % send everything to spam.')],
      deliverability(watched),
      [heading('What does it cost?')],
      cost(watched),
    ],
  })
}

const heading = (markdown: string): IWidget => new TextWidget({ markdown: `## ${markdown}`, width: FULL, height: 1 })

const graph = (title: string, left: readonly IMetric[], width: number): IWidget =>
  new GraphWidget({ title, left: [...left], leftYAxis: { min: 0 }, width, height: HEIGHT })

const sum = { ...MINUTES_5, statistic: Stats.SUM } as const
const most = { ...MINUTES_5, statistic: Stats.MAXIMUM } as const

function lost({ engine, metrics }: Watched): IWidget[] {
  const { queues, functions } = engine
  const followers = functions.filter(({ name }) => factsOf(name).trigger.kind === 'stream')
  return [
    graph(
      'Dead letters',
      queues.deadLetters.map((queue) =>
        queueMetric(queue, 'ApproximateNumberOfMessagesVisible', { ...most, label: queue.node.id }),
      ),
      8,
    ),
    new SingleValueWidget({
      title: 'Lately',
      metrics: [...LOST.map((name) => metrics.total(name)), metrics.highest('SweepLagSeconds')],
      width: 8,
      height: HEIGHT,
    }),
    graph(
      'Behind: sweep (s), the stream (ms)',
      [
        metrics.highest('SweepLagSeconds'),
        ...followers.map((one) => one.function.metric('IteratorAge', { ...most, label: one.name })),
      ],
      8,
    ),
  ]
}

function flow(watched: Watched): IWidget[] {
  const { metrics } = watched
  return [
    graph(
      'Events',
      [metrics.total('EventsAccepted'), metrics.total('EventsWithMistakes'), metrics.total('Quarantined')],
      8,
    ),
    graph('Messages', [...OUTCOMES.map((name) => metrics.total(name))], 8),
    graph(
      'Errors',
      functionsOf(watched).map(({ name, function: handler }) => handler.metricErrors({ ...sum, label: name })),
      8,
    ),
  ]
}

function waiting(watched: Watched): IWidget[] {
  const { queues } = watched.engine
  return [
    graph(
      'Oldest message (s)',
      QUEUES.map(({ name }) =>
        queueMetric(queues.get(name), 'ApproximateAgeOfOldestMessage', { ...most, label: name }),
      ),
      12,
    ),
    graph(
      'Duration, slowest of a hundred (ms)',
      functionsOf(watched).map(({ name, function: handler }) =>
        handler.metricDuration({ ...MINUTES_5, statistic: Stats.percentile(99), label: name }),
      ),
      12,
    ),
  ]
}

function deliverability({ metrics }: Watched): IWidget[] {
  return [
    graph('Mails', [metrics.total('MailsSent'), metrics.total('Delivered')], 8),
    graph('Complaints, % of a day', [metrics.shareOfMails('Complained', 1)], 8),
    graph('Bounces, % of a day', [metrics.shareOfMails('Bounced', 1)], 8),
  ]
}

function cost(watched: Watched): IWidget[] {
  const { tableName } = watched.data.table
  return [
    graph(
      'Table: units',
      ['ConsumedReadCapacityUnits', 'ConsumedWriteCapacityUnits'].map((name) => tableMetric(tableName, name)),
      8,
    ),
    graph(
      'Invocations',
      functionsOf(watched).map(({ name, function: handler }) => handler.metricInvocations({ ...sum, label: name })),
      8,
    ),
    graph('Mails', [watched.metrics.total('MailsSent')], 8),
  ]
}
