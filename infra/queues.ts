import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib'
import {
  DeduplicationScope,
  FifoThroughputLimit,
  Queue,
  QueueEncryption,
  type RedriveAllowPolicy,
  RedrivePermission,
} from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import { deadLettersOf, QUEUES, type QueueFacts, RULE_DEAD_LETTERS, STREAM, visibilityOf } from '#functions/topology.ts'
import { constructId } from './construct-id.ts'
import type { Standing } from './standing.ts'

/** The queues of topology.ts by name, dead letters included. */
export interface Queues {
  /** Throws where topology.ts names no such queue. */
  get(name: string): Queue
  /** Every place for what fails: each should be empty. */
  readonly deadLetters: readonly Queue[]
}

/**
 * Each queue with its dead letters beside it, which wait fourteen days for somebody to look. Their names are
 * topology.ts's behind the deployment's: a handler of several queues tells them by the ARN. All are under SQS's own key:
 * under a customer-managed one a rule's dead letters vanish without a word.
 */
export function createQueues(scope: Construct, standing: Standing): Queues {
  const queues = new Map<string, Queue>()
  const deadLetters: Queue[] = []
  const deadLetterQueue = (name: string, fifo: boolean, of?: string): Queue => {
    const queue = createDeadLetterQueue(scope, { name, fifo, ...(of === undefined ? {} : { of }) }, standing)
    queues.set(name, queue)
    deadLetters.push(queue)
    return queue
  }
  for (const facts of QUEUES)
    queues.set(
      facts.name,
      createWorkQueue(scope, facts, deadLetterQueue(deadLettersOf(facts), facts.fifo, facts.name), standing),
    )
  deadLetterQueue(STREAM.onFailure, false)
  deadLetterQueue(RULE_DEAD_LETTERS, false)
  return {
    deadLetters,
    get: (name) => {
      const queue = queues.get(name)
      if (queue === undefined) throw new Error(`topology.ts names no queue "${name}"`)
      return queue
    },
  }
}

/** A FIFO queue's ids of groups and duplicates come from whoever sends: one customer is one group, at full throughput. */
const FIFO = {
  fifo: true,
  contentBasedDeduplication: false,
  deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
  fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
} as const

function createWorkQueue(scope: Construct, facts: QueueFacts, deadLetters: Queue, standing: Standing): Queue {
  return new Queue(scope, constructId(facts.name), {
    ...(facts.fifo ? FIFO : {}),
    queueName: queueName(facts.name, facts.fifo, standing),
    visibilityTimeout: Duration.seconds(visibilityOf(facts)),
    retentionPeriod: Duration.days(14),
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: facts.maxReceiveCount },
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    removalPolicy: RemovalPolicy.DESTROY,
  })
}

interface DeadLetterFacts {
  readonly name: string
  readonly fifo: boolean
  /** The queue that it belongs to; none where a rule or a stream writes there. */
  readonly of?: string
}

/**
 * Kept where data is kept: what is in it was not dealt with. Not when its own creation is rolled back: its name is fixed,
 * and an empty queue left behind would stop every further try with "already exists".
 */
function createDeadLetterQueue(scope: Construct, { name, fifo, of }: DeadLetterFacts, standing: Standing): Queue {
  const queue = new Queue(scope, constructId(name), {
    ...(fifo ? FIFO : {}),
    queueName: queueName(name, fifo, standing),
    retentionPeriod: Duration.days(14),
    redriveAllowPolicy: redriveFrom(scope, of === undefined ? undefined : queueName(of, fifo, standing)),
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    removalPolicy:
      standing.removalPolicy === RemovalPolicy.RETAIN
        ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
        : standing.removalPolicy,
  })
  if (of === undefined)
    Validations.of(queue).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'It is itself the place for dead letters: those of a stream or of a rule, which no queue names.',
    })
  return queue
}

/** By name, not by reference: the queue refers to its dead letters already. */
function redriveFrom(scope: Construct, name: string | undefined): RedriveAllowPolicy {
  if (name === undefined) return { redrivePermission: RedrivePermission.DENY_ALL }
  const arn = Stack.of(scope).formatArn({ service: 'sqs', resource: name })
  const source = Queue.fromQueueArn(scope, `SourceOf${constructId(name)}`, arn)
  return { redrivePermission: RedrivePermission.BY_QUEUE, sourceQueues: [source] }
}

const queueName = (name: string, fifo: boolean, standing: Standing): string =>
  `${standing.name}-${name}${fifo ? '.fifo' : ''}`
