import { Duration } from 'aws-cdk-lib'
import { MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch'
import type { MetricName } from '#functions/metrics.ts'
import { metricsNamespace } from '../metrics-namespace.ts'
import type { Standing } from '../standing.ts'

/** What the handlers count (functions/metrics.ts), as CloudWatch knows it. */
export class EngineMetrics {
  readonly #namespace: string

  constructor(standing: Pick<Standing, 'name'>) {
    this.#namespace = metricsNamespace(standing)
  }

  total(metricName: MetricName, minutes = 5): Metric {
    return this.#metric(metricName, Stats.SUM, minutes)
  }

  highest(metricName: MetricName, minutes = 5): Metric {
    return this.#metric(metricName, Stats.MAXIMUM, minutes)
  }

  /** Percent of the mails taken by SES, over a day; nought below `least` mails, where one says little. */
  shareOfMails(metricName: 'Bounced' | 'Complained', least: number): MathExpression {
    return new MathExpression({
      label: `${metricName}, % of mails`,
      expression: `IF(FILL(mails, 0) >= ${least}, 100 * FILL(part, 0) / mails, 0)`,
      usingMetrics: { mails: this.total('MailsSent', 1440), part: this.total(metricName, 1440) },
      period: Duration.days(1),
    })
  }

  /** How many were put off in `hours`, where more were put off than sent; else nought. */
  putOffMoreThanSent(metricName: 'Held' | 'Throttled', hours: number): MathExpression {
    return new MathExpression({
      label: `${metricName}, where more than sent`,
      expression: 'IF(FILL(off, 0) > FILL(sent, 0), FILL(off, 0), 0)',
      usingMetrics: { off: this.total(metricName, hours * 60), sent: this.total('Sent', hours * 60) },
      period: Duration.hours(hours),
    })
  }

  #metric(metricName: MetricName, statistic: string, minutes: number): Metric {
    return new Metric({ namespace: this.#namespace, metricName, statistic, period: Duration.minutes(minutes) })
  }
}
