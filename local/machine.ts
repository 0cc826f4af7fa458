import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams'
import { LEAN } from '#adapters/aws/client-settings.ts'
import { createTable } from '#adapters/aws/dynamodb/create-table.ts'
import { deadLettersOf, QUEUES, STREAM, visibilityOf } from '#functions/topology.ts'
import { type AwsServer, startAwsServer } from './aws/aws-server.ts'
import { type HostClock, hostClock } from './clock/host-clock.ts'
import { type DynamoDbEngine, startDynamoDbEngine } from './dynamodb-engine/dynamodb-engine.ts'
import { engineClient, FEW_AT_ONCE } from './dynamodb-engine/engine-client.ts'
import { TABLE_NAME } from './environment.ts'
import { type EventBus, eventBus } from './event-sources/bus.ts'
import { streamPosition } from './event-sources/stream-position.ts'
import { Mailbox } from './mailbox/mailbox.ts'
import type { HostOptions } from './options.ts'
import { type QueueDefinition, QueueStore } from './queue/queue-store.ts'
import { type CustomerNames, customerNames } from './store/customer-names.ts'
import { openDatabase } from './store/database.ts'
import { type HostSettings, hostSettings } from './store/settings.ts'
import { keepStreamQuick } from './store/stream-upkeep.ts'

/** What stands in for AWS: everything under the handlers. */
export interface Machine {
  readonly database: DatabaseSync
  readonly settings: HostSettings
  readonly clock: HostClock
  readonly queues: QueueStore
  readonly bus: EventBus
  readonly mailbox: Mailbox
  readonly names: CustomerNames
  readonly aws: AwsServer
  readonly dynamodb: DynamoDBClient
  readonly streams: DynamoDBStreamsClient
  readonly dynamodbEndpoint: string
  /** Resolves when the engine ended by itself, with what it last said; never where the engine is not ours. */
  readonly engineEnded: Promise<string>
  /** A portion of what can wait until nothing else is to be done. */
  tidy(): void
  stop(): Promise<void>
}

/** How long a dead letter is out of sight while it is looked at. */
const DEAD_LETTER_MS = 30_000
const QUEUE_DEFINITIONS: readonly QueueDefinition[] = [
  ...QUEUES.flatMap((queue): QueueDefinition[] => [
    {
      name: queue.name,
      fifo: queue.fifo,
      visibilityMs: visibilityOf(queue) * 1_000,
      maxReceiveCount: queue.maxReceiveCount,
      deadLetters: deadLettersOf(queue),
    },
    { name: deadLettersOf(queue), fifo: queue.fifo, visibilityMs: DEAD_LETTER_MS },
  ]),
  { name: STREAM.onFailure, fifo: false, visibilityMs: DEAD_LETTER_MS },
]

/** Another engine than ours is asked by as few connections, through the SDK's own transport; without its warning of calls that wait. */
const FEW_SOCKETS = {
  httpAgent: { keepAlive: true, maxSockets: FEW_AT_ONCE },
  socketAcquisitionWarningTimeout: 2_000_000_000,
}

/** Opens the data directory and starts the engine and the AWS services. Throws `DataDirectoryInUse`, or as the engine does. */
export async function startMachine(
  options: Pick<HostOptions, 'dataDir' | 'dynamodbEndpoint' | 'clockStart'>,
): Promise<Machine> {
  const database = openDatabase(options.dataDir)
  try {
    const settings = hostSettings(database)
    const clock = hostClock(settings, options.clockStart)
    const queues = new QueueStore(database, clock, QUEUE_DEFINITIONS)
    queues.releaseInFlight()
    const names = customerNames(database, settings.secret('secret.customer-id'))
    const bus = eventBus(queues, clock, database, names)
    const mailbox = new Mailbox(database, queues, clock)
    const dbPath = join(options.dataDir, 'table.db')
    const engine = options.dynamodbEndpoint === undefined ? await startDynamoDbEngine({ dbPath }) : undefined
    const place = { dbPath, dynamodbEndpoint: options.dynamodbEndpoint ?? engine?.endpoint ?? '' }
    return await complete({ database, settings, clock, queues, bus, mailbox, names }, engine, place)
  } catch (error) {
    database.close()
    throw error
  }
}

async function complete(
  parts: Pick<Machine, 'database' | 'settings' | 'clock' | 'queues' | 'bus' | 'mailbox' | 'names'>,
  engine: DynamoDbEngine | undefined,
  { dbPath, dynamodbEndpoint }: { readonly dbPath: string; readonly dynamodbEndpoint: string },
): Promise<Machine> {
  const settings = { region: 'us-east-1', endpoint: dynamodbEndpoint, ...LEAN }
  const dynamodb = new DynamoDBClient({
    ...settings,
    ...(engine === undefined ? { requestHandler: FEW_SOCKETS } : engineClient(FEW_AT_ONCE)),
  })
  const streams = new DynamoDBStreamsClient({ ...settings, ...(engine === undefined ? {} : engineClient(1)) })
  try {
    await createTable(dynamodb, TABLE_NAME)
    const upkeep = engine === undefined ? undefined : keepStreamQuick(dbPath, TABLE_NAME)
    const position = streamPosition(parts.database)
    const aws = await startAwsServer(parts)
    return {
      ...parts,
      aws,
      dynamodb,
      streams,
      dynamodbEndpoint,
      engineEnded: engine?.ended ?? new Promise(() => {}),
      tidy: () => upkeep?.trim(position.oldest()),
      async stop() {
        await aws.stop()
        upkeep?.close()
        dynamodb.destroy()
        streams.destroy()
        await engine?.stop()
        parts.database.close()
      },
    }
  } catch (error) {
    dynamodb.destroy()
    await engine?.stop()
    throw error
  }
}
