import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { Hono } from 'hono'
import { createTable } from '#adapters/aws/dynamodb/create-table.ts'
import { parseSesNotification } from '#adapters/feedback/ses-notification.ts'
import { FACTS, FUNCTION_NAMES, startedBy } from '#functions/facts.ts'
import { BUS, deadLettersOf, QUEUES, RULE_DEAD_LETTERS, STREAM, visibilityOf, WAKE } from '#functions/topology.ts'
import { variablesOf } from '#functions/variables.ts'
import { gateway } from '#local/aws/gateway.ts'
import { at } from '../deployment.ts'
import type { QueueWiring, Wiring } from './wiring.ts'

/** What the local host runs: facts.ts, topology.ts, the table that it creates, the pages that it answers, the feedback that record reads. */
export async function assumedWiring(): Promise<Wiring> {
  return {
    table: await createdTable(),
    functions: Object.fromEntries(
      FUNCTION_NAMES.map((name) => {
        const { timeout, memory } = FACTS[name]
        return [name, { timeout, memory, variables: variablesOf(name).toSorted() }]
      }),
    ),
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
    pages: await answeredPages(),
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

const ASKED = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/** What the host's own gateway passes on to a function, by asking it in every way. */
async function answeredPages(): Promise<Wiring['pages']> {
  const answering = startedBy('http').map((name) => [
    name,
    async (event: unknown) => ({ statusCode: 200, body: `${at(event, 'routeKey')}\n${name} ${at(event, 'version')}` }),
  ])
  const app = new Hono()
  // One for each of their names.
  const handlers = Object.fromEntries(answering) as Parameters<typeof gateway>[1]['handlers']
  gateway(app, { handlers, clock: { now: () => 0 } })
  app.onError(() => new Response(null, { status: 405 }))
  const paths = new Set(app.routes.map(({ path }) => path.replace('*', 'any')))
  const answers = [...paths].flatMap((path) => ASKED.map((method) => app.request(path, { method })))
  const passed = (await Promise.all(answers)).filter(({ ok }) => ok)
  const told = await Promise.all(passed.map(async (answer) => (await answer.text()).split('\n')))
  return Object.fromEntries(told)
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
