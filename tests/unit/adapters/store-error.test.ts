import { createServer, type Server } from 'node:http'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { afterEach, describe, expect, it } from 'vitest'
import { createDynamoDbStores } from '#adapters/aws/dynamodb/dynamodb-stores.ts'
import { FixedClock } from '#adapters/memory/fixed-clock.ts'
import { PermanentError, TransientError } from '#engagement/errors.ts'
import { commitOf, entry, HANA, NOW, newcomer } from '#tests/contracts/state-samples.ts'

const stops: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

/** A store that answers each transaction and each read with this. */
async function answering(status: number, error: { readonly __type: string } & Record<string, unknown>) {
  const server: Server = createServer((request, response) => {
    request.resume().on('end', () => {
      const target = String(request.headers['x-amz-target'])
      // The number of shards is read before the first commit.
      const body = target.endsWith('GetItem') ? {} : error
      response
        .writeHead(body === error ? status : 200, { 'content-type': 'application/x-amz-json-1.0' })
        .end(JSON.stringify(body))
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  stops.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return stores(typeof address === 'object' && address !== null ? address.port : 0)
}

function stores(port: number) {
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'local',
    credentials: { accessKeyId: 'x', secretAccessKey: 'y' },
    maxAttempts: 1,
  })
  return createDynamoDbStores({ client, tableName: 'table', clock: new FixedClock(NOW), secret: 's', timelineMs: 1 })
}

const TYPE = 'com.amazonaws.dynamodb.v20120810#'
const commit = commitOf(undefined, newcomer(), { entries: [entry('m-1')] })
const failureOf = async (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('a failure of the store', () => {
  it.each([
    [400, 'ProvisionedThroughputExceededException'],
    [400, 'ThrottlingException'],
    [400, 'AccessDeniedException'],
    [500, 'InternalServerError'],
    [503, 'ServiceUnavailable'],
  ])('%i %s is worth a retry', async (status, name) => {
    const error = await failureOf((await answering(status, { __type: TYPE + name })).customers.load(HANA))
    expect(error).toBeInstanceOf(TransientError)
    expect(error).toMatchObject({ code: 'store-unavailable' })
  })

  it('that calls the request invalid is for good', async () => {
    const error = await failureOf(
      (await answering(400, { __type: 'com.amazon.coral.validate#ValidationException' })).customers.commit(commit),
    )
    expect(error).toBeInstanceOf(PermanentError)
    expect(error).toMatchObject({
      code: 'store-refuses',
      cause: expect.objectContaining({ name: 'ValidationException' }),
    })
  })

  it('to answer at all is worth a retry', async () => {
    const error = await failureOf(stores(9).customers.load(HANA))
    expect(error).toBeInstanceOf(TransientError)
    expect(error).toMatchObject({ code: 'store-away' })
  })
})

describe('a cancelled transaction', () => {
  const cancelled = async (...codes: readonly string[]) => {
    const CancellationReasons = codes.map((Code) => ({ Code, Message: Code }))
    return (
      await answering(400, { __type: `${TYPE}TransactionCanceledException`, Message: 'cancelled', CancellationReasons })
    ).customers.commit(commit)
  }

  it('by another transaction at the same time is a conflict', async () => {
    expect(await cancelled('None', 'TransactionConflict')).toEqual({ kind: 'conflict' })
  })

  it('by its marker is a duplicate, whatever else failed', async () => {
    expect(await cancelled('ConditionalCheckFailed', 'ConditionalCheckFailed')).toEqual({ kind: 'duplicate' })
  })

  it('by throttling is worth a retry', async () => {
    const error = await failureOf(cancelled('None', 'ThrottlingError'))
    expect(error).toBeInstanceOf(TransientError)
    expect(error).toMatchObject({ code: 'store-throttled' })
  })

  it('by a write that is invalid is for good', async () => {
    const error = await failureOf(cancelled('None', 'ValidationError'))
    expect(error).toBeInstanceOf(PermanentError)
    expect(error).toMatchObject({ code: 'store-refuses' })
  })
})
