import type { MessageClass } from '#engagement/model/message-class.ts'
import type { Environment } from './environment.ts'

/**
 * What the handlers count, by CloudWatch's name, with its unit. The dashboard and the alarms are built from these names.
 * Each is paid for ($0.30 a month), and those of `BY_CLASS` three times.
 */
export const METRICS = {
  /** Events that ingest passed on. */
  EventsAccepted: 'Count',
  /** Events that were taken although something in them has to be mended by their sender. */
  EventsWithMistakes: 'Count',
  /** Events that ingest put aside with a reason. */
  Quarantined: 'Count',
  /** Things of customers that the core could not take: a run, a promise, part of an event. */
  PutAside: 'Count',
  /** Limits of one customer that were reached: what came beyond them was not taken, with a decision that says so. */
  LimitReached: 'Count',
  /** How far the sweep's cursor was behind the clock when it began. */
  SweepLagSeconds: 'Seconds',
  /** Messages that a provider took. */
  Sent: 'Count',
  /** Of those, mails: what bounces and complaints are held against. */
  MailsSent: 'Count',
  /** Messages put off by our own rules: quiet hours, an incident. */
  Held: 'Count',
  /** Messages put off because a provider asked us to wait. */
  Throttled: 'Count',
  /** Messages put off because a provider takes none of ours: our own set-up is at fault. */
  NotSetUp: 'Count',
  /** Messages that will not be sent by our own rules, with a decision that says why. */
  Skipped: 'Count',
  /** Messages that could not be written: a fault of their template, or of a fact that it needs. */
  NotWritten: 'Count',
  /** Messages that a provider refused for good, or that this channel cannot carry. */
  Refused: 'Count',
  /** Sends of which nobody knows whether they went out. */
  UnknownSends: 'Count',
  /** Mails that the receiving server took. */
  Delivered: 'Count',
  /** Mails that came back for good. */
  Bounced: 'Count',
  /** Mails that their reader marked as spam. */
  Complained: 'Count',
} as const

export type MetricName = keyof typeof METRICS

/** Split by `Class` (`service`, `marketing`): they exist with the dimension as well as without. */
export const BY_CLASS: ReadonlySet<MetricName> = new Set(['Sent', 'Delivered', 'Bounced', 'Complained'])
export type MetricValues = { readonly [name in MetricName]?: number }

/** None, or the class of the message. Ids are never dimensions: each value is a metric that is paid for. */
export interface MetricDimensions {
  readonly Class?: MessageClass
}

export const METRICS_NAMESPACE = 'Beforehand'
/** Environment variable that tells two deployments of one account and region apart. */
export const NAMESPACE_VARIABLE = 'METRICS_NAMESPACE'

/** The namespace that this function counts under. */
export const namespaceIn = (env: Environment): string => env[NAMESPACE_VARIABLE] || METRICS_NAMESPACE

/**
 * One line of CloudWatch's embedded metric format, without its line break: written to the log, it becomes metrics at no
 * further call. `now` in epoch milliseconds. Undefined where there is nothing to count.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function metricLine(
  values: MetricValues,
  dimensions: MetricDimensions,
  now: number,
  namespace: string = METRICS_NAMESPACE,
): string | undefined {
  const names = METRIC_NAMES.filter((name) => values[name] !== undefined)
  if (names.length === 0) return undefined
  const directive = (some: readonly MetricName[], sets: readonly (readonly string[])[]) =>
    some.length === 0
      ? []
      : [{ Namespace: namespace, Dimensions: sets, Metrics: some.map((name) => ({ Name: name, Unit: METRICS[name] })) }]
  const splits = (name: MetricName): boolean => dimensions.Class !== undefined && BY_CLASS.has(name)
  return JSON.stringify({
    _aws: {
      Timestamp: now,
      CloudWatchMetrics: [
        ...directive(names.filter(splits), [[], ['Class']]),
        ...directive(
          names.filter((name) => !splits(name)),
          [[]],
        ),
      ],
    },
    ...dimensions,
    ...Object.fromEntries(names.map((name) => [name, values[name]])),
  })
}

const isMetricName = (name: string): name is MetricName => name in METRICS
export const METRIC_NAMES: readonly MetricName[] = Object.keys(METRICS).filter(isMetricName)
