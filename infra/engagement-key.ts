import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Key } from 'aws-cdk-lib/aws-kms'
import type { Construct } from 'constructs'
import type { Standing } from './standing.ts'

/** Services that write to our encrypted topics: feedback of mails, alarms. */
const WRITERS = ['ses.amazonaws.com', 'cloudwatch.amazonaws.com'] as const

/** The key of table, topics and secrets. It outlives its stack where the data does, or nobody could read them. */
export function createKey(scope: Construct, { removalPolicy }: Standing): Key {
  const key = new Key(scope, 'Key', {
    description: 'Beforehand: table, topics and secrets',
    enableKeyRotation: true,
    removalPolicy,
    ...(removalPolicy === RemovalPolicy.DESTROY ? { pendingWindow: Duration.days(7) } : {}),
  })
  // SNS itself names the topic whenever it uses a key; not every service says for which account it publishes. Who may
  // publish, and for whom, is each topic's own policy.
  const ownTopics = Stack.of(scope).formatArn({ service: 'sns', resource: '*' })
  for (const service of WRITERS) {
    key.addToResourcePolicy(
      new PolicyStatement({
        sid: `TopicsFor${service.split('.')[0]}`,
        principals: [new ServicePrincipal(service)],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
        conditions: { ArnLike: { 'kms:EncryptionContext:aws:sns:topicArn': ownTopics } },
      }),
    )
  }
  return key
}
