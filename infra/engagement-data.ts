import { Duration } from 'aws-cdk-lib'
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2'
import type { ITable, Table } from 'aws-cdk-lib/aws-dynamodb'
import { Archive, EventBus, type IEventBus, Match } from 'aws-cdk-lib/aws-events'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import { Construct } from 'constructs'
import { createKey } from './engagement-key.ts'
import { createSecrets, type OwnSecrets } from './engagement-secrets.ts'
import { type PublicPlace, publicUrlOf } from './public-place.ts'
import { SetupError } from './setup-error.ts'
import type { Standing } from './standing.ts'
import { createTable, isRestored, type RestoredTable, restoredTable, type Throughput } from './table.ts'

export interface EngagementDataProps extends Standing, PublicPlace {
  readonly eventBus?: IEventBus | EventBus
  readonly table?: ITable | Table | RestoredTable
  readonly key?: IKey
  readonly throughput?: Throughput
}

/**
 * What must outlive everything else: key, table, secrets, the bus with its archive. The public API is here without routes,
 * for its address is in every mail that the engine sends, and the pages behind it need the engine.
 */
export class EngagementData extends Construct {
  /** Of topics, secrets and our own table. */
  readonly key: IKey
  readonly table: ITable | Table
  /** Undefined where an existing table is under a key that is not known. */
  readonly tableKey: IKey | undefined
  /** The table's stream of new images. */
  readonly streamArn: string
  readonly bus: IEventBus | EventBus
  readonly secrets: OwnSecrets
  readonly api: HttpApi
  /** Where customers reach their pages, without a slash at the end. */
  readonly publicUrl: string

  constructor(scope: Construct, id: string, props: EngagementDataProps) {
    super(scope, id)
    this.key = props.key ?? createKey(this, props)
    this.table = this.#table(props)
    this.tableKey = this.table.encryptionKey
    this.streamArn = streamOf(this.table)
    this.secrets = createSecrets(this, this.key, props)
    this.bus = props.eventBus ?? new EventBus(this, 'Bus', { description: 'Beforehand: what happens to customers' })
    new Archive(this, 'Archive', {
      sourceEventBus: this.bus,
      retention: Duration.days(14),
      eventPattern: { account: Match.exists() },
    })
    this.api = new HttpApi(this, 'Api', {
      description: 'Beforehand: pages of customers',
      // Its own address stays open beside a name that is chosen later: mails on their way lead there, to unsubscribe too.
      createDefaultStage: false,
    })
    this.publicUrl = publicUrlOf(props) ?? this.api.apiEndpoint
  }

  /** After a restore our own table stays beside the restored one: what is wrong in it may be looked at, and gone back to. */
  #table(props: EngagementDataProps): ITable | Table {
    const { table } = props
    if (table !== undefined && !isRestored(table)) return table
    const own = createTable(this, this.key, props)
    return table === undefined ? own : restoredTable(this, table, this.key)
  }
}

function streamOf(table: ITable | Table): string {
  if (table.tableStreamArn !== undefined) return table.tableStreamArn
  throw new SetupError(
    'table: the existing table has no stream that is known here. Give one with a stream of NEW_IMAGE (Table.fromTableAttributes with tableStreamArn).',
  )
}
