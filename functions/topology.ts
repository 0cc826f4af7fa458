/**
 * How the handlers hang together, as plain data: queues, event sources, retries, filters. The local host runs it and the
 * infrastructure builds it, so that the two cannot drift apart. Times are seconds, as AWS states them.
 */

import type { Channel } from '#engagement/model/channels.ts'
import { SEND_QUEUES, type SendQueueFacts } from './send-queues.ts'
import { TRIES } from './tries.ts'

export type FunctionName = 'seed' | 'ingest' | 'react' | 'wake' | 'relay' | 'send' | 'record' | 'preferences'

export interface FunctionFacts {
  /** Seconds after which an invocation is given up. */
  readonly timeout: number
}

export const FUNCTIONS: { readonly [name in FunctionName]: FunctionFacts } = {
  /** Deployment only: publishes the catalogue that came with it. */
  seed: { timeout: 60 },
  ingest: { timeout: 30 },
  /** Short, so that a customer whose events fail is not blocked for long. */
  react: { timeout: 10 },
  wake: { timeout: 50 },
  relay: { timeout: 30 },
  send: { timeout: 30 },
  record: { timeout: 30 },
  preferences: { timeout: 10 },
}

export interface QueueFacts {
  /** A FIFO queue's name carries the suffix `.fifo` on AWS. */
  readonly name: string
  readonly fifo: boolean
  /** Who consumes it. */
  readonly handler: 'ingest' | 'react' | 'send' | 'record'
  /** Environment variable in which producers find its URL. */
  readonly url: string
  /** Environment variable in which its handler finds the URL of its dead letters. */
  readonly deadLetterUrl: string
  readonly batchSize: number
  /** Tries before a message goes to the dead letters, as its handler counts them. */
  readonly tries: number
  /** Receives after which the queue itself does so, whatever the handler says. */
  readonly maxReceiveCount: number
  /** Invocations at the same time: for the queues of senders, this is the pace. */
  readonly concurrency: number
}

/**
 * A queue counts receives: also of what stood behind a failing message of its group, or was taken while no invocation was
 * free, and was never tried. So handlers count tries themselves, and this is only for what no handler ever sees the end of:
 * the most that SQS allows, sixteen hours of receives at a minute each.
 */
const BACKSTOP = 1_000

/** Invocations at the same time for each class of a channel. */
const PACE: { readonly [channel in Channel]: number } = { email: 4, sms: 2, line: 2, webhook: 2, hand_over: 2 }

const sendQueue = ({ name, url, deadLetterUrl, channel }: SendQueueFacts): QueueFacts => ({
  name,
  fifo: false,
  handler: 'send',
  url,
  deadLetterUrl,
  batchSize: 10,
  tries: TRIES.send,
  maxReceiveCount: BACKSTOP,
  concurrency: PACE[channel],
})

export const QUEUES: readonly QueueFacts[] = [
  {
    name: 'ingest',
    fifo: false,
    handler: 'ingest',
    url: 'INGEST_QUEUE_URL',
    deadLetterUrl: 'INGEST_DLQ_URL',
    batchSize: 10,
    tries: TRIES.ingest,
    maxReceiveCount: BACKSTOP,
    concurrency: 4,
  },
  {
    name: 'react',
    fifo: true,
    handler: 'react',
    url: 'REACT_QUEUE_URL',
    deadLetterUrl: 'REACT_DLQ_URL',
    batchSize: 10,
    tries: TRIES.react,
    maxReceiveCount: BACKSTOP,
    concurrency: 8,
  },
  ...SEND_QUEUES.map(sendQueue),
  {
    name: 'feedback',
    fifo: false,
    handler: 'record',
    url: 'FEEDBACK_QUEUE_URL',
    deadLetterUrl: 'FEEDBACK_DLQ_URL',
    batchSize: 10,
    tries: TRIES.record,
    maxReceiveCount: BACKSTOP,
    concurrency: 2,
  },
]

/** A message in flight comes back after this many seconds: six times its handler's timeout, as AWS advises. */
export const visibilityOf = (queue: QueueFacts): number => 6 * FUNCTIONS[queue.handler].timeout

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
export const STREAM = {
  /** Environment variable in which relay finds the URL of its dead letters. */
  deadLetterUrl: 'RELAY_DLQ_URL',
  batchSize: 100,
  maximumRetryAttempts: 8,
  bisectOnError: true,
  /** Where records go that relay cannot take. */
  onFailure: 'relay-dlq',
  /**
   * Any of these: a message to pass on, an event that we raised. Nothing else wakes relay; a removed item has no new image.
   * By what the record holds alone: whether it is news is for relay to read (stream-record.ts).
   */
  filters: [
    { dynamodb: { NewImage: { status: { S: ['planned'] } } } },
    { dynamodb: { NewImage: { emitted: { BOOL: [true] } } } },
  ],
} as const

/** The customers' pages: below these paths preferences answers, by GET what a link shows, by POST what it does. */
export const PAGES = {
  paths: ['/u/{token}', '/preferences/{token}'],
  methods: ['GET', 'POST'],
} as const

/** Scheduler -> wake. */
export const WAKE = { rate: 'rate(1 minute)', seconds: 60 } as const
