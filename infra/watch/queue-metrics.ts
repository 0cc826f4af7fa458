import { Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch'
import { CfnQueue, type Queue } from 'aws-cdk-lib/aws-sqs'

/**
 * SQS's own metrics of one queue, by its name as text. By reference, the engine's stack would export every name to the
 * edge's, and CloudFormation refuses to remove a queue while another stack holds its export.
 */
export const queueMetric = (queue: Queue, metricName: string, options: MetricOptions): Metric =>
  new Metric({ namespace: 'AWS/SQS', metricName, dimensionsMap: { QueueName: nameOf(queue) }, ...options })

function nameOf({ node }: Queue): string {
  const { defaultChild: queue } = node
  if (queue instanceof CfnQueue && queue.queueName !== undefined) return queue.queueName
  throw new Error(`${node.path} has no name of its own`)
}
