import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  PutItemCommand,
  paginateScan,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb'
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTable } from '#adapters/aws/dynamodb/create-table.ts'
import { TABLE } from '#adapters/aws/dynamodb/table-definition.ts'
import { FixedClock } from '#adapters/memory/fixed-clock.ts'
import { MemoryProvider } from '#adapters/memory/memory-provider.ts'
import { MemoryReactQueue, MemorySendQueue } from '#adapters/memory/memory-queues.ts'
import type { Workflow } from '#engagement/model/workflow.ts'
import { connectStores } from '#functions/connect/stores.ts'
import { wire } from '#functions/wiring.ts'
import { type DynamoDbEngine, startDynamoDbEngine } from '#local/dynamodb-engine/dynamodb-engine.ts'
import { StreamPoller } from '#local/event-sources/stream-poller.ts'
import { timerIndex } from '#local/event-sources/timer-index.ts'
import { openDatabase } from '#local/store/database.ts'
import type { ReactMessage } from '#stages/ports/react-queue.ts'
import { edgeBench, sqsEvent, sqsRecord } from '#tests/unit/functions/edge-bench.ts'
import { catalogue, workflow } from './catalogue-samples.ts'
import { localClient } from './stores-under-test.ts'

const SECRET = 'a secret of thirty-two characters'
const HOUR = 3_600_000

/** An hour after a payment failed. */
const HELP: Workflow = {
  ...workflow('payment-help', 'v1'),
  steps: {
    '1': { kind: 'wait', id: '1', for: { ms: HOUR }, next: '2' },
    '2': { kind: 'send', id: '2', message: 'help', channels: ['email'], urgent: true, renews: {} },
  },
  messages: {
    help: {
      en: {
        locale: 'en',
        subject: 'About your payment',
        html: { frame: '<p>Hello</p>', parts: {} },
        text: { frame: 'Hello', parts: {} },
        requires: [],
        addresses: [],
      },
    },
  },
}

/** `aws dynamodb <command> ...` lines of the runbook's section, with their options. */
function runbookCommands(): readonly {
  readonly name: string
  readonly options: { readonly [name: string]: string }
}[] {
  const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8')
  const section = runbook.slice(
    runbook.indexOf('## Restoring the table'),
    runbook.indexOf('## Publishing and going back'),
  )
  return [...section.matchAll(/^aws dynamodb (update-[\w-]+) (.+)$/gm)].map(([, name = '', rest = '']) => ({
    name,
    options: Object.fromEntries(
      [...rest.matchAll(/--([\w-]+) ?("[^"]*"|[^-\s]\S*)?/g)].map(([, key, value = '']) => [key, value]),
    ),
  }))
}

/** `StreamEnabled=true,StreamViewType=NEW_IMAGE`, as the command line reads it. */
const shorthand = (text: string): { readonly [name: string]: unknown } =>
  Object.fromEntries(
    text.split(',').map((part) => {
      const [name = '', value = ''] = part.split('=')
      return [name, value === 'true' ? true : value]
    }),
  )

/** What DynamoDB makes of a table at a point in time: its items and keys, no stream, no expiry. */
async function restore(client: DynamoDBClient, from: string, to: string): Promise<void> {
  const { Table: source } = await client.send(new DescribeTableCommand({ TableName: from }))
  await client.send(
    new CreateTableCommand({
      TableName: to,
      KeySchema: source?.KeySchema,
      AttributeDefinitions: source?.AttributeDefinitions,
      BillingMode: 'PAY_PER_REQUEST',
    }),
  )
  for await (const { Items = [] } of paginateScan({ client }, { TableName: from }))
    for (const Item of Items) await client.send(new PutItemCommand({ TableName: to, Item }))
}

/** The runbook's own commands, on the engine. What the engine does not know is a command of AWS about backups only. */
async function putOnWhatARestoreLeavesOut(client: DynamoDBClient, TableName: string): Promise<void> {
  for (const { name, options } of runbookCommands()) {
    const stream = options['stream-specification']
    const expiry = options['time-to-live-specification']
    if (name === 'update-table' && stream !== undefined)
      // The command line's own spelling of the same structure.
      await client.send(new UpdateTableCommand({ TableName, StreamSpecification: shorthand(stream) as never }))
    if (name === 'update-time-to-live' && expiry !== undefined)
      await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: shorthand(expiry) as never }))
  }
}

describe('the table at another point in time', () => {
  let engine: DynamoDbEngine
  let client: DynamoDBClient
  let folder: string
  beforeAll(async () => {
    engine = await startDynamoDbEngine()
    client = localClient(engine.endpoint)
    folder = await mkdtemp(join(tmpdir(), 'beforehand-restore-'))
  })
  afterAll(async () => {
    client.destroy()
    await engine.stop()
    await rm(folder, { recursive: true })
  })

  const clock = new FixedClock('2026-11-24T03:00:00Z')
  const provider = new MemoryProvider()

  /** Everything over one table, with the relay on its stream. */
  async function over(tableName: string) {
    const env = {
      TABLE_NAME: tableName,
      ADDRESS_SECRET: SECRET,
      CUSTOMER_ID_SECRET: SECRET,
      LINK_SECRET: SECRET,
      PUBLIC_URL: 'https://pages.example.jp',
      FEEDBACK_TOPIC_ARN: 'arn:aws:sns:ap-northeast-1:111122223333:feedback',
      AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    }
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' })
    const stores = connectStores(env, clock, 'wire')
    const reactQueue = new MemoryReactQueue()
    const sendQueue = new MemorySendQueue()
    const eventBus = { publish: async (): Promise<void> => {} }
    const handlers = wire(env, clock, { ...edgeBench(), stores, reactQueue, sendQueue, eventBus, provider })
    const { Table: table } = await client.send(new DescribeTableCommand({ TableName: tableName }))
    const database = openDatabase(join(folder, tableName))
    const stream = new StreamPoller({
      client: new DynamoDBStreamsClient({
        endpoint: engine.endpoint,
        region: 'us-east-1',
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      }),
      streamArn: table?.LatestStreamArn ?? '',
      database,
      // Nothing fails here; a letter would be a fault of the test.
      queues: {
        send: () => {
          throw new Error('a record was put aside')
        },
      } as never,
      timers: timerIndex(database),
      handler: handlers.relay,
      report: () => {},
    })
    const groupOf = (message: ReactMessage): string =>
      message.kind === 'event' ? message.event.customerId : message.timer.customerId
    /** What is due now, until nothing is left. */
    const settle = async (): Promise<void> => {
      await handlers.wake({})
      for (;;) {
        const waiting = reactQueue.take()
        if (waiting.length > 0)
          await handlers.react(sqsEvent(...waiting.map((message, n) => sqsRecord(`r-${n}`, message, groupOf(message)))))
        await stream.drain()
        const requests = sendQueue.take()
        if (requests.length > 0)
          await handlers.send(sqsEvent(...requests.map((request, n) => sqsRecord(`s-${n}`, request))))
        if (waiting.length === 0 && requests.length === 0) return
      }
    }
    const tell = async (id: string, userId: string, name: string, detail: object): Promise<void> => {
      const event = { 'detail-type': name, source: 'shop', detail: { messageId: id, userId, ...detail } }
      await handlers.ingest(sqsEvent(sqsRecord(id, event)))
      await settle()
    }
    return { stores, settle, tell, close: () => database.close() }
  }

  it('goes on where it was: whoever waited then is written to once, and is not asked to be known again', async () => {
    await createTable(client, 'before')
    const before = await over('before')
    await before.stores.catalogue.publish(catalogue([HELP]))
    await before.tell('i-1', 'hana', 'identify', { traits: { email: 'hana@example.jp', locale: 'en' } })
    await before.tell('p-1', 'hana', 'Payment Failed', { properties: { order_id: 'o-1' } })
    await restore(client, 'before', 'restored')
    await putOnWhatARestoreLeavesOut(client, 'restored')
    before.close()

    const after = await over('restored')
    await after.tell('p-1', 'hana', 'Payment Failed', { properties: { order_id: 'o-1' } })
    clock.advance(2 * HOUR)
    await after.settle()
    await after.settle()
    expect(provider.accepted.map(({ channel }) => channel)).toEqual(['email'])
    after.close()
  })

  it('has the stream and the expiry that the runbook’s commands put on, as our own table has them', async () => {
    const { Table: table } = await client.send(new DescribeTableCommand({ TableName: 'restored' }))
    expect(table?.StreamSpecification).toEqual({ StreamEnabled: true, StreamViewType: TABLE.streamView })
    const expiry = await client.send(new DescribeTimeToLiveCommand({ TableName: 'restored' }))
    expect(expiry.TimeToLiveDescription).toMatchObject({
      AttributeName: TABLE.ttlAttribute,
      TimeToLiveStatus: 'ENABLED',
    })
  })

  it('is given everything that a restore leaves out', () => {
    const named = runbookCommands().flatMap(({ options }) => Object.keys(options))
    for (const option of [
      'stream-specification',
      'time-to-live-specification',
      'point-in-time-recovery-specification',
      'deletion-protection-enabled',
    ])
      expect(named).toContain(option)
  })
})
