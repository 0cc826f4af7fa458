import { RemovalPolicy } from 'aws-cdk-lib'
import { AttributeType, BillingMode, StreamViewType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import type { Construct } from 'constructs'
import { TABLE } from '#adapters/aws/dynamodb/table-definition.ts'
import type { Standing } from './standing.ts'

/**
 * The one table: what customers agreed to and what they were told. Kept, it is protected from deletion as well. Not
 * `TableV2`: with a key of ours that one wants to know its region, and these templates fit any.
 */
export function createTable(scope: Construct, key: IKey, { removalPolicy }: Standing): Table {
  return new Table(scope, 'Table', {
    partitionKey: { name: TABLE.partitionKey, type: AttributeType.STRING },
    sortKey: { name: TABLE.sortKey, type: AttributeType.STRING },
    billingMode: BillingMode.PAY_PER_REQUEST,
    stream: StreamViewType[TABLE.streamView],
    timeToLiveAttribute: TABLE.ttlAttribute,
    encryption: TableEncryption.CUSTOMER_MANAGED,
    encryptionKey: key,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: removalPolicy === RemovalPolicy.RETAIN,
    removalPolicy,
  })
}
