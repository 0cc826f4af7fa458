import { FUNCTION_NAMES } from '#functions/facts.ts'
import { METRIC_NAMES } from '#functions/metrics.ts'
import { deadLettersOf, QUEUES, RULE_DEAD_LETTERS, STREAM } from '#functions/topology.ts'
import { ALARMS, type AlarmKind, runbookAnchor } from '#infra/watch/alarm-texts.ts'
import { at, type Deployment, isRecord, listOf, type Placed, resourcesOf } from './deployment.ts'
import { physical } from './physical.ts'

/** What an alarm looks at, written down by hand: a template that says something else is wrong, or this page is. */
interface Written {
  /** `Statistic of Namespace Name by Dimensions, seconds`; own metrics stand under `own`. */
  readonly of: string | readonly string[]
  readonly expression?: string
  /** `at threshold, periods`; `silence rings` where no data is bad news. */
  readonly rings: string | readonly string[]
  /** Values of its dimensions, one for each alarm of the kind. */
  readonly each?: readonly string[]
}

const fifo = (name: string): string => (name.startsWith('react') ? `${name}.fifo` : name)
const queues = QUEUES.map(({ name }) => fifo(name))
const deadLetters = [...QUEUES.map((queue) => fifo(deadLettersOf(queue))), STREAM.onFailure, RULE_DEAD_LETTERS]
const functions = FUNCTION_NAMES
const off = 'IF(FILL(off, 0) > FILL(sent, 0), FILL(off, 0), 0)'
const share = 'IF(FILL(mails, 0) >= 300, 100 * FILL(part, 0) / mails, 0)'

export const WRITTEN: { readonly [kind in AlarmKind]: Written } = {
  deadLetters: {
    of: 'Maximum of AWS/SQS ApproximateNumberOfMessagesVisible by QueueName, 300 s',
    rings: 'at 1, 1 of 1',
    each: deadLetters,
  },
  oldestMessage: {
    of: 'Maximum of AWS/SQS ApproximateAgeOfOldestMessage by QueueName, 300 s',
    rings: ['at 600, 2 of 2', 'at 21600, 2 of 2'],
    each: queues,
  },
  sweepLag: { of: 'Maximum of own SweepLagSeconds, 300 s', rings: 'at 300, 2 of 2, silence rings' },
  streamLag: {
    of: 'Maximum of AWS/Lambda IteratorAge by FunctionName, 300 s',
    rings: 'at 300000, 2 of 2',
    each: ['relay'],
  },
  functionErrors: {
    of: 'Sum of AWS/Lambda Errors by FunctionName, 300 s',
    rings: ['at 3, 2 of 2', 'at 1, 1 of 1'],
    each: functions,
  },
  functionThrottles: {
    of: 'Sum of AWS/Lambda Throttles by FunctionName, 300 s',
    rings: ['at 10, 3 of 3', 'at 1, 1 of 1'],
    each: functions,
  },
  tableThrottles: {
    of: [
      'Sum of AWS/DynamoDB ReadThrottleEvents by TableName, 300 s',
      'Sum of AWS/DynamoDB WriteThrottleEvents by TableName, 300 s',
    ],
    rings: 'at 10, 3 of 3',
    each: ['table', 'table'],
  },
  notSetUp: { of: 'Sum of own NotSetUp, 300 s', rings: 'at 1, 1 of 1' },
  unknownSends: { of: 'Sum of own UnknownSends, 300 s', rings: 'at 1, 1 of 1' },
  putAside: { of: 'Sum of own PutAside, 300 s', rings: 'at 1, 1 of 1' },
  limitReached: { of: 'Sum of own LimitReached, 3600 s', rings: 'at 1, 1 of 1' },
  refused: { of: 'Sum of own Refused, 3600 s', rings: 'at 10, 1 of 1' },
  notWritten: { of: 'Sum of own NotWritten, 3600 s', rings: 'at 10, 1 of 1' },
  throttledForLong: {
    of: 'off = Sum of own Throttled, 3600 s; sent = Sum of own Sent, 3600 s',
    expression: off,
    rings: 'at 10, 1 of 1',
  },
  heldForLong: {
    of: 'off = Sum of own Held, 86400 s; sent = Sum of own Sent, 86400 s',
    expression: off,
    rings: 'at 10, 1 of 1',
  },
  quarantine: { of: 'Sum of own Quarantined, 3600 s', rings: 'at 100, 1 of 1' },
  eventMistakes: { of: 'Sum of own EventsWithMistakes, 3600 s', rings: 'at 100, 1 of 1' },
  bounceRate: {
    of: 'mails = Sum of own MailsSent, 86400 s; part = Sum of own Bounced, 86400 s',
    expression: share,
    rings: 'at 4, 1 of 1',
  },
  complaintRate: {
    of: 'mails = Sum of own MailsSent, 86400 s; part = Sum of own Complained, 86400 s',
    expression: share,
    rings: 'at 0.3, 1 of 1',
  },
  pagesFail: {
    of: 'Sum of AWS/ApiGateway 5xx by ApiId and Stage, 300 s',
    rings: 'at 5, 2 of 2',
    each: ['api $default'],
  },
}

/** The ones that ring at once: called once in a deployment. Campaigns may wait for hours. */
const RINGS_AS: { readonly [value: string]: string } = { seed: 'at 1, 1 of 1' }
const ringsAs = (kind: AlarmKind, value: string): string | undefined =>
  kind === 'oldestMessage' ? (value.endsWith('-marketing') ? 'at 21600, 2 of 2' : 'at 600, 2 of 2') : RINGS_AS[value]

/** Everything that differs from what is written, a line each. */
export function alarmProblems(deployment: Deployment): readonly string[] {
  const alarms = resourcesOf(deployment, 'AWS::CloudWatch::Alarm')
  const kinds = Object.keys(ALARMS) as AlarmKind[] // Keys of the table of texts.
  const strangers = alarms.filter((alarm) => kinds.every((kind) => !isOf(kind, alarm)))
  return [
    ...strangers.map(({ id }) => `${id} is of no kind that is written`),
    ...kinds.flatMap((kind) =>
      problemsOf(
        deployment,
        kind,
        alarms.filter((alarm) => isOf(kind, alarm)),
      ),
    ),
  ]
}

const isOf = (kind: AlarmKind, { resource }: Placed): boolean =>
  String(resource.Properties?.['AlarmDescription']).includes(`#${runbookAnchor(kind)}.`)

function problemsOf(deployment: Deployment, kind: AlarmKind, alarms: readonly Placed[]): readonly string[] {
  const { of, expression, rings, each = [''] } = WRITTEN[kind]
  const seen = alarms.map((alarm) => lookedAt(deployment, alarm))
  const problems = seen.flatMap((alarm) => [
    ...(listOf(of).includes(alarm.of) ? [] : [`${kind} looks at: ${alarm.of}`]),
    ...(alarm.expression === expression ? [] : [`${kind} computes: ${alarm.expression}`]),
    ...(listOf(rings).includes(alarm.rings) && [undefined, alarm.rings].includes(ringsAs(kind, alarm.value))
      ? []
      : [`${kind} ${alarm.value} rings ${alarm.rings}`]),
    ...(alarm.speaks ? [] : [`${kind} ${alarm.value} tells nobody`]),
    ...alarm.own.filter((name) => !METRIC_NAMES.some((known) => known === name)).map((name) => `nobody counts ${name}`),
  ])
  const values = seen.map(({ value }) => value).toSorted()
  const same = JSON.stringify(values) === JSON.stringify([...each].toSorted())
  return [...problems, ...(same ? [] : [`${kind} watches ${values.join(', ')}`])]
}

function lookedAt(deployment: Deployment, { stack, resource: { Properties: alarm } }: Placed) {
  const metrics = listOf(alarm?.['Metrics'])
  const parts = metrics.flatMap((metric) => {
    const stat = at(metric, 'MetricStat')
    return stat === undefined ? [] : [{ id: `${String(at(metric, 'Id'))} = `, metric: at(stat, 'Metric'), stat }]
  })
  const simple = { id: '', metric: alarm, stat: { Stat: alarm?.['Statistic'], Period: alarm?.['Period'] } }
  const all = parts.length > 0 ? parts : [simple]
  const silence = alarm?.['TreatMissingData'] === 'breaching' ? ', silence rings' : ''
  const periods = String(alarm?.['EvaluationPeriods'])
  const least = String(alarm?.['DatapointsToAlarm'] ?? periods)
  const direction = alarm?.['ComparisonOperator'] === 'GreaterThanOrEqualToThreshold' ? 'at' : 'wrongly at'
  return {
    of: all.map(({ id, metric, stat }) => `${id}${sentence(deployment, metric, stat)}`).join('; '),
    expression: metrics.map((metric) => at(metric, 'Expression')).find((text) => text !== undefined),
    rings: `${direction} ${String(alarm?.['Threshold'])}, ${least} of ${periods}${silence}`,
    speaks: listOf(alarm?.['AlarmActions']).length === 1 && alarm?.['ActionsEnabled'] !== false,
    own: all.flatMap(({ metric }) =>
      String(at(metric, 'Namespace')).startsWith('Beforehand/') ? [String(at(metric, 'MetricName'))] : [],
    ),
    value: listOf(at(all[0]?.metric, 'Dimensions'))
      .map((dimension) => named(deployment, physical(deployment, stack, at(dimension, 'Value'))))
      .join(' '),
  }
}

function sentence(deployment: Deployment, metric: unknown, stat: unknown): string {
  const namespace = String(at(metric, 'Namespace'))
  const place = namespace === `Beforehand/${deployment.name}` ? 'own' : namespace
  const by = listOf(at(metric, 'Dimensions')).map((dimension) => String(at(dimension, 'Name')))
  const dimensions = by.length === 0 ? '' : ` by ${by.join(' and ')}`
  return `${String(at(stat, 'Stat'))} of ${place} ${String(at(metric, 'MetricName'))}${dimensions}, ${String(at(stat, 'Period'))} s`
}

/** topology.ts's name of what a dimension names. */
function named(deployment: Deployment, value: string): string {
  const { name, functions: places, templates } = deployment
  if (value.startsWith(`${name}-`)) return value.slice(name.length + 1)
  const handler = Object.entries(places).find(([, { id }]) => id === value)?.[0]
  if (handler !== undefined) return handler
  const resource = Object.values(templates)
    .map(({ Resources }) => Resources[value])
    .find(isRecord)
  const kinds: { readonly [type: string]: string } = {
    'AWS::DynamoDB::Table': 'table',
    'AWS::ApiGatewayV2::Api': 'api',
  }
  return kinds[String(resource?.['Type'])] ?? value
}
