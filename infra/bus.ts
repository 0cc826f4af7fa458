import { Duration } from 'aws-cdk-lib'
import { Archive, EventBus, Match, Rule } from 'aws-cdk-lib/aws-events'
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets'
import { type IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import { OWN_SOURCE } from '#functions/topology.ts'

/** Our own bus: everything on it is archived for fourteen days; all but what we raised ourselves goes to ingest. */
export function createBus(scope: Construct, ingest: IQueue): EventBus {
  const bus = new EventBus(scope, 'Bus')
  new Archive(scope, 'Archive', {
    sourceEventBus: bus,
    retention: Duration.days(14),
    eventPattern: { account: Match.exists() },
  })
  new Rule(scope, 'ToIngest', {
    eventBus: bus,
    eventPattern: { source: Match.anythingBut(OWN_SOURCE) },
    targets: [
      new SqsQueue(ingest, {
        deadLetterQueue: undeliverable(scope),
        retryAttempts: 185,
        maxEventAge: Duration.hours(24),
      }),
    ],
  })
  return bus
}

/** For events that the bus cannot hand to ingest. Under a customer-managed key a rule's dead letters vanish without a word. */
function undeliverable(scope: Construct): Queue {
  return new Queue(scope, 'ToIngestDlq', {
    retentionPeriod: Duration.days(14),
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
  })
}
