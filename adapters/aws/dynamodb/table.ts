import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb'
import type { Item } from './item.ts'
import { type Key, keyItem } from './keys.ts'
import { calling } from './store-error.ts'

/** A condition on the item that a write replaces. */
export interface Condition {
  readonly ConditionExpression: string
  readonly ExpressionAttributeNames?: Record<string, string>
  readonly ExpressionAttributeValues?: Item
}

/** What a query leaves out of what it reads. */
export interface Filter {
  readonly FilterExpression: string
  readonly ExpressionAttributeNames: Record<string, string>
  readonly ExpressionAttributeValues: Item
}

export const ABSENT: Condition = { ConditionExpression: 'attribute_not_exists(PK)' }

/** The one table: single reads and writes. Everything read is read strongly unless it says otherwise. */
export class Table {
  readonly client: DynamoDBClient
  readonly name: string

  constructor(client: DynamoDBClient, name: string) {
    this.client = client
    this.name = name
  }

  async get(key: Key, options: { strong: boolean } = { strong: true }): Promise<Item | undefined> {
    const answer = await calling(() =>
      this.client.send(new GetItemCommand({ TableName: this.name, Key: keyItem(key), ConsistentRead: options.strong })),
    )
    return answer.Item
  }

  /** The items of a partition whose sort key begins with `prefix` and that `filter` lets pass, in its order, every page. */
  async query(
    partition: string,
    { prefix, filter }: { readonly prefix?: string; readonly filter?: Filter } = {},
  ): Promise<Item[]> {
    const found: Item[] = []
    let from: Item | undefined
    do {
      const start = from
      const answer = await calling(() =>
        this.client.send(
          new QueryCommand({
            TableName: this.name,
            ConsistentRead: true,
            KeyConditionExpression: prefix === undefined ? 'PK = :p' : 'PK = :p AND begins_with(SK, :s)',
            ...filter,
            ExpressionAttributeValues: {
              ...filter?.ExpressionAttributeValues,
              ':p': { S: partition },
              ...(prefix === undefined ? {} : { ':s': { S: prefix } }),
            },
            ...(start === undefined ? {} : { ExclusiveStartKey: start }),
          }),
        ),
      )
      found.push(...(answer.Items ?? []))
      from = answer.LastEvaluatedKey
    } while (from !== undefined)
    return found
  }

  /** Whether it was written; where not, the item that is in the way. */
  async put(
    item: Item,
    condition?: Condition,
  ): Promise<{ readonly written: true } | { readonly written: false; readonly found: Item | undefined }> {
    const command = new PutItemCommand({
      TableName: this.name,
      Item: item,
      ...(condition === undefined ? {} : { ...condition, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const }),
    })
    return calling(async () => {
      try {
        await this.client.send(command)
        return { written: true }
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return { written: false, found: error.Item }
        throw error
      }
    })
  }

  async delete(key: Key): Promise<void> {
    await calling(() => this.client.send(new DeleteItemCommand({ TableName: this.name, Key: keyItem(key) })))
  }
}
