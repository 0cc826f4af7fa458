import { TransactionCanceledException, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb'
import type { Catalogue } from '#engagement/model/catalogue.ts'
import type { SeedStore } from '#stages/seed.ts'
import { pointerTo, putSources } from './dynamodb-catalogue.ts'
import { type Item, text, textIn } from './item.ts'
import { type Key, keyItem, LIVE, SEED } from './keys.ts'
import { calling } from './store-error.ts'
import { ABSENT, type Condition, type Table } from './table.ts'

/** `CAT` / `SEED` remembers what a deployment published; it and the pointer are written as one. */
export class DynamoDbSeeds implements SeedStore {
  readonly #table: Table

  constructor(table: Table) {
    this.#table = table
  }

  async hashes(): Promise<{ readonly live: string | undefined; readonly seed: string | undefined }> {
    const [live, seed] = await Promise.all([this.#hash(LIVE), this.#hash(SEED)])
    return { live, seed }
  }

  async plant(catalogue: Catalogue, expected: string | undefined): Promise<boolean> {
    await putSources(this.#table, catalogue)
    const put = (item: Item, condition?: Condition) => ({
      Put: { TableName: this.#table.name, Item: item, ...condition },
    })
    const seed = { ...keyItem(SEED), hash: text(catalogue.hash) }
    const command = new TransactWriteItemsCommand({
      TransactItems: [put(pointerTo(catalogue), stillIs(expected)), put(seed)],
    })
    return calling(async () => {
      try {
        await this.#table.client.send(command)
        return true
      } catch (error) {
        if (error instanceof TransactionCanceledException && conditionFailed(error)) return false
        throw error
      }
    })
  }

  async #hash(key: Key): Promise<string | undefined> {
    const item = await this.#table.get(key)
    return item === undefined ? undefined : textIn(item, 'hash')
  }
}

const stillIs = (expected: string | undefined): Condition =>
  expected === undefined
    ? ABSENT
    : {
        ConditionExpression: '#hash = :hash',
        ExpressionAttributeNames: { '#hash': 'hash' },
        ExpressionAttributeValues: { ':hash': text(expected) },
      }

const conditionFailed = (error: TransactionCanceledException): boolean =>
  (error.CancellationReasons ?? []).some(({ Code }) => Code === 'ConditionalCheckFailed')
