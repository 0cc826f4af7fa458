import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams'
import { afterEach, describe, expect, it } from 'vitest'
import { STREAM } from '#functions/topology.ts'
import { type StreamParts, StreamPoller } from '#local/event-sources/stream-poller.ts'
import { streamPosition } from '#local/event-sources/stream-position.ts'
import { timerIndex } from '#local/event-sources/timer-index.ts'
import { openDatabase } from '#local/store/database.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

const recordOf = (number: number) => ({
  eventID: `e-${number}`,
  eventName: 'INSERT',
  dynamodb: { SequenceNumber: String(1000 + number), NewImage: { status: { S: 'planned' }, n: { N: String(number) } } },
})

/** A stream of one shard with so many records, and a relay that fails whenever it meets one of the `refused`. */
async function relayed(count: number, refused: readonly number[]) {
  const records = Array.from({ length: count }, (_, number) => recordOf(number))
  const answers: { readonly [command: string]: object } = {
    DescribeStreamCommand: { StreamDescription: { Shards: [{ ShardId: 's' }] } },
    GetShardIteratorCommand: { ShardIterator: 'i' },
    GetRecordsCommand: { Records: records, NextShardIterator: 'i' },
  }
  const client = { send: async (command: object) => answers[command.constructor.name] }
  const folder = mkdtempSync(join(tmpdir(), 'beforehand-poller-'))
  folders.push(folder)
  const database = openDatabase(folder)
  const taken = new Set<number>()
  const aside: string[] = []
  const sizes: number[] = []
  const behind: (string | undefined)[] = []
  const handler = async (event: unknown): Promise<void> => {
    behind.push(streamPosition(database).get('s'))
    // The poller's own envelope.
    const numbers = (event as { Records: ReturnType<typeof recordOf>[] }).Records.map(({ dynamodb }) =>
      Number(dynamodb.NewImage.n.N),
    )
    sizes.push(numbers.length)
    if (numbers.some((number) => refused.includes(number))) throw new Error('the bus refuses an entry')
    for (const number of numbers) taken.add(number)
  }
  const parts = {
    client,
    streamArn: 'arn',
    database,
    queues: {
      send: (_: string, letters: readonly { body: string }[]) => aside.push(...letters.map(({ body }) => body)),
    },
    timers: { follow: () => {} },
    handler,
    report: () => {},
    pause: async () => {},
  }
  // Only what the poller calls is there.
  const poller = new StreamPoller(parts as unknown as StreamParts & { client: DynamoDBStreamsClient })
  await poller.drain()
  database.close()
  return { taken, aside: aside.map((body) => JSON.parse(body).eventID as string), sizes, behind }
}

describe('the stream on one machine', () => {
  it.each([
    ['the first', [0]],
    ['the last', [99]],
    ['one in the middle', [41]],
    ['two far apart', [3, 77]],
  ])('puts %s that is refused aside, and passes on all others of its hundred', async (_what, refused) => {
    const { taken, aside } = await relayed(100, refused)
    expect(aside).toEqual(refused.map((number) => `e-${number}`))
    expect(taken.size).toBe(100 - refused.length)
  })

  it('remembers how far it has come only once everything up to there was delivered', async () => {
    const { behind } = await relayed(101, [])
    // A host that is killed in the middle of a delivery reads it again.
    expect(behind).toEqual([undefined, String(1000 + 99)])
  })

  it('halves as Lambda does: at once, without counting it as a retry', async () => {
    const { sizes } = await relayed(8, [0])
    expect(sizes.slice(0, 4)).toEqual([8, 4, 2, 1])
    expect(sizes.filter((size) => size === 1).length).toBe(STREAM.maximumRetryAttempts + 1 + 1)
  })
})

describe('a timer of the stream that cannot be taken', () => {
  const timer = (number: number, at: string) => ({
    ...recordOf(number),
    dynamodb: {
      SequenceNumber: String(1000 + number),
      Keys: { PK: { S: 'DUE#2026-11-21T10:00#0' }, SK: { S: `c${number}#1` } },
      NewImage: { at: { N: at } },
    },
  })

  it.each(['1e400', 'NaN', '1e17', 'soon'])(
    'is put aside and told where it is %s, once, and the others are known',
    async (at) => {
      const { database, drain, aside, said } = await following([timer(0, '1000'), timer(1, at), timer(2, '2000')])
      await drain()
      await drain()
      expect(aside.map((body) => JSON.parse(body).eventID)).toEqual(['e-1'])
      expect(said).toEqual(['bad-timer'])
      expect(timerIndex(database).between(0, 3_000)).toEqual([
        'DUE#2026-11-21T10:00#0 c0#1',
        'DUE#2026-11-21T10:00#0 c2#1',
      ])
      database.close()
    },
  )

  it('is taken as the next whole millisecond where an earlier version wrote a fraction', async () => {
    const { database, drain, aside } = await following([timer(0, '1795970283735.4')])
    await drain()
    expect(aside).toEqual([])
    expect(timerIndex(database).next()).toBe(1_795_970_283_736)
    database.close()
  })
})

/** The real timer index behind a stream of these records, which starts anew after the position that was kept. */
async function following(records: readonly { readonly dynamodb: { readonly SequenceNumber: string } }[]) {
  const folder = mkdtempSync(join(tmpdir(), 'beforehand-poller-'))
  folders.push(folder)
  const database = openDatabase(folder)
  const aside: string[] = []
  const said: string[] = []
  let after = ''
  const answers: { readonly [command: string]: () => object } = {
    DescribeStreamCommand: () => ({ StreamDescription: { Shards: [{ ShardId: 's' }] } }),
    GetShardIteratorCommand: () => ({ ShardIterator: 'i' }),
    GetRecordsCommand: () => {
      const Records = records.filter(({ dynamodb }) => dynamodb.SequenceNumber > after)
      after = records.at(-1)?.dynamodb.SequenceNumber ?? ''
      return { Records, NextShardIterator: 'i' }
    },
  }
  const parts = {
    client: { send: async (command: object) => answers[command.constructor.name]?.() },
    streamArn: 'arn',
    database,
    queues: {
      send: (_: string, letters: readonly { body: string }[]) => aside.push(...letters.map(({ body }) => body)),
    },
    timers: timerIndex(database),
    handler: async () => {},
    report: ({ code }: { code: string }) => said.push(code),
    pause: async () => {},
  }
  // Only what the poller calls is there.
  const poller = new StreamPoller(parts as unknown as StreamParts & { client: DynamoDBStreamsClient })
  return { database, drain: () => poller.drain(), aside, said }
}

describe('a page of the stream', () => {
  it.each([99, 100, 101, 250])('of %i records is relayed to the last', async (count) => {
    const { taken } = await relayed(count, [])
    expect([...taken].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, number) => number))
  })
})
