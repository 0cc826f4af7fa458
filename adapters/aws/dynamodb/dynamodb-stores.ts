import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { Clock } from '#stages/ports/clock.ts'
import { DynamoDbAttempts } from './dynamodb-attempts.ts'
import { DynamoDbCatalogue } from './dynamodb-catalogue.ts'
import { DynamoDbCustomers } from './dynamodb-customers.ts'
import { DynamoDbQuarantine } from './dynamodb-quarantine.ts'
import { DynamoDbSuppressions } from './dynamodb-suppressions.ts'
import { DynamoDbTimers } from './dynamodb-timers.ts'
import { Shards } from './shards.ts'
import { Table } from './table.ts'
import { ttlAfter } from './ttl.ts'
import { keepUnreadable } from './unreadable.ts'

export interface DynamoDbStores {
  readonly customers: DynamoDbCustomers
  readonly timers: DynamoDbTimers
  readonly catalogue: DynamoDbCatalogue
  readonly suppressions: DynamoDbSuppressions
  readonly quarantine: DynamoDbQuarantine
  readonly attempts: DynamoDbAttempts
  readonly shards: Shards
}

/** Those that know addresses by nothing, and so need no key. */
export type KeylessStores = Omit<DynamoDbStores, 'suppressions'>

export interface DynamoDbOptions {
  readonly client: DynamoDBClient
  readonly tableName: string
  readonly clock: Clock
  /** Key of the suppressions' HMACs. It must never change: an address suppressed under another one is not found. */
  readonly secret: string
  /** How long the timeline is kept, ms; longer than any window or replay. */
  readonly timelineMs: number
}

/** Every store of the one table. Shared by all handlers of an instance: it holds their caches. */
export function createDynamoDbStores(options: DynamoDbOptions): DynamoDbStores {
  const suppressions = new DynamoDbSuppressions(new Table(options.client, options.tableName), options.secret)
  return { ...createKeylessStores(options), suppressions }
}

/** As `createDynamoDbStores`, for an instance that never asks whether an address is suppressed. */
export function createKeylessStores(options: Omit<DynamoDbOptions, 'secret'>): KeylessStores {
  const { clock, timelineMs } = options
  const table = new Table(options.client, options.tableName)
  const shards = new Shards(table)
  const quarantine = new DynamoDbQuarantine(table, clock)
  const keep = keepUnreadable(quarantine, clock)
  return {
    shards,
    customers: new DynamoDbCustomers(table, shards, ttlAfter(timelineMs), keep),
    timers: new DynamoDbTimers(table, shards, keep),
    catalogue: new DynamoDbCatalogue(table, clock),
    quarantine,
    attempts: new DynamoDbAttempts(table, clock),
  }
}
