import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { createTable } from '#adapters/aws/dynamodb/create-table.ts'
import { parseSesNotification } from '#engagement/outcome/ses-notification.ts'
import {
  BUS,
  deadLettersOf,
  FUNCTIONS,
  PAGES,
  QUEUES,
  RULE_DEAD_LETTERS,
  STREAM,
  visibilityOf,
  WAKE,
} from '#functions/topology.ts'
import { at } from '../deployment.ts'
import type { QueueWiring, Wiring } from './wiring.ts'

/** What the local host runs: topology.ts, the table that it creates, the pages that it answers, the feedback that record reads. */
export async function assumedWiring(): Promise<Wiring> {
  return {
    table: await createdTable(),
    timeouts: Object.fromEntries(Object.entries(FUNCTIONS).map(([name, { timeout }]) => [name, timeout])),
    queues: queues(),
    consumers: Object.fromEntries(
      QUEUES.map(({ name, handler, batchSize, concurrency }) => [
        name,
        { by: handler, batchSize, partial: true, concurrency, everything: true },
      ]),
    ),
    stream: {
      by: 'relay',
      batchSize: STREAM.batchSize,
      partial: false,
      retries: STREAM.maximumRetryAttempts,
      bisects: STREAM.bisectOnError,
      onFailure: STREAM.onFailure,
      filters: STREAM.filters,
    },
    rule: {
      pattern: BUS.toIngest,
      to: 'ingest',
      deadLetters: RULE_DEAD_LETTERS,
      whole: true,
      retries: 185,
      within: 86_400,
    },
    sweep: { rate: WAKE.rate, starts: 'wake', retries: 2, within: WAKE.seconds, repeats: 0 },
    pages: Object.fromEntries(
      PAGES.paths.flatMap((path) => PAGES.methods.map((method) => [`${method} ${path}`, 'preferences 2.0'])),
    ),
    feedback: {
      service: { fates: FATES.filter((fate) => !READING.has(fate)), wrapped: true, to: ['feedback'] },
      marketing: { fates: FATES, wrapped: true, to: ['feedback'] },
    },
  }
}

/** The commands by which the host creates its table. */
async function createdTable(): Promise<Wiring['table']> {
  const inputs: unknown[] = []
  const send = async ({ input }: { readonly input: unknown }): Promise<unknown> => {
    inputs.push(input)
    return { Table: { TableStatus: 'ACTIVE' } }
  }
  // Of the client, creating a table uses nothing but `send`.
  await createTable({ send } as unknown as DynamoDBClient, 'any')
  const created = inputs.find((input) => at(input, 'KeySchema') !== undefined)
  return {
    keys: at(created, 'KeySchema'),
    attributes: at(created, 'AttributeDefinitions'),
    indexes: at(created, 'GlobalSecondaryIndexes') ?? [],
    stream: at(created, 'StreamSpecification', 'StreamViewType'),
    expiry: at(
      inputs.find((input) => at(input, 'TimeToLiveSpecification') !== undefined),
      'TimeToLiveSpecification',
    ),
    billing: at(created, 'BillingMode'),
  }
}

/** Fourteen days, as the runbook says: the most that SQS keeps. */
const kept = { retention: 14 * 86_400 } as const

function queues(): { readonly [name: string]: QueueWiring } {
  const work = QUEUES.flatMap((queue): [string, QueueWiring][] => {
    const { name, fifo, maxReceiveCount } = queue
    const deadLetters = deadLettersOf(queue)
    return [
      [name, { ...kept, fifo, ownIds: fifo, visibility: visibilityOf(queue), maxReceiveCount, deadLetters }],
      [deadLetters, { ...kept, fifo, ownIds: fifo }],
    ]
  })
  const others = [STREAM.onFailure, RULE_DEAD_LETTERS].map((name): [string, QueueWiring] => [
    name,
    { ...kept, fifo: false, ownIds: false },
  ])
  return Object.fromEntries([...work, ...others])
}

/** https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html */
const SES_EVENTS = [
  'Send',
  'Reject',
  'Bounce',
  'Complaint',
  'Delivery',
  'Open',
  'Click',
  'Rendering Failure',
  'DeliveryDelay',
  'Subscription',
]
/** Asked of marketing only: nobody is watched reading about their own parcel. */
const READING: ReadonlySet<string> = new Set(['Open', 'Click'])

/** What record reads, but for `Send`: what SES took, its answer said already. */
export const FATES = SES_EVENTS.filter(
  (eventType) => eventType !== 'Send' && parseSesNotification({ eventType, mail: {} }).kind !== 'ignored',
).toSorted()
