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

  /** Percent of the mails taken by providers, over a day; nought below `least` mails, where one says little. */
  shareOfSent(metricName: 'Bounced' | 'Complained', least: number): MathExpression {
    return new MathExpression({
      label: `${metricName}, % of sent`,
      expression: `IF(FILL(sent, 0) >= ${least}, 100 * FILL(part, 0) / sent, 0)`,
      usingMetrics: { sent: this.total('Sent', 1440), part: this.total(metricName, 1440) },
      period: Duration.days(1),
    })
  }

  #metric(metricName: MetricName, statistic: string, minutes: number): Metric {
    return new Metric({ namespace: this.#namespace, metricName, statistic, period: Duration.minutes(minutes) })
  }
}
