import { EventSourceMapping, FilterCriteria, StartingPosition } from 'aws-cdk-lib/aws-lambda'
import type { StreamTrigger } from '#functions/function-facts.ts'
import type { QueueFacts } from '#functions/topology.ts'
import { constructId } from '../construct-id.ts'
import type { EngagementData } from '../engagement-data.ts'
import type { Queues } from '../queues.ts'
import type { EngagementFunction } from './engagement-function.ts'
import { keyPermission, mayConsume } from './permissions.ts'

/** Batches of a queue, as topology.ts says; what failed of a batch comes back, the rest is done. */
export function consume(consumer: EngagementFunction, facts: QueueFacts, queues: Queues, pace: Pace = facts): void {
  const queue = queues.get(facts.name)
  consumer.allow(mayConsume(queue))
  new EventSourceMapping(consumer, `From${constructId(facts.name)}`, {
    target: consumer.function,
    eventSourceArn: queue.queueArn,
    batchSize: pace.batchSize,
    maxConcurrency: pace.concurrency,
    reportBatchItemFailures: true,
  })
}
export type Pace = Pick<QueueFacts, 'batchSize' | 'concurrency'>

/** The table's stream, from its beginning: nothing that was written before this existed is passed over. */
export function follow(
  follower: EngagementFunction,
  trigger: StreamTrigger,
  data: EngagementData,
  queues: Queues,
): void {
  const deadLetters = queues.get(trigger.onFailure)
  const { streamArn, tableKey } = data
  follower.allow(
    {
      actions: ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map(
        (action) => `dynamodb:${action}`,
      ),
      resources: [streamArn],
    },
    ...(tableKey === undefined ? [] : [keyPermission(tableKey, 'dynamodb')]),
  )
  new EventSourceMapping(follower, 'FromTable', {
    target: follower.function,
    eventSourceArn: streamArn,
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize: trigger.batchSize,
    retryAttempts: trigger.maximumRetryAttempts,
    // No answers for part of a batch: with one, Lambda would halve at the place that it names.
    bisectBatchOnError: trigger.bisectOnError,
    // Sending there is granted beside the variable with its URL.
    onFailure: { bind: () => ({ destination: deadLetters.queueArn }) },
    filters: trigger.filters.map((filter) => FilterCriteria.filter({ ...filter })),
  })
}
