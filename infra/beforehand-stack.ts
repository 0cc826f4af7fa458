import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { createBus } from './bus.ts'
import { createQueues } from './queues.ts'
import { createTable } from './table.ts'

/** What holds state and what carries it: the table, the queues, the bus with its archive. */
export class BeforehandStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps = {}) {
    super(scope, id, props)

    const table = createTable(this)
    const queues = createQueues(this)
    const bus = createBus(this, queues.get('ingest'))

    new CfnOutput(this, 'TableName', { value: table.tableName })
    new CfnOutput(this, 'EventBusName', { value: bus.eventBusName })
  }
}
