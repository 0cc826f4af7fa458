/**
 * How the handlers hang together, as plain data: what follows from each one's facts (facts.ts), and the bus, which is
 * nobody's own. The local host runs it and the infrastructure builds it, so that the two cannot drift apart. Times are
 * seconds, as AWS states them.
 */

import { FACTS, type StartedBy, startedBy } from './facts.ts'
import type { OwnQueue } from './function-facts.ts'
import { deadLetterVariable, urlVariable } from './queue-variables.ts'

export interface QueueFacts extends OwnQueue {
  /** Who consumes it. A FIFO queue's name carries the suffix `.fifo` on AWS. */
  readonly handler: StartedBy<'queues'>
  /** Environment variable in which producers find its URL. */
  readonly url: string
  /** Environment variable in which its handler finds the URL of its dead letters. */
  readonly deadLetterUrl: string
  readonly batchSize: number
  /** Tries before a message goes to the dead letters, as its handler counts them. */
  readonly tries: number
  /** Receives after which the queue itself puts a message with the dead letters, whatever the handler says. */
  readonly maxReceiveCount: number
}

/**
 * A queue counts receives: also of what stood behind a failing message of its group, or was taken while no invocation was
 * free, and was never tried. So handlers count tries themselves, and this is only for what no handler ever sees the end of:
 * the most that SQS allows, sixteen hours of receives at a minute each.
 */
const BACKSTOP = 1_000

/** Every queue, in the order of the flow. */
export const QUEUES: readonly QueueFacts[] = startedBy('queues').flatMap((handler) => {
  const { queues, batchSize, tries } = FACTS[handler].trigger
  return queues.map((queue) => ({
    ...queue,
    handler,
    url: urlVariable(queue.name),
    deadLetterUrl: deadLetterVariable(queue.name),
    batchSize,
    tries,
    maxReceiveCount: BACKSTOP,
  }))
})

/** The queues that a function consumes. */
export const queuesOf = (handler: string): readonly QueueFacts[] => QUEUES.filter((queue) => queue.handler === handler)

/** A message in flight comes back after this many seconds: six times its handler's timeout, as AWS advises. */
export const visibilityOf = (queue: QueueFacts): number => 6 * FACTS[queue.handler].timeout

/** Name of a queue's dead letters. */
export const deadLettersOf = (queue: Pick<QueueFacts, 'name'>): string => `${queue.name}-dlq`

/** The source under which events that we raise ourselves are put on the bus: the rule to ingest leaves them out. */
export const OWN_SOURCE = 'beforehand'

export const BUS = {
  name: 'beforehand',
  variable: 'EVENT_BUS_NAME',
  /** Everything passes ingest, but for what we raised. */
  toIngest: { source: [{ 'anything-but': [OWN_SOURCE] }] },
} as const

/** Where the bus puts what it cannot hand to ingest. */
export const RULE_DEAD_LETTERS = 'to-ingest-dlq'

/** DynamoDB stream -> relay. */
export const STREAM = FACTS.relay.trigger

/** Scheduler -> wake. */
export const WAKE = FACTS.wake.trigger
