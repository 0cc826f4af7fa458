import { at, type Deployment, listOf, type Placed, resourceAt, resourcesOf } from '../deployment.ts'
import { physical } from '../physical.ts'
import { variablesOf } from '../variables.ts'
import type { Feedback, QueueWiring, Wiring } from './wiring.ts'

/** What the templates deploy. */
export function deployedWiring(deployment: Deployment): Wiring {
  return {
    table: table(deployment),
    functions: functions(deployment),
    queues: queues(deployment),
    consumers: Object.fromEntries(
      mappings(deployment, ':sqs:').map(({ from, consumer, properties }) => [
        nameOf(deployment, from),
        {
          ...consumer,
          concurrency: at(properties, 'ScalingConfig', 'MaximumConcurrency'),
          everything: at(properties, 'FilterCriteria') === undefined,
        },
      ]),
    ),
    stream: stream(deployment),
    rule: rule(deployment),
    sweep: sweep(deployment),
    pages: pages(deployment),
    feedback: feedback(deployment),
  }
}

/** The only one of its kind, with its properties. */
function only(deployment: Deployment, ...types: readonly string[]): Placed & { readonly properties: unknown } {
  const [found, ...more] = types.flatMap((type) => resourcesOf(deployment, type))
  if (found === undefined || more.length > 0)
    throw new Error(`${types.join(', ')}: ${found === undefined ? 'none' : 'several'}`)
  return { ...found, properties: found.resource.Properties }
}

function table(deployment: Deployment): Wiring['table'] {
  const { properties } = only(deployment, 'AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable')
  return {
    keys: at(properties, 'KeySchema'),
    attributes: at(properties, 'AttributeDefinitions'),
    indexes: at(properties, 'GlobalSecondaryIndexes') ?? [],
    stream: at(properties, 'StreamSpecification', 'StreamViewType'),
    expiry: at(properties, 'TimeToLiveSpecification'),
    billing: at(properties, 'BillingMode'),
  }
}

function functions(deployment: Deployment): Wiring['functions'] {
  return Object.fromEntries(
    Object.entries(deployment.functions).map(([name, place]) => {
      const { Properties } = resourceAt(deployment, place)
      const told = variablesOf(deployment, name)
      return [
        name,
        {
          timeout: at(Properties, 'Timeout'),
          memory: at(Properties, 'MemorySize'),
          variables: Object.keys(told).toSorted(),
        },
      ]
    }),
  )
}

/** topology.ts's name of a queue: what is after the deployment's, in its ARN. */
function nameOf({ name }: Deployment, arn: string): string {
  const queue = arn.slice(arn.lastIndexOf(':') + 1).replace(/\.fifo$/, '')
  return queue.startsWith(`${name}-`) ? queue.slice(name.length + 1) : `${queue} of somebody else`
}

/** topology.ts's name of a function by its ARN or id. */
function functionOf({ functions }: Deployment, named: string): string {
  const id = named.slice(named.lastIndexOf(':') + 1)
  return Object.entries(functions).find(([, place]) => place.id === id)?.[0] ?? `${id} of somebody else`
}

function queues(deployment: Deployment): Wiring['queues'] {
  const wired = resourcesOf(deployment, 'AWS::SQS::Queue').map(
    ({ stack, id, resource: { Properties } }): [string, QueueWiring] => {
      const fifo = at(Properties, 'FifoQueue') === true
      const redrive = at(Properties, 'RedrivePolicy')
      const retention = at(Properties, 'MessageRetentionPeriod')
      const basis = { fifo, ownIds: fifo && perGroup(Properties), retention }
      const name = nameOf(deployment, physical(deployment, stack, { 'Fn::GetAtt': [id, 'Arn'] }))
      if (redrive === undefined) return [name, basis]
      const deadLetters = nameOf(deployment, physical(deployment, stack, at(redrive, 'deadLetterTargetArn')))
      const visibility = at(Properties, 'VisibilityTimeout')
      return [name, { ...basis, visibility, maxReceiveCount: at(redrive, 'maxReceiveCount'), deadLetters }]
    },
  )
  return Object.fromEntries(wired)
}

const perGroup = (properties: unknown): boolean =>
  at(properties, 'ContentBasedDeduplication') !== true &&
  at(properties, 'DeduplicationScope') === 'messageGroup' &&
  at(properties, 'FifoThroughputLimit') === 'perMessageGroupId'

function mappings(deployment: Deployment, service: string) {
  return resourcesOf(deployment, 'AWS::Lambda::EventSourceMapping').flatMap(
    ({ stack, resource: { Properties: properties } }) => {
      const from = physical(deployment, stack, properties?.['EventSourceArn'])
      if (!from.includes(service)) return []
      const consumer = {
        by:
          at(properties, 'Enabled') === false
            ? 'nobody'
            : functionOf(deployment, physical(deployment, stack, properties?.['FunctionName'])),
        batchSize: properties?.['BatchSize'],
        partial: listOf(properties?.['FunctionResponseTypes']).includes('ReportBatchItemFailures'),
      }
      return [{ stack, from, consumer, properties }]
    },
  )
}

function stream(deployment: Deployment): Wiring['stream'] {
  const [mapping, ...more] = mappings(deployment, ':dynamodb:')
  if (mapping === undefined || more.length > 0) throw new Error('the stream has one reader')
  const { stack, consumer, properties } = mapping
  return {
    ...consumer,
    retries: properties?.['MaximumRetryAttempts'],
    bisects: properties?.['BisectBatchOnFunctionError'],
    onFailure: nameOf(
      deployment,
      physical(deployment, stack, at(properties, 'DestinationConfig', 'OnFailure', 'Destination')),
    ),
    filters: listOf(at(properties, 'FilterCriteria', 'Filters')).map((filter) =>
      JSON.parse(String(at(filter, 'Pattern'))),
    ),
  }
}

function rule(deployment: Deployment): Wiring['rule'] {
  const { stack, properties } = only(deployment, 'AWS::Events::Rule')
  const [target, ...more] = listOf(at(properties, 'Targets'))
  if (more.length > 0 || at(properties, 'State') === 'DISABLED') throw new Error('the rule has one target and is on')
  const ruleArn = physical(deployment, stack, { 'Fn::GetAtt': [only(deployment, 'AWS::Events::Rule').id, 'Arn'] })
  return {
    pattern: at(properties, 'EventPattern'),
    retries: at(target, 'RetryPolicy', 'MaximumRetryAttempts'),
    within: at(target, 'RetryPolicy', 'MaximumEventAgeInSeconds'),
    whole: ['Input', 'InputPath', 'InputTransformer'].every((way) => at(target, way) === undefined),
    to: delivered(deployment, physical(deployment, stack, at(target, 'Arn')), 'events.amazonaws.com', ruleArn),
    deadLetters: delivered(
      deployment,
      physical(deployment, stack, at(target, 'DeadLetterConfig', 'Arn')),
      'events.amazonaws.com',
      ruleArn,
    ),
  }
}

/** The queue's name, where its policy lets the service put messages there for this source. */
function delivered(deployment: Deployment, queueArn: string, service: string, sourceArn: string): string {
  const admitted = resourcesOf(deployment, 'AWS::SQS::QueuePolicy').some(({ stack, resource }) =>
    listOf(at(resource.Properties, 'PolicyDocument', 'Statement')).some(
      (statement) =>
        at(statement, 'Effect') === 'Allow' &&
        at(statement, 'Principal', 'Service') === service &&
        listOf(at(statement, 'Action')).includes('sqs:SendMessage') &&
        physical(deployment, stack, at(statement, 'Resource')) === queueArn &&
        physical(deployment, stack, at(statement, 'Condition', 'ArnEquals', 'aws:SourceArn')) === sourceArn,
    ),
  )
  return admitted ? nameOf(deployment, queueArn) : `${nameOf(deployment, queueArn)} does not admit ${service}`
}

function sweep(deployment: Deployment): Wiring['sweep'] {
  const { stack, properties } = only(deployment, 'AWS::Scheduler::Schedule')
  const on = at(properties, 'State') !== 'DISABLED'
  const wake = functionOf(deployment, physical(deployment, stack, at(properties, 'Target', 'Arn')))
  return {
    rate: at(properties, 'ScheduleExpression'),
    starts: on ? wake : 'nobody',
    retries: at(properties, 'Target', 'RetryPolicy', 'MaximumRetryAttempts'),
    within: at(properties, 'Target', 'RetryPolicy', 'MaximumEventAgeInSeconds'),
    repeats: repeatsOf(deployment, wake),
  }
}

/** How often Lambda itself repeats what failed, where nobody waits for the answer. */
function repeatsOf(deployment: Deployment, name: string): unknown {
  return resourcesOf(deployment, 'AWS::Lambda::EventInvokeConfig')
    .filter(({ stack, resource }) => {
      const named = physical(deployment, stack, resource.Properties?.['FunctionName'])
      return functionOf(deployment, named) === name
    })
    .map(({ resource }) => resource.Properties?.['MaximumRetryAttempts'])[0]
}

function pages(deployment: Deployment): Wiring['pages'] {
  const integrations = new Map(
    resourcesOf(deployment, 'AWS::ApiGatewayV2::Integration').map(({ stack, id, resource: { Properties } }) => [
      id,
      `${functionOf(deployment, physical(deployment, stack, Properties?.['IntegrationUri']))} ${String(Properties?.['PayloadFormatVersion'])}`,
    ]),
  )
  return Object.fromEntries(
    resourcesOf(deployment, 'AWS::ApiGatewayV2::Route').map(({ resource: { Properties } }) => [
      String(Properties?.['RouteKey']),
      integrations.get(String(at(Properties, 'Target', 'Fn::Join', 1, 1, 'Ref'))),
    ]),
  )
}

/** CloudFormation's names of what SES tells -> SES's own in its notifications. */
const SES_NAMES: { readonly [type: string]: string } = {
  bounce: 'Bounce',
  complaint: 'Complaint',
  delivery: 'Delivery',
  reject: 'Reject',
  renderingFailure: 'Rendering Failure',
  deliveryDelay: 'DeliveryDelay',
  open: 'Open',
  click: 'Click',
  send: 'Send',
  subscription: 'Subscription',
}

/** By the variable in which send finds the configuration set of each class. */
function feedback(deployment: Deployment): Wiring['feedback'] {
  const { stack, id } = deployment.functions['send'] ?? { stack: '', id: '' }
  const variables = at(deployment.templates[stack]?.Resources[id], 'Properties', 'Environment', 'Variables')
  return Object.fromEntries(
    ['service', 'marketing'].map((messageClass) => {
      const variable = at(variables, `SES_CONFIGURATION_SET_${messageClass.toUpperCase()}`)
      return [messageClass, feedbackOf(deployment, physical(deployment, stack, variable))]
    }),
  )
}

function feedbackOf(deployment: Deployment, configurationSet: string): Feedback {
  const destinations = resourcesOf(deployment, 'AWS::SES::ConfigurationSetEventDestination').filter(
    ({ stack, resource: { Properties } }) =>
      physical(deployment, stack, Properties?.['ConfigurationSetName']) === configurationSet &&
      at(Properties, 'EventDestination', 'Enabled') === true,
  )
  const topics = destinations.map(({ stack, resource: { Properties } }) =>
    physical(deployment, stack, at(Properties, 'EventDestination', 'SnsDestination', 'TopicARN')),
  )
  const subscriptions = resourcesOf(deployment, 'AWS::SNS::Subscription').filter(
    ({ stack, resource: { Properties } }) =>
      at(Properties, 'Protocol') === 'sqs' && topics.includes(physical(deployment, stack, Properties?.['TopicArn'])),
  )
  return {
    fates: destinations
      .flatMap(({ resource: { Properties } }) => listOf(at(Properties, 'EventDestination', 'MatchingEventTypes')))
      .map((type) => SES_NAMES[String(type)] ?? `${String(type)}?`)
      .toSorted(),
    wrapped: subscriptions.every(
      ({ resource: { Properties } }) =>
        at(Properties, 'RawMessageDelivery') !== true && at(Properties, 'FilterPolicy') === undefined,
    ),
    to: subscriptions.map(({ stack, resource: { Properties } }) =>
      delivered(
        deployment,
        physical(deployment, stack, Properties?.['Endpoint']),
        'sns.amazonaws.com',
        physical(deployment, stack, Properties?.['TopicArn']),
      ),
    ),
  }
}
