import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import * as z from 'zod/mini'
import { clientSettings } from '#adapters/aws/client-settings.ts'
import {
  createDynamoDbStores,
  createKeylessStores,
  type DynamoDbStores,
  type KeylessStores,
} from '#adapters/aws/dynamodb/dynamodb-stores.ts'
import type { Clock } from '#stages/ports/clock.ts'
import { type Environment, Required, readEnvironment, Secret } from '../environment.ts'

const DAY = 86_400_000
const KeylessSettings = z.object({
  TABLE_NAME: Required,
  /** Days the timeline lives: longer than any window of a condition. */
  TIMELINE_DAYS: z._default(z.coerce.number().check(z.int(), z.positive()), 400),
})
const StoreSettings = z.extend(KeylessSettings, { ADDRESS_SECRET: Secret })

/** The one table's stores. One set per process: it holds caches. */
export function connectStores(env: Environment, clock: Clock, name: string): DynamoDbStores {
  const settings = readEnvironment(StoreSettings, env, name)
  return createDynamoDbStores({ ...tableIn(settings, env), clock, secret: settings.ADDRESS_SECRET })
}

/** As `connectStores`, for a function that has no business with suppressed addresses and so is not given their key. */
export function connectKeylessStores(env: Environment, clock: Clock, name: string): KeylessStores {
  return createKeylessStores({ ...tableIn(readEnvironment(KeylessSettings, env, name), env), clock })
}

const tableIn = (settings: z.infer<typeof KeylessSettings>, env: Environment) => ({
  client: new DynamoDBClient(clientSettings(env, 'DYNAMODB')),
  tableName: settings.TABLE_NAME,
  timelineMs: settings.TIMELINE_DAYS * DAY,
})
