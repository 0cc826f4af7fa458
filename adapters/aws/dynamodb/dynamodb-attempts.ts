import type { AttemptStore } from '#stages/ports/attempt-store.ts'
import type { Clock } from '#stages/ports/clock.ts'
import { number, numberIn } from './item.ts'
import { keyItem } from './keys.ts'
import { ABSENT, type Table } from './table.ts'
import { ttlAfter } from './ttl.ts'

/** Longer than a queue keeps anything. */
const ttl = ttlAfter(15 * 86_400_000)

/** `TRY#<record>` / `TRY`: written only where a record comes a second time. */
export class DynamoDbAttempts implements AttemptStore {
  readonly #table: Table
  readonly #clock: Clock

  constructor(table: Table, clock: Clock) {
    this.#table = table
    this.#clock = clock
  }

  async begin(record: string): Promise<number> {
    const key = { PK: `TRY#${record}`, SK: 'TRY' }
    const item = await this.#table.get(key)
    const known = item === undefined ? 0 : numberIn(item, 'n')
    const next = { ...keyItem(key), n: number(known + 1), ttl: number(ttl(this.#clock.now())) }
    const asSeen = { ConditionExpression: 'n = :n', ExpressionAttributeValues: { ':n': number(known) } }
    // Where somebody else has the record in hand too, one of the two tries is counted: rather one more than one less.
    await this.#table.put(next, item === undefined ? ABSENT : asSeen)
    return known + 1
  }
}
