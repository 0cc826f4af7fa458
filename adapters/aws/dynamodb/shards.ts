import { createHash } from 'node:crypto'
import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import { number, numberIn } from './item.ts'
import { keyItem, SHARDS } from './keys.ts'
import { calling } from './store-error.ts'
import type { Table } from './table.ts'

/** The shard of a customer's timers: the same for every instance that knows the same count. */
export function timerShard(customerId: string, shards: number): number {
  return shards <= 1 ? 0 : createHash('sha256').update(customerId).digest().readUInt32BE(0) % shards
}

/**
 * How many partitions each minute's timers spread over (1 until grown; 1,000 writes a second each). It only grows, so
 * one who writes may know an older count: the sweep reads the newest and looks at every shard.
 */
export class Shards {
  readonly #table: Table
  #known: Promise<number> | undefined

  constructor(table: Table) {
    this.#table = table
  }

  /** Where this instance writes: the count as first read. */
  async placement(): Promise<(customerId: string) => number> {
    this.#known ??= this.current()
    try {
      const shards = await this.#known
      return (customerId) => timerShard(customerId, shards)
    } catch (error) {
      this.#known = undefined
      throw error
    }
  }

  async current(): Promise<number> {
    const item = await this.#table.get(SHARDS)
    return item === undefined ? 1 : numberIn(item, 'n')
  }

  /** False where there are as many already. */
  async grow(shards: number): Promise<boolean> {
    const command = new UpdateItemCommand({
      TableName: this.#table.name,
      Key: keyItem(SHARDS),
      UpdateExpression: 'SET n = :n',
      ConditionExpression: 'attribute_not_exists(n) OR n < :n',
      ExpressionAttributeValues: { ':n': number(shards) },
    })
    return calling(async () => {
      try {
        await this.#table.client.send(command)
        return true
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false
        throw error
      }
    })
  }
}
