import { ScanCommand } from '@aws-sdk/client-dynamodb'
import type { DueTimer, TimerStore } from '#stages/ports/timer-store.ts'
import { type Item, number, numberIn, text } from './item.ts'
import { parseTimer } from './items.ts'
import { duePartition, keyItem, SWEEP, timerKey } from './keys.ts'
import type { Shards } from './shards.ts'
import { calling } from './store-error.ts'
import type { Filter, Table } from './table.ts'
import { type KeepUnreadable, tryParse } from './unreadable.ts'

const MINUTE = 60_000

/** What does not read has no instant to compare, and must be found all the same. */
const dueAt = (until: number): Filter => ({
  FilterExpression: '#at <= :until OR NOT attribute_type(#at, :number)',
  ExpressionAttributeNames: { '#at': 'at' },
  ExpressionAttributeValues: { ':until': number(until), ':number': text('N') },
})

export class DynamoDbTimers implements TimerStore {
  readonly #table: Table
  readonly #shards: Shards
  readonly #keep: KeepUnreadable

  /** `keep`: where a timer goes that does not read: the sweep is everybody's. */
  constructor(table: Table, shards: Shards, keep: KeepUnreadable) {
    this.#table = table
    this.#shards = shards
    this.#keep = keep
  }

  async due(minute: number, until?: number): Promise<readonly DueTimer[]> {
    const start = minute - (minute % MINUTE)
    // Where all of the minute is due there is nothing to leave out.
    const filter = until === undefined || until >= start + MINUTE ? {} : { filter: dueAt(until) }
    const shards = Array.from({ length: await this.#shards.current() }, (_, shard) => shard)
    const found = await Promise.all(shards.map((shard) => this.#table.query(duePartition(start, shard), filter)))
    return this.#readable(found.flat())
  }

  async remove(timer: DueTimer): Promise<void> {
    await this.#table.delete(timerKey(timer))
  }

  async cursor(): Promise<number | undefined> {
    const item = await this.#table.get(SWEEP)
    return item === undefined ? undefined : numberIn(item, 'm')
  }

  /** Never goes back: of two sweeps at once the further one stands. */
  async saveCursor(minute: number): Promise<void> {
    await this.#table.put(
      { ...keyItem(SWEEP), m: number(minute) },
      { ConditionExpression: 'attribute_not_exists(m) OR m < :m', ExpressionAttributeValues: { ':m': number(minute) } },
    )
  }

  /** Every outstanding timer, by a scan of the whole table: for one machine's host when it starts, never in the cloud. */
  async all(): Promise<readonly DueTimer[]> {
    const found: DueTimer[] = []
    let from: Item | undefined
    do {
      const start = from
      const page = await calling(() =>
        this.#table.client.send(
          new ScanCommand({
            TableName: this.#table.name,
            ConsistentRead: true,
            FilterExpression: 'begins_with(PK, :due)',
            ExpressionAttributeValues: { ':due': { S: 'DUE#' } },
            ...(start === undefined ? {} : { ExclusiveStartKey: start }),
          }),
        ),
      )
      found.push(...(await this.#readable(page.Items ?? [])))
      from = page.LastEvaluatedKey
    } while (from !== undefined)
    return found
  }

  async #readable(items: readonly Item[]): Promise<readonly DueTimer[]> {
    const timers: DueTimer[] = []
    for (const item of items) {
      const read = tryParse(item, parseTimer)
      if (read.kind === 'read') timers.push(read.value)
      else await this.#keep(read.unreadable)
    }
    return timers
  }
}
