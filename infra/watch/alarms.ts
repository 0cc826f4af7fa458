import { Duration } from 'aws-cdk-lib'
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import type { ITopic, Topic } from 'aws-cdk-lib/aws-sns'
import type { Construct } from 'constructs'
import { constructId } from '../construct-id.ts'
import { ALARMS, type AlarmKind, runbookAnchor } from './alarm-texts.ts'

export interface Threshold {
  /** At this value and above. */
  readonly from: number
  /** Periods in a row; one where absent. */
  readonly periods?: number
  /** What silence means: `bad` where the metric is written whenever all is well. */
  readonly silence?: 'bad'
}

/** Alarms that all speak to one topic, each with where to read on. */
export class Alarms {
  readonly all: Alarm[] = []
  readonly #scope: Construct
  readonly #topic: ITopic | Topic

  constructor(scope: Construct, topic: ITopic | Topic) {
    this.#scope = scope
    this.#topic = topic
  }

  /** `of`: which queue or function, where there are several. */
  on(kind: AlarmKind, metric: IMetric, { from, periods = 1, silence }: Threshold, of = ''): Alarm {
    const alarm = new Alarm(this.#scope, constructId(`${kind} ${of}`), {
      alarmDescription: `${ALARMS[kind]}${of === '' ? '' : `: ${of}`}. Read docs/runbook.md#${runbookAnchor(kind)}.`,
      metric,
      threshold: from,
      evaluationPeriods: periods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: silence === 'bad' ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    })
    const action = new SnsAction(this.#topic)
    alarm.addAlarmAction(action)
    alarm.addOkAction(action)
    this.all.push(alarm)
    return alarm
  }
}

export const MINUTES_5 = { period: Duration.minutes(5) } as const
