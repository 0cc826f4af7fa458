import { Validations } from 'aws-cdk-lib'
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { EventSourceMapping, FilterCriteria, StartingPosition } from 'aws-cdk-lib/aws-lambda'
import { type QueueFacts, STREAM } from '#functions/topology.ts'
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
export function follow(relay: EngagementFunction, data: EngagementData, queues: Queues): void {
  const deadLetters = queues.get(STREAM.onFailure)
  const { table, streamArn, tableKey } = data
  relay.allow(
    {
      actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      resources: [streamArn],
    },
    ...(tableKey === undefined ? [] : [keyPermission(tableKey, 'dynamodb')]),
  )
  const listing = mayListStreams(relay, table.tableArn)
  const mapping = new EventSourceMapping(relay, 'FromTable', {
    target: relay.function,
    eventSourceArn: streamArn,
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize: STREAM.batchSize,
    retryAttempts: STREAM.maximumRetryAttempts,
    bisectBatchOnError: STREAM.bisectOnError,
    reportBatchItemFailures: true,
    // Sending there is granted beside the variable with its URL.
    onFailure: { bind: () => ({ destination: deadLetters.queueArn }) },
    filters: STREAM.filters.map((filter) => FilterCriteria.filter({ ...filter })),
  })
  mapping.node.addDependency(listing)
}

/** Lambda asks for the table's streams when it is told to follow one; an answer to that is about all of them. */
function mayListStreams(relay: EngagementFunction, tableArn: string): Policy {
  const policy = new Policy(relay, 'ListStreams', {
    statements: [new PolicyStatement({ actions: ['dynamodb:ListStreams'], resources: [`${tableArn}/stream/*`] })],
    roles: [relay.role],
  })
  Validations.of(policy).acknowledge({
    id: 'AwsSolutions-IAM5',
    reason: 'Streams of this one table: ListStreams knows no narrower resource.',
  })
  return policy
}
