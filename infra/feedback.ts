import type { IKey } from 'aws-cdk-lib/aws-kms'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import type { Construct } from 'constructs'
import type { Queues } from './queues.ts'

/** SES -> topic -> queue: EventBridge's way is best effort, and a bounce must not be missed. */
export function createFeedback(scope: Construct, key: IKey, queues: Queues): Topic {
  const topic = new Topic(scope, 'Feedback', { masterKey: key, enforceSSL: true })
  topic.addSubscription(new SqsSubscription(queues.get('feedback'), { deadLetterQueue: queues.get('feedback-dlq') }))
  return topic
}
