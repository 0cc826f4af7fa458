import { Stack } from 'aws-cdk-lib'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import type { Construct } from 'constructs'
import { domainProblem } from '../domain.ts'
import { SetupError } from '../setup-error.ts'

export interface AlarmProps {
  /** A topic that exists; CloudWatch must be allowed to publish to it. Without it, one is made. */
  readonly topic?: ITopic | Topic
  /** Hears of every alarm, once the subscription is confirmed. */
  readonly email?: string
}

/** Where every alarm is heard. */
export function alarmTopic(scope: Construct, key: IKey, { topic: given, email }: AlarmProps): ITopic | Topic {
  const topic = given ?? createTopic(scope, key)
  if (email === undefined) return topic
  const at = email.lastIndexOf('@')
  if (at < 1 || domainProblem(email.slice(at + 1)) !== undefined)
    throw new SetupError(`alarms.email: "${email}" is not an address.`)
  topic.addSubscription(new EmailSubscription(email))
  return topic
}

function createTopic(scope: Construct, key: IKey): Topic {
  const topic = new Topic(scope, 'Alarms', { masterKey: key, enforceSSL: true })
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: 'Alarms',
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  )
  return topic
}
