import { at, type Deployment, listOf, type Place, type Placed, resourceAt, resourcesOf } from './deployment.ts'
import { physical, REGION } from './physical.ts'
import { type IamCall, tableArn } from './recorder/iam-calls.ts'

/** A call that no handler makes: AWS makes it under the function's role. Each with who and why. */
export interface ImpliedCall extends IamCall {
  readonly because: string
}

type Made = readonly IamCall[]

/** What the template and the recorded calls of a function imply. */
export const impliedCalls = (deployment: Deployment, name: string, made: Made): readonly ImpliedCall[] => [
  ...logging(deployment, name),
  ...mappingsOf(deployment, name).flatMap((mapping) => receiving(deployment, mapping)),
  ...decrypting(deployment, name, made),
]

function placeOf({ functions }: Deployment, name: string): Place {
  const place = functions[name]
  if (place === undefined) throw new Error(`no function ${name} is deployed`)
  return place
}

function logging(deployment: Deployment, name: string): readonly ImpliedCall[] {
  const { stack, id } = placeOf(deployment, name)
  const group = at(resourceAt(deployment, { stack, id }).Properties, 'LoggingConfig', 'LogGroup', 'Ref')
  const resource = physical(deployment, stack, { 'Fn::GetAtt': [String(group), 'Arn'] })
  const because = 'Lambda writes the function’s log'
  return ['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => ({ action, resource, because }))
}

const mappingsOf = (deployment: Deployment, name: string): readonly Placed[] =>
  resourcesOf(deployment, 'AWS::Lambda::EventSourceMapping').filter(
    ({ stack, resource }) =>
      physical(deployment, stack, resource.Properties?.['FunctionName']) === placeOf(deployment, name).id,
  )

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html and services-ddb-eventsourcemapping.html */
function receiving(deployment: Deployment, { stack, resource }: Placed): readonly ImpliedCall[] {
  const source = physical(deployment, stack, resource.Properties?.['EventSourceArn'])
  const because = 'Lambda reads the event source'
  if (source.startsWith('arn:aws:sqs:'))
    return ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].map((action) => ({
      action: `sqs:${action}`,
      resource: source,
      because,
    }))
  const stream = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map((action) => ({
    action: `dynamodb:${action}`,
    resource: source,
    because,
  }))
  const onFailure = at(resource.Properties, 'DestinationConfig', 'OnFailure', 'Destination')
  if (onFailure === undefined) return stream
  return [
    ...stream,
    {
      action: 'sqs:SendMessage',
      resource: physical(deployment, stack, onFailure),
      because: 'Lambda puts what failed there',
    },
  ]
}

const READ: ReadonlySet<string> = new Set(['kms:Decrypt', 'kms:DescribeKey'])
const WRITE: ReadonlySet<string> = new Set([
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
])
const WRITES: ReadonlySet<string> = new Set(['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'])

/**
 * What services ask of the key on the caller's behalf, by their documentation; nobody can watch it from outside.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html#dynamodb-kms-authz
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 */
function decrypting(deployment: Deployment, name: string, made: Made): readonly ImpliedCall[] {
  const keys = keysOf(deployment)
  const called = [...made, ...mappingsOf(deployment, name).flatMap((mapping) => receiving(deployment, mapping))]
  return called.flatMap(({ action, resource }) => {
    const key = keys.find(({ of }) => resource === of || resource.startsWith(`${of}/`))?.key
    if (key === undefined) return []
    const [service = ''] = action.split(':')
    const actions = service === 'dynamodb' ? [...READ, ...(WRITES.has(action) ? WRITE : [])] : ['kms:Decrypt']
    const context = { 'kms:ViaService': `${service}.${REGION}.amazonaws.com` }
    return actions.map((asked) => ({ action: asked, resource: key, context, because: `${service} asks the key` }))
  })
}

/** ARNs of what is encrypted under a key of ours, each with the key's. */
function keysOf(deployment: Deployment): readonly { readonly of: string; readonly key: string }[] {
  const tables = ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'].flatMap((type) => resourcesOf(deployment, type))
  const secrets = resourcesOf(deployment, 'AWS::SecretsManager::Secret')
  return [
    ...tables.flatMap(({ stack, id, resource: { Properties } }) => {
      const own = [
        at(Properties, 'SSESpecification'),
        ...listOf(at(Properties, 'Replicas')).map((replica) => at(replica, 'SSESpecification')),
      ]
      return keysIn(
        deployment,
        stack,
        own.map((each) => at(each, 'KMSMasterKeyId')),
        tableArn(physical(deployment, stack, { Ref: id })),
      )
    }),
    ...secrets.flatMap(({ stack, id, resource: { Properties } }) =>
      keysIn(deployment, stack, [at(Properties, 'KmsKeyId')], physical(deployment, stack, { Ref: id })),
    ),
  ]
}

const keysIn = (deployment: Deployment, stack: string, expressions: readonly unknown[], of: string) =>
  expressions.flatMap((expression) =>
    expression === undefined ? [] : [{ of, key: physical(deployment, stack, expression) }],
  )
