import {
  ConditionalCheckFailedException,
  DescribeTableCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb'
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { parseStreamRecord, parseTimerRecord } from '#adapters/aws/dynamodb/stream-record.ts'
import { FixedClock } from '#adapters/memory/fixed-clock.ts'
import { catalogue, noise, workflow } from './catalogue-samples.ts'
import { commitOf, entry, event, HANA, message, NOW, newcomer } from './state-samples.ts'
import { OnEngine } from './stores-under-test.ts'

/** What we count on of any engine that speaks DynamoDB: true of the real one, checked here for the embedded one. */
const place = new OnEngine()
let client: DynamoDBClient
let TableName: string
let stores: Awaited<ReturnType<OnEngine['table']>>['stores']
beforeAll(() => place.start())
afterAll(() => place.stop())
beforeEach(async () => {
  ;({ client, tableName: TableName, stores } = await place.table(new FixedClock(NOW)))
})

const key = (PK: string, SK: string) => ({ PK: { S: PK }, SK: { S: SK } })
const transact = (...TransactItems: TransactWriteItem[]) =>
  client.send(new TransactWriteItemsCommand({ TransactItems, ReturnConsumedCapacity: 'TOTAL' }))
const failureOf = async (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('writes', () => {
  it('refuse by a condition and show what is there', async () => {
    const Item = { ...key('a', 'b'), h: { S: 'first' } }
    await client.send(new PutItemCommand({ TableName, Item }))
    const again = new PutItemCommand({
      TableName,
      Item: key('a', 'b'),
      ConditionExpression: 'attribute_not_exists(PK)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    })
    const error = await failureOf(client.send(again))
    expect(error).toBeInstanceOf(ConditionalCheckFailedException)
    expect(error).toMatchObject({ Item })
  })

  it('of a transaction happen together or not at all, with a reason for each', async () => {
    await client.send(new PutItemCommand({ TableName, Item: { ...key('a', 'old'), h: { S: 'first' }, v: { N: '3' } } }))
    const error = await failureOf(
      transact(
        { Put: { TableName, Item: key('a', 'new') } },
        {
          Put: {
            TableName,
            Item: key('a', 'old'),
            ConditionExpression: 'attribute_not_exists(PK)',
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          },
        },
        {
          ConditionCheck: {
            TableName,
            Key: key('a', 'none'),
            ConditionExpression: 'v = :v',
            ExpressionAttributeValues: { ':v': { N: '3' } },
          },
        },
      ),
    )
    expect(error).toBeInstanceOf(TransactionCanceledException)
    const reasons = error instanceof TransactionCanceledException ? error.CancellationReasons : undefined
    expect(reasons?.map((reason) => reason.Code)).toEqual(['None', 'ConditionalCheckFailed', 'ConditionalCheckFailed'])
    expect(reasons?.[1]?.Item).toEqual({ ...key('a', 'old'), h: { S: 'first' }, v: { N: '3' } })
    expect((await client.send(new GetItemCommand({ TableName, Key: key('a', 'new') }))).Item).toBeUndefined()
  })

  it('of a transaction cost double, by the KB', async () => {
    const answer = await transact(
      { Put: { TableName, Item: key('a', 'small') } },
      { Put: { TableName, Item: { ...key('a', 'large'), z: { B: new Uint8Array(1_500) } } } },
      { Delete: { TableName, Key: key('a', 'gone') } },
    )
    expect(answer.ConsumedCapacity?.[0]?.CapacityUnits).toBe(2 + 4 + 2)
  })

  it('refuse more than 100 items, two writes of one item, and items above 400 KB as invalid', async () => {
    const many = Array.from({ length: 101 }, (_, n) => ({ Put: { TableName, Item: key('a', String(n)) } }))
    expect(await failureOf(transact(...many))).toMatchObject({ name: 'ValidationException' })
    const twice = [{ Put: { TableName, Item: key('a', 'b') } }, { Delete: { TableName, Key: key('a', 'b') } }]
    expect(await failureOf(transact(...twice))).toMatchObject({ name: 'ValidationException' })
    const large = new PutItemCommand({ TableName, Item: { ...key('a', 'b'), z: { B: new Uint8Array(401 * 1024) } } })
    expect(await failureOf(client.send(large))).toMatchObject({ name: 'ValidationException' })
  })
})

describe('reads', () => {
  it('are paged at 1 MB and see what was just written', async () => {
    for (let n = 0; n < 5; n++)
      await client.send(
        new PutItemCommand({ TableName, Item: { ...key('a', `b${n}`), z: { B: new Uint8Array(300_000) } } }),
      )
    const query = {
      TableName,
      ConsistentRead: true,
      KeyConditionExpression: 'PK = :p AND begins_with(SK, :s)',
      ExpressionAttributeValues: { ':p': { S: 'a' }, ':s': { S: 'b' } },
    }
    const first = await client.send(new QueryCommand(query))
    expect(first.Items?.length).toBeLessThan(5)
    const second = await client.send(new QueryCommand({ ...query, ExclusiveStartKey: first.LastEvaluatedKey }))
    expect([...(first.Items ?? []), ...(second.Items ?? [])].map((item) => item['SK']?.S)).toEqual([
      'b0',
      'b1',
      'b2',
      'b3',
      'b4',
    ])
  })

  it('see an item whose time to live is over until it is deleted', async () => {
    await client.send(new PutItemCommand({ TableName, Item: { ...key('a', 'b'), ttl: { N: '1' } } }))
    expect((await client.send(new GetItemCommand({ TableName, Key: key('a', 'b') }))).Item).toBeDefined()
  })
})

describe('the stream', () => {
  async function records() {
    const streams = new DynamoDBStreamsClient({
      endpoint: await endpointOf(client),
      region: 'local',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    })
    const { Table } = await client.send(new DescribeTableCommand({ TableName }))
    const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn: Table?.LatestStreamArn }))
    expect(StreamDescription?.StreamViewType).toBe('NEW_IMAGE')
    const found = []
    for (const { ShardId } of StreamDescription?.Shards ?? []) {
      const start = await streams.send(
        new GetShardIteratorCommand({ StreamArn: Table?.LatestStreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
      )
      found.push(...((await streams.send(new GetRecordsCommand({ ShardIterator: start.ShardIterator }))).Records ?? []))
    }
    streams.destroy()
    return found
  }

  it('shows planned messages and raised events, in order, and nothing else to the relay', async () => {
    const raised = event('raised-1', { name: 'Promise Broken', hops: 1, properties: { note: noise(2) } })
    await stores.customers.keep(HANA, entry('m-0'))
    const planning = {
      entries: [entry('m-1'), entry('raised-1', { event: raised, emitted: true })],
      messages: [{ message: message(), expect: 'absent' as const }],
    }
    await stores.customers.commit(commitOf(undefined, newcomer(), planning))
    await stores.customers.saveMessage(message('message-1', { status: 'held' }), ['planned'])
    await stores.customers.saveMessage(message('message-1', { attempt: 2, payload: { card: noise(2) } }), ['held'])
    await stores.catalogue.publish(catalogue([workflow('help', 'v1')]))
    const request = { customerId: HANA, messageId: 'message-1', channel: 'email', class: 'marketing' }
    expect((await records()).map(parseStreamRecord).filter((news) => news !== undefined)).toEqual([
      { kind: 'event-emitted', event: raised },
      { kind: 'message-planned', request: { ...request, attempt: 1 } },
      { kind: 'message-planned', request: { ...request, attempt: 2 } },
    ])
  })

  it('shows timers that were set and removed', async () => {
    const timer = { at: NOW, generation: 1, shard: 0 }
    const base = newcomer()
    await stores.customers.commit(commitOf(undefined, { ...base, head: { ...base.head, timer, timerGeneration: 1 } }))
    const stored = await stores.customers.load(HANA)
    if (stored === undefined) throw new Error('nothing is stored')
    const { timer: _, ...head } = stored.head
    await stores.customers.commit(commitOf(stored, { ...stored, head }))
    expect((await records()).map(parseTimerRecord).filter((change) => change !== undefined)).toEqual([
      { kind: 'set', timer: { customerId: HANA, ...timer } },
      { kind: 'removed', timer: { customerId: HANA, ...timer, at: 0 } },
    ])
  })
})

async function endpointOf(of: DynamoDBClient): Promise<string> {
  const endpoint = await of.config.endpoint?.()
  if (endpoint === undefined) throw new Error('a local client has an endpoint')
  return `${endpoint.protocol}//${endpoint.hostname}:${endpoint.port}`
}
