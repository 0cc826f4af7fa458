import { Duration } from 'aws-cdk-lib'
import { type EventBus, type EventPattern, type IEventBus, Rule } from 'aws-cdk-lib/aws-events'
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets'
import type { Construct } from 'constructs'
import { BUS, RULE_DEAD_LETTERS } from '#functions/topology.ts'
import type { Queues } from './queues.ts'

/** All but what we raised ourselves goes to ingest, tried for a day; what cannot be handed over waits for a person. */
export function createIngestRule(scope: Construct, bus: IEventBus | EventBus, queues: Queues): Rule {
  const eventPattern: EventPattern = {
    // CDK's type wants text only; EventBridge and CDK's own matchers take what topology.ts says.
    source: BUS.toIngest.source as unknown as string[],
  }
  return new Rule(scope, 'ToIngest', {
    description: 'Beforehand: everything to ingest, but for what it raised itself',
    eventBus: bus,
    eventPattern,
    targets: [
      new SqsQueue(queues.get('ingest'), {
        deadLetterQueue: queues.get(RULE_DEAD_LETTERS),
        retryAttempts: 185,
        maxEventAge: Duration.hours(24),
      }),
    ],
  })
}
