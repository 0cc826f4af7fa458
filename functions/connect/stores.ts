import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import * as z from 'zod/mini'
import { clientSettings } from '#adapters/aws/client-settings.ts'
import { createDynamoDbStores, type DynamoDbStores } from '#adapters/aws/dynamodb/dynamodb-stores.ts'
import type { Clock } from '#stages/ports.ts'
import { type Environment, Required, readEnvironment, Secret } from '../environment.ts'

const DAY = 86_400_000
const StoreSettings = z.object({
  TABLE_NAME: Required,
  ADDRESS_SECRET: Secret,
  /** Days the timeline lives: longer than any window of a condition. */
  TIMELINE_DAYS: z._default(z.coerce.number().check(z.int(), z.positive()), 400),
})

/** The one table's stores. One set per process: it holds caches. */
export function connectStores(env: Environment, clock: Clock, name: string): DynamoDbStores {
  const settings = readEnvironment(StoreSettings, env, name)
  return createDynamoDbStores({
    client: new DynamoDBClient(clientSettings(env, 'DYNAMODB')),
    tableName: settings.TABLE_NAME,
    clock,
    secret: settings.ADDRESS_SECRET,
    timelineMs: settings.TIMELINE_DAYS * DAY,
  })
}
