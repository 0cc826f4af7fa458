import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, inject, it } from 'vitest'
import { METRIC_NAMES } from '#functions/metrics.ts'
import { alarmProblems } from './alarm-problems.ts'
import type { Deployment } from './deployment.ts'
import { changed, put } from './mutate.ts'
import { trustProblems } from './trust-problems.ts'

const deployment = inject('deployment')
const ALARM = 'AWS::CloudWatch::Alarm'

/** A copy in which one property of the first resource whose id contains `part` is another. */
const planted = (type: string, part: string, path: readonly (string | number)[], value: unknown): Deployment =>
  changed(
    deployment,
    type,
    ({ id }) => id.includes(part),
    (properties) => put(properties, path, value),
  )

describe('the alarms', () => {
  it('are those that are written down: metric, dimensions, statistic, period, threshold', () => {
    expect(alarmProblems(deployment)).toEqual([])
  })

  it.each<readonly [string, Deployment, string]>([
    [
      'a misspelled metric of ours',
      planted(ALARM, 'UnknownSends', ['MetricName'], 'UnknownSend'),
      'nobody counts UnknownSend',
    ],
    [
      'a misspelled metric of AWS',
      planted(ALARM, 'DeadLetters', ['MetricName'], 'ApproximateNumberOfMessages'),
      'deadLetters looks at',
    ],
    ['a misspelled namespace', planted(ALARM, 'SweepLag', ['Namespace'], 'Beforehand/other'), 'sweepLag looks at'],
    [
      'a dimension of another name',
      planted(ALARM, 'OldestMessage', ['Dimensions', 0, 'Name'], 'Queue'),
      'oldestMessage looks at',
    ],
    [
      'a queue that is none',
      planted(ALARM, 'DeadLetters', ['Dimensions', 0, 'Value'], 'shop-other'),
      'deadLetters watches',
    ],
    ['unknown sends at 1,000', planted(ALARM, 'UnknownSends', ['Threshold'], 1000), 'rings at 1000'],
    ['an average instead of a sum', planted(ALARM, 'Refused', ['Statistic'], 'Average'), 'refused looks at'],
    ['silence that is no news', planted(ALARM, 'SweepLag', ['TreatMissingData'], 'notBreaching'), 'sweepLag'],
    ['another direction', planted(ALARM, 'StreamLag', ['ComparisonOperator'], 'LessThanThreshold'), 'wrongly at'],
    ['an alarm that is off', planted(ALARM, 'NotSetUp', ['ActionsEnabled'], false), 'tells nobody'],
    ['an alarm without a listener', planted(ALARM, 'NotSetUp', ['AlarmActions'], undefined), 'tells nobody'],
    [
      'all channels below the bounces',
      planted(ALARM, 'BounceRate', ['Metrics', 1, 'MetricStat', 'Metric', 'MetricName'], 'Sent'),
      'bounceRate looks at',
    ],
    ['seed, that never fails three times', planted(ALARM, 'FunctionErrorsSeed', ['Threshold'], 3), 'rings at 3'],
    ['an alarm with no section', planted(ALARM, 'Refused', ['AlarmDescription'], 'x'), 'is of no kind'],
  ])('would be seen with %s', (_what, broken, problem) => {
    expect(alarmProblems(broken).join('\n')).toContain(problem)
  })
})

describe('what the handlers count', () => {
  const root = fileURLToPath(new URL('../../functions', import.meta.url))
  const code = globSync('**/*.ts', { cwd: root })
    .filter((file) => file !== 'metrics.ts')
    .map((file) => readFileSync(`${root}/${file}`, 'utf8'))
    .join('\n')

  it.each(METRIC_NAMES)('%s is counted somewhere: an alarm on it can ring', (name) => {
    expect(code).toMatch(new RegExp(`'${name}'|\\b${name}:`))
  })
})

describe('roles', () => {
  it('may be taken on by whom it is written, and by nobody else', () => {
    expect(trustProblems(deployment)).toEqual([])
  })

  const trust = ['AssumeRolePolicyDocument', 'Statement', 0] as const
  it.each<readonly [string, Deployment, string]>([
    [
      'Scheduler’s by nobody',
      planted('AWS::IAM::Role', 'SweepRole', [...trust, 'Principal', 'Service'], 'nobody'),
      'Sweep trusts nobody',
    ],
    [
      'Scheduler’s by every account',
      planted('AWS::IAM::Role', 'SweepRole', [...trust, 'Condition'], undefined),
      'Sweep trusts scheduler.amazonaws.com',
    ],
    [
      'a function’s by everybody',
      planted('AWS::IAM::Role', 'SendRole', [...trust, 'Principal'], { AWS: '*' }),
      'Send trusts {',
    ],
    [
      'a function’s by another service',
      planted('AWS::IAM::Role', 'ReactRole', [...trust, 'Principal', 'Service'], 'ec2.amazonaws.com'),
      'React trusts ec2',
    ],
  ])('would be seen: %s', (_what, broken, problem) => {
    expect(trustProblems(broken).join('\n')).toContain(problem)
  })
})
