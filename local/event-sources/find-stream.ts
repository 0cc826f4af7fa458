import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb'

/** ARN of the table's stream. Throws where the table has none: nothing would ever be sent. */
export async function findStream(client: DynamoDBClient, tableName: string): Promise<string> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }))
  if (Table?.LatestStreamArn === undefined) throw new Error(`table ${tableName} has no stream`)
  return Table.LatestStreamArn
}
