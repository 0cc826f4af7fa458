import { randomUUID } from 'node:crypto'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { createTable } from '#adapters/aws/dynamodb/create-table.ts'
import { createDynamoDbStores, type DynamoDbStores } from '#adapters/aws/dynamodb/dynamodb-stores.ts'
import type { FixedClock } from '#adapters/memory/fixed-clock.ts'
import { createMemoryStores } from '#adapters/memory/memory-stores.ts'
import { startDynamoDbEngine } from '#local/dynamodb-engine/dynamodb-engine.ts'
import type { AttemptStore } from '#stages/ports/attempt-store.ts'
import type { CatalogueStore } from '#stages/ports/catalogue-store.ts'
import type { CustomerStore } from '#stages/ports/customer-store.ts'
import type { QuarantineStore } from '#stages/ports/quarantine-store.ts'
import type { SuppressionStore } from '#stages/ports/suppression-store.ts'
import type { TimerStore } from '#stages/ports/timer-store.ts'

export interface Stores {
  readonly customers: CustomerStore
  readonly timers: TimerStore
  readonly catalogue: CatalogueStore
  readonly suppressions: SuppressionStore
  readonly quarantine: QuarantineStore
  readonly attempts: AttemptStore
}

/** Fresh stores, and what else the contracts need of the place that they live in. */
export interface UnderTest {
  readonly name: string
  /** Starts what the stores need; called once. */
  start(): Promise<void>
  stop(): Promise<void>
  /** Empty stores. */
  fresh(clock: FixedClock): Promise<Stores>
}

export const inMemory: UnderTest = {
  name: 'memory',
  async start() {},
  async stop() {},
  fresh: async () => createMemoryStores({ freeze: true }),
}

export const TIMELINE_MS = 400 * 86_400_000

/** On the embedded engine (or another one at `DYNAMODB_ENDPOINT`), a table for each test. */
export class OnEngine implements UnderTest {
  readonly name = 'DynamoDB'
  #stop: () => Promise<void> = async () => {}
  client: DynamoDBClient | undefined

  async start(): Promise<void> {
    const given = process.env['DYNAMODB_ENDPOINT']
    const engine = given === undefined ? await startDynamoDbEngine() : { endpoint: given, stop: async () => {} }
    this.client = localClient(engine.endpoint)
    this.#stop = engine.stop
  }

  async stop(): Promise<void> {
    this.client?.destroy()
    await this.#stop()
  }

  async fresh(clock: FixedClock): Promise<DynamoDbStores> {
    return (await this.table(clock)).stores
  }

  /** The stores with the name of their table. */
  async table(
    clock: FixedClock,
  ): Promise<{ readonly stores: DynamoDbStores; readonly tableName: string; readonly client: DynamoDBClient }> {
    const { client } = this
    if (client === undefined) throw new Error('start it first')
    const tableName = `test-${randomUUID()}`
    await createTable(client, tableName)
    return {
      client,
      tableName,
      stores: createDynamoDbStores({ client, tableName, clock, secret: 'a secret of tests', timelineMs: TIMELINE_MS }),
    }
  }
}

export const localClient = (endpoint: string): DynamoDBClient =>
  new DynamoDBClient({ endpoint, region: 'local', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } })
