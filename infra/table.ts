import { RemovalPolicy } from 'aws-cdk-lib'
import {
  AttributeType,
  BillingMode,
  type ITable,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import type { Construct } from 'constructs'
import { TABLE } from '#adapters/aws/dynamodb/table-definition.ts'
import { SetupError } from './setup-error.ts'
import type { Standing } from './standing.ts'

/** Request units a second that the table takes at most. */
export interface Throughput {
  readonly reads: number
  readonly writes: number
}

/**
 * What a runaway producer can cost at most: at these $27 an hour, where a table without a cap takes what the account may
 * (40,000 a second: $108). Twice what 50 million profiles need (docs/scale.md).
 */
export const THROUGHPUT: Throughput = { reads: 10_000, writes: 10_000 }

interface TableProps extends Standing {
  readonly throughput?: Throughput
}

function checked({ reads, writes }: Throughput): Throughput {
  for (const [name, units] of Object.entries({ reads, writes }))
    if (!(Number.isInteger(units) && units >= 1))
      throw new SetupError(`throughput: ${name} is ${units}, which is no whole number of units a second from 1.`)
  return { reads, writes }
}

/**
 * The one table: what customers agreed to and what they were told. Kept, it is protected from deletion as well. Not
 * `TableV2`: with a key of ours that one wants to know its region, and these templates fit any.
 */
export function createTable(scope: Construct, key: IKey, { removalPolicy, throughput }: TableProps): Table {
  const { reads, writes } = checked(throughput ?? THROUGHPUT)
  return new Table(scope, 'Table', {
    partitionKey: { name: TABLE.partitionKey, type: AttributeType.STRING },
    sortKey: { name: TABLE.sortKey, type: AttributeType.STRING },
    billingMode: BillingMode.PAY_PER_REQUEST,
    maxReadRequestUnits: reads,
    maxWriteRequestUnits: writes,
    stream: StreamViewType[TABLE.streamView],
    timeToLiveAttribute: TABLE.ttlAttribute,
    encryption: TableEncryption.CUSTOMER_MANAGED,
    encryptionKey: key,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: removalPolicy === RemovalPolicy.RETAIN,
    removalPolicy,
  })
}

/** A table that was restored from our own, under our own key: at another point in time it has another name and stream. */
export interface RestoredTable {
  readonly name: string
  readonly streamArn: string
}

export const isRestored = (table: ITable | Table | RestoredTable): table is RestoredTable => 'streamArn' in table

/** Throws `SetupError` where the stream is not that of the table. */
export function restoredTable(scope: Construct, { name, streamArn }: RestoredTable, encryptionKey: IKey): ITable {
  const [, table] = /^arn:[^:]+:dynamodb:[^:]+:\d{12}:table\/([\w.-]+)\/stream\/.+$/.exec(streamArn) ?? []
  if (table !== name) throw new SetupError(`table: "${streamArn}" is not the stream of the table ${name}.`)
  const attributes = { tableName: name, tableStreamArn: streamArn, encryptionKey }
  return Table.fromTableAttributes(scope, 'RestoredTable', attributes)
}
