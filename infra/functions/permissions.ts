import { Stack } from 'aws-cdk-lib'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import type { ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import { type FunctionName, factsOf } from '#functions/facts.ts'
import type { EngagementData } from '../engagement-data.ts'
import type { Permission } from './engagement-function.ts'

/** The table's items, and its key by way of DynamoDB only. */
export function tablePermissions(name: FunctionName, { table, tableKey }: EngagementData): readonly Permission[] {
  const actions = factsOf(name).table
  const items = { actions: actions.map((action) => `dynamodb:${action}`), resources: [table.tableArn] }
  const writes = actions.some((action) => action === 'PutItem' || action === 'DeleteItem')
  return [items, ...(tableKey === undefined ? [] : [keyPermission(tableKey, 'dynamodb', writes)])]
}

const READ = ['kms:Decrypt', 'kms:DescribeKey']
const WRITE = ['kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo']

/** The key, but only where the service asks for it on the function's behalf. */
export function keyPermission(key: IKey, service: 'dynamodb' | 'secretsmanager', writes = false): Permission {
  const via = `${service}.${Stack.of(key).region}.amazonaws.com`
  return {
    actions: writes ? [...READ, ...WRITE] : service === 'dynamodb' ? READ : ['kms:Decrypt'],
    resources: [key.keyArn],
    conditions: { StringEquals: { 'kms:ViaService': via } },
  }
}

export const mayRead = (secret: ISecret | Secret): readonly Permission[] => [
  { actions: ['secretsmanager:GetSecretValue'], resources: [secret.secretArn] },
  ...(secret.encryptionKey === undefined ? [] : [keyPermission(secret.encryptionKey, 'secretsmanager')]),
]

export const maySendTo = (queue: IQueue): Permission => ({
  actions: ['sqs:SendMessage'],
  resources: [queue.queueArn],
})

/** What Lambda needs on the function's behalf to take from a queue. */
export const mayConsume = (queue: IQueue): Permission => ({
  actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
  resources: [queue.queueArn],
})
