import { at, type Deployment, isRecord, type Placed, resourceAt } from './deployment.ts'

/** Where the stacks are taken to be deployed. */
export const ACCOUNT = '111122223333'
export const REGION = 'us-east-1'

const PSEUDO: { readonly [name: string]: string } = {
  'AWS::Partition': 'aws',
  'AWS::Region': REGION,
  'AWS::AccountId': ACCOUNT,
  'AWS::URLSuffix': 'amazonaws.com',
}

export const arn = (service: string, resource: string): string => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`

const tableAttributes = (name: string) => ({
  Ref: name,
  Arn: arn('dynamodb', `table/${name}`),
  StreamArn: arn('dynamodb', `table/${name}/stream/2026-11-21T00:00:00.000`),
})

/** What CloudFormation would make of each kind of resource that policies and variables speak of: `Ref`, and attributes. */
const KINDS: { readonly [type: string]: (name: string) => { readonly [attribute: string]: string } } = {
  'AWS::DynamoDB::Table': tableAttributes,
  'AWS::DynamoDB::GlobalTable': tableAttributes,
  'AWS::SQS::Queue': (name) => ({
    Ref: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/${name}`,
    Arn: arn('sqs', name),
    QueueName: name,
  }),
  'AWS::SecretsManager::Secret': (name) => ({ Ref: arn('secretsmanager', `secret:${name}-AbCdEf`) }),
  'AWS::KMS::Key': (name) => ({ Ref: name, Arn: arn('kms', `key/${name}`) }),
  'AWS::Events::EventBus': (name) => ({ Ref: name, Name: name, Arn: arn('events', `event-bus/${name}`) }),
  'AWS::Events::Rule': (name) => ({ Ref: name, Arn: arn('events', `rule/${name}`) }),
  'AWS::SES::ConfigurationSet': (name) => ({ Ref: name }),
  'AWS::Logs::LogGroup': (name) => ({ Ref: name, Arn: arn('logs', `log-group:${name}:*`) }),
  'AWS::Lambda::Function': (name) => ({ Ref: name, Arn: arn('lambda', `function:${name}`) }),
  'AWS::IAM::Role': (name) => ({ Ref: name, Arn: `arn:aws:iam::${ACCOUNT}:role/${name}` }),
  'AWS::SNS::Topic': (name) => ({ Ref: arn('sns', name), TopicArn: arn('sns', name) }),
  'AWS::ApiGatewayV2::Api': (name) => ({
    Ref: name,
    ApiEndpoint: `https://${name.toLowerCase()}.execute-api.${REGION}.amazonaws.com`,
  }),
}

/** The property in which a template gives such a resource a name of its own. */
const NAMED_BY: { readonly [type: string]: string } = {
  'AWS::SQS::Queue': 'QueueName',
  'AWS::Events::EventBus': 'Name',
}

/**
 * The text that an expression of a template stands for. Resources are called by their logical ids where the template gives
 * no name, across stacks too. Throws on what it does not know: nothing is compared half resolved.
 */
export function physical(deployment: Deployment, stack: string, expression: unknown): string {
  if (typeof expression === 'string') return expression
  if (!isRecord(expression)) throw new Error(`not a text: ${JSON.stringify(expression)}`)
  const [[kind, given] = ['', undefined]] = Object.entries(expression)
  switch (kind) {
    case 'Ref':
      return PSEUDO[String(given)] ?? attribute(deployment, stack, String(given), 'Ref')
    case 'Fn::GetAtt':
      return attribute(deployment, stack, String(at(given, 0)), String(at(given, 1)))
    case 'Fn::Join':
      return joined(deployment, stack, at(given, 0), at(given, 1))
    case 'Fn::GetStackOutput':
      return outputOf(deployment, String(at(given, 'StackName')), String(at(given, 'OutputName')))
    case 'Fn::ImportValue':
      return imported(deployment, physical(deployment, stack, given))
    default:
      throw new Error(`${kind} is not resolved here: ${JSON.stringify(expression)}`)
  }
}

function joined(deployment: Deployment, stack: string, separator: unknown, parts: unknown): string {
  if (!Array.isArray(parts)) throw new Error(`Fn::Join of ${JSON.stringify(parts)}`)
  return parts.map((part) => physical(deployment, stack, part)).join(String(separator))
}

function outputOf(deployment: Deployment, stack: string, name: string): string {
  const output = deployment.templates[stack]?.Outputs?.[name]
  if (output === undefined) throw new Error(`${stack} puts out no ${name}`)
  return physical(deployment, stack, output.Value)
}

function imported(deployment: Deployment, name: string): string {
  for (const [stack, { Outputs = {} }] of Object.entries(deployment.templates))
    for (const { Value, Export } of Object.values(Outputs))
      if (Export !== undefined && physical(deployment, stack, Export.Name) === name)
        return physical(deployment, stack, Value)
  throw new Error(`nothing is exported as ${name}`)
}

function attribute(deployment: Deployment, stack: string, id: string, name: string): string {
  const resource = resourceAt(deployment, { stack, id })
  const value = KINDS[resource.Type]?.(nameOf({ stack, id, resource }))[name]
  if (value === undefined) throw new Error(`${stack}/${id}: ${name} of ${resource.Type} is not known here`)
  return value
}

function nameOf({ id, resource }: Placed): string {
  const own = resource.Properties?.[NAMED_BY[resource.Type] ?? '']
  return typeof own === 'string' ? own : id
}
