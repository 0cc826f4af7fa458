import type { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type _Record as StreamRecord,
} from '@aws-sdk/client-dynamodb-streams'
import { PermanentError } from '#engagement/errors.ts'
import type { Handler } from '#functions/middleware/lambda.ts'
import { STREAM } from '#functions/topology.ts'
import type { QueueStore } from '../queue/queue-store.ts'
import { inTransaction } from '../store/database.ts'
import { invoke } from './invocation.ts'
import { matchesPattern } from './pattern.ts'
import { codeOf, describe, type Report } from './queue-consumer.ts'
import { type StreamPosition, streamPosition } from './stream-position.ts'
import { lambdaRecord } from './stream-record.ts'
import type { TimerIndex } from './timer-index.ts'

export interface StreamParts {
  readonly client: DynamoDBStreamsClient
  readonly streamArn: string
  readonly database: DatabaseSync
  readonly queues: QueueStore
  readonly timers: TimerIndex
  readonly handler: Handler<unknown>
  readonly report: Report
  /** Between two tries; real time where absent. */
  readonly pause?: (ms: number) => Promise<unknown>
}

interface Shard {
  readonly id: string
  iterator: string | undefined
}

/** Records that one call answers at most. */
const PAGE = 1_000

/** Ends a batch that was not finished when the host stopped: its position is not kept, so it comes again. */
class PollerStopped extends Error {}

/** Pause before the nth retry of a batch, real milliseconds: 50, 100, 200 ... */
const pauseOf = (attempt: number): number => Math.min(50 * 2 ** (attempt - 1), 5_000)

/**
 * DynamoDB stream -> relay: every shard in order from a position that is kept, filtered as the event source mapping
 * filters. A batch that fails is halved; a record that fails alone is repeated, and in the end put aside in `relay-dlq`.
 */
export class StreamPoller {
  readonly #parts: StreamParts
  readonly #position: StreamPosition
  readonly #shards = new Map<string, Shard>()
  #draining: Promise<number> | undefined
  #stopped = false

  constructor(parts: StreamParts) {
    this.#parts = parts
    this.#position = streamPosition(parts.database)
  }

  stop(): void {
    this.#stopped = true
  }

  get busy(): boolean {
    return this.#draining !== undefined
  }

  /** Reads what is there. Answers how many records there were; calls made meanwhile share one run. */
  drain(): Promise<number> {
    this.#draining ??= this.#drainUnlessStopped().finally(() => {
      this.#draining = undefined
    })
    return this.#draining
  }

  async #drainUnlessStopped(): Promise<number> {
    try {
      return await this.#drainAll()
    } catch (error) {
      if (error instanceof PollerStopped) return 0
      throw error
    }
  }

  async #drainAll(): Promise<number> {
    if (this.#shards.size === 0) await this.#findShards()
    let total = 0
    for (;;) {
      let most = 0
      for (const shard of [...this.#shards.values()]) {
        const found = await this.#poll(shard)
        total += found
        most = Math.max(most, found)
      }
      // A page that was not full was the last one.
      if (most < PAGE || this.#stopped) return total
    }
  }

  async #findShards(): Promise<void> {
    let from: string | undefined
    do {
      const answer = await this.#parts.client.send(
        new DescribeStreamCommand({
          StreamArn: this.#parts.streamArn,
          ...(from === undefined ? {} : { ExclusiveStartShardId: from }),
        }),
      )
      for (const { ShardId: id } of answer.StreamDescription?.Shards ?? []) {
        if (id !== undefined && !this.#shards.has(id)) this.#shards.set(id, { id, iterator: undefined })
      }
      from = answer.StreamDescription?.LastEvaluatedShardId
    } while (from !== undefined)
  }

  async #poll(shard: Shard): Promise<number> {
    shard.iterator ??= await this.#iteratorFor(shard)
    if (shard.iterator === undefined) return 0
    const answer = await this.#parts.client
      .send(new GetRecordsCommand({ ShardIterator: shard.iterator, Limit: PAGE }))
      .catch((error: unknown) => {
        // An iterator lives fifteen minutes: ask for a new one from the position that is kept.
        shard.iterator = undefined
        if (error instanceof Error && error.name === 'ExpiredIteratorException') return undefined
        throw error
      })
    const records = answer?.Records ?? []
    await this.#relay(shard, records)
    if (answer !== undefined) shard.iterator = answer.NextShardIterator
    // A closed shard ends: its children take over.
    if (answer !== undefined && shard.iterator === undefined) await this.#findShards()
    return records.length
  }

  async #iteratorFor(shard: Shard): Promise<string | undefined> {
    const sequence = this.#position.get(shard.id)
    const answer = await this.#parts.client.send(
      new GetShardIteratorCommand({
        StreamArn: this.#parts.streamArn,
        ShardId: shard.id,
        ...(sequence === undefined
          ? { ShardIteratorType: 'TRIM_HORIZON' as const }
          : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' as const, SequenceNumber: sequence }),
      }),
    )
    return answer.ShardIterator
  }

  async #relay(shard: Shard, records: readonly StreamRecord[]): Promise<void> {
    for (let start = 0; start < records.length; start += STREAM.batchSize) {
      const batch = records.slice(start, start + STREAM.batchSize)
      const wanted = batch
        .map(lambdaRecord)
        .filter((record) => STREAM.filters.some((filter) => matchesPattern(filter, record)))
      await this.#deliver(wanted)
      const last = batch.at(-1)?.dynamodb?.SequenceNumber
      inTransaction(this.#parts.database, () => {
        for (const record of batch) this.#follow(record)
        if (last !== undefined) this.#position.save(shard.id, last)
      })
    }
  }

  /** A timer that cannot be taken is put aside and told: the stream goes on, for it is everybody's. */
  #follow(record: StreamRecord): void {
    try {
      this.#parts.timers.follow(record)
    } catch (thrown) {
      if (!(thrown instanceof PermanentError)) throw thrown
      const error = describe(thrown)
      this.#putAside([lambdaRecord(record)], error)
    }
  }

  /**
   * As Lambda does with `BisectBatchOnFunctionError`: a batch that fails is split in two before it is tried again, which
   * does not count as a retry; what fails alone is tried as often as the mapping says, and then put aside.
   * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html
   */
  async #deliver(records: readonly ReturnType<typeof lambdaRecord>[], attempt = 1): Promise<void> {
    if (records.length === 0) return
    if (this.#stopped) throw new PollerStopped()
    const error = await this.#invoke(records)
    if (error === undefined) return
    this.#parts.report({
      source: 'stream',
      ids: records.slice(0, 1).map((record) => record.eventID ?? ''),
      code: codeOf(error),
    })
    if (records.length > 1) {
      const half = Math.ceil(records.length / 2)
      await this.#deliver(records.slice(0, half))
      return this.#deliver(records.slice(half))
    }
    if (attempt > STREAM.maximumRetryAttempts) return this.#putAside(records, error)
    await (this.#parts.pause ?? sleep)(pauseOf(attempt))
    return this.#deliver(records, attempt + 1)
  }

  /** What the handler failed with; undefined where it took them all. */
  async #invoke(records: readonly ReturnType<typeof lambdaRecord>[]): Promise<string | undefined> {
    try {
      await invoke('relay', this.#parts.handler, { Records: records })
      return undefined
    } catch (error) {
      return describe(error)
    }
  }

  #putAside(records: readonly ReturnType<typeof lambdaRecord>[], error: string): void {
    const ids = records.map((record) => record.eventID ?? '')
    this.#parts.report({ source: 'stream', ids, code: codeOf(error), aside: true })
    this.#parts.queues.send(
      STREAM.onFailure,
      records.map((record) => ({ body: JSON.stringify(record), error })),
    )
  }
}
