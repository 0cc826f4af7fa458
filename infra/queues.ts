import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import { deadLettersOf, QUEUES, type QueueFacts, STREAM, visibilityOf } from '#functions/topology.ts'
import { constructId } from './construct-id.ts'

/** The queues of topology.ts by name, dead letters included. */
export interface Queues {
  /** Throws where topology.ts names no such queue. */
  get(name: string): Queue
}

/** Each queue with its dead letters beside it, which wait fourteen days for somebody to look. */
export function createQueues(scope: Construct): Queues {
  const queues = new Map<string, Queue>()
  for (const facts of QUEUES) {
    const deadLetters = deadLetterQueue(scope, deadLettersOf(facts), facts.fifo)
    queues.set(deadLettersOf(facts), deadLetters)
    queues.set(facts.name, workQueue(scope, facts, deadLetters))
  }
  queues.set(STREAM.onFailure, deadLetterQueue(scope, STREAM.onFailure, false))
  return {
    get: (name) => {
      const queue = queues.get(name)
      if (queue === undefined) throw new Error(`topology.ts names no queue "${name}"`)
      return queue
    },
  }
}

function workQueue(scope: Construct, facts: QueueFacts, deadLetters: Queue): Queue {
  return new Queue(scope, constructId(facts.name), {
    ...(facts.fifo ? { fifo: true } : {}),
    visibilityTimeout: Duration.seconds(visibilityOf(facts)),
    retentionPeriod: Duration.days(14),
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: facts.maxReceiveCount },
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
  })
}

/** Kept when the stack goes: what is in it was not dealt with. */
function deadLetterQueue(scope: Construct, name: string, fifo: boolean): Queue {
  return new Queue(scope, constructId(name), {
    ...(fifo ? { fifo: true } : {}),
    retentionPeriod: Duration.days(14),
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    removalPolicy: RemovalPolicy.RETAIN,
  })
}
