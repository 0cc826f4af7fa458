import { at, listOf } from '../deployment.ts'
import { arn } from '../physical.ts'

/** What IAM is asked when a call is made. */
export interface IamCall {
  readonly action: string
  readonly resource: string
  /** Condition keys that the call carries. */
  readonly context?: { readonly [key: string]: string }
}

/** A request of an SDK client, as it was on the wire. */
export interface WireRequest {
  readonly method: string
  readonly path: string
  /** `x-amz-target`, empty for services that go by path. */
  readonly target: string
  readonly body: unknown
}

/** Facts of the account that a request does not carry but IAM knows. */
export interface Account {
  /** Verified SES identities. */
  readonly identities: readonly string[]
}

export const tableArn = (name: string): string => arn('dynamodb', `table/${name}`)

/**
 * What IAM is asked for a request, by the service authorisation reference
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/). Throws on a call that it does not know.
 */
export function iamCalls({ method, path, target, body }: WireRequest, account: Account): readonly IamCall[] {
  const [service = '', operation = ''] = target.split('.')
  if (service.startsWith('DynamoDB_')) return dynamoDbCalls(operation, body)
  if (service === 'AmazonSQS') return sqsCalls(operation, body)
  if (service === 'AWSEvents' && operation === 'PutEvents')
    return busesOf(body).map((bus) => ({ action: 'events:PutEvents', resource: bus }))
  if (service === 'secretsmanager' && operation === 'GetSecretValue')
    return [{ action: 'secretsmanager:GetSecretValue', resource: textAt(body, 'SecretId') }]
  if (service === 'PinpointSMSVoiceV2' && operation === 'SendTextMessage') return textCalls(body)
  if (method === 'POST' && path === '/v2/email/outbound-emails') return mailCalls(body, account)
  throw new Error(`not a call that is known here: ${target || `${method} ${path}`}`)
}

/** As the SDK names its commands. */
export const operationOf = ({ target }: WireRequest): string => target.split('.')[1] ?? 'SendEmail'

const ITEM_OPERATIONS: ReadonlySet<string> = new Set(['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'])
/** A transaction is allowed where each of its parts is. */
const PARTS: { readonly [part: string]: string } = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
}

function dynamoDbCalls(operation: string, body: unknown): readonly IamCall[] {
  if (operation === 'TransactWriteItems') {
    return listOf(at(body, 'TransactItems')).flatMap((item) =>
      Object.entries(PARTS).flatMap(([part, action]) =>
        at(item, part) === undefined
          ? []
          : [{ action: `dynamodb:${action}`, resource: tableArn(textAt(item, part, 'TableName')) }],
      ),
    )
  }
  const index = at(body, 'IndexName')
  const table = tableArn(textAt(body, 'TableName'))
  if (operation === 'Query')
    return [{ action: 'dynamodb:Query', resource: index === undefined ? table : `${table}/index/${String(index)}` }]
  if (ITEM_OPERATIONS.has(operation)) return [{ action: `dynamodb:${operation}`, resource: table }]
  throw new Error(`not a call that is known here: DynamoDB ${operation}`)
}

/** A batch is sent with the permission for one. */
function sqsCalls(operation: string, body: unknown): readonly IamCall[] {
  if (operation !== 'SendMessage' && operation !== 'SendMessageBatch')
    throw new Error(`not a call that is known here: SQS ${operation}`)
  return [{ action: 'sqs:SendMessage', resource: arn('sqs', queueNameOf(textAt(body, 'QueueUrl'))) }]
}

export const queueNameOf = (url: string): string => url.slice(url.lastIndexOf('/') + 1)

const busesOf = (body: unknown): readonly string[] =>
  listOf(at(body, 'Entries')).map((entry) =>
    arn('events', `event-bus/${String(at(entry, 'EventBusName') ?? 'default')}`),
  )

/** SES asks for the identity that a mail comes from, and for the configuration set where one is named. */
function mailCalls(body: unknown, { identities }: Account): readonly IamCall[] {
  const from = /<([^>]+)>\s*$/.exec(textAt(body, 'FromEmailAddress'))?.[1] ?? textAt(body, 'FromEmailAddress')
  const domain = from.slice(from.lastIndexOf('@') + 1)
  const identity = [from, ...domain.split('.').map((_, index, labels) => labels.slice(index).join('.'))].find((name) =>
    identities.includes(name),
  )
  if (identity === undefined) throw new Error(`SES has no identity for ${from}`)
  const set = at(body, 'ConfigurationSetName')
  const resources = [`identity/${identity}`, ...(set === undefined ? [] : [`configuration-set/${String(set)}`])]
  return resources.map((resource) => ({ action: 'ses:SendEmail', resource: arn('ses', resource) }))
}

/** Sender ids are registered per country. */
const COUNTRIES: { readonly [prefix: string]: string } = { '+81': 'JP' }

function textCalls(body: unknown): readonly IamCall[] {
  const country = COUNTRIES[textAt(body, 'DestinationPhoneNumber').slice(0, 3)]
  if (country === undefined) throw new Error('a text to a country that is not known here')
  const set = at(body, 'ConfigurationSetName')
  const resources = [
    `sender-id/${textAt(body, 'OriginationIdentity')}/${country}`,
    ...(set === undefined ? [] : [`configuration-set/${String(set)}`]),
  ]
  return resources.map((resource) => ({ action: 'sms-voice:SendTextMessage', resource: arn('sms-voice', resource) }))
}

function textAt(value: unknown, ...path: readonly string[]): string {
  const text = at(value, ...path)
  if (typeof text !== 'string') throw new Error(`no text at ${path.join('.')}`)
  return text
}
