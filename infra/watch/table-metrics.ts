import { Duration } from 'aws-cdk-lib'
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch'

/** DynamoDB's own metrics of one table, by name, so that an existing table has them too. */
export const tableMetric = (tableName: string, metricName: string, operation?: string): Metric =>
  new Metric({
    namespace: 'AWS/DynamoDB',
    metricName,
    dimensionsMap: { TableName: tableName, ...(operation === undefined ? {} : { Operation: operation }) },
    statistic: Stats.SUM,
    period: Duration.minutes(5),
  })
