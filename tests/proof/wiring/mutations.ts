import { deadLettersOf, QUEUES } from '#functions/topology.ts'
import { at, type Deployment, type Placed } from '../deployment.ts'
import { changed, put } from '../mutate.ts'
import { arn } from '../physical.ts'

/** A change of a template, and the place in the wiring at which it must be seen. */
export interface Mutation {
  readonly what: string
  readonly seen: string
  readonly change: (deployment: Deployment) => Deployment
}

const any = (): boolean => true
const named =
  (part: string) =>
  ({ id }: Placed): boolean =>
    id.includes(part)
const queue =
  (name: string) =>
  ({ resource }: Placed): boolean =>
    String(resource.Properties?.['QueueName'])
      .replace(/\.fifo$/, '')
      .endsWith(`-${name}`)

/** Sets `path` of the first resource of `type` that `which` takes. */
const set =
  (type: string, which: (placed: Placed) => boolean, path: readonly (string | number)[], value: unknown) =>
  (deployment: Deployment): Deployment =>
    changed(deployment, type, which, (properties) => put(properties, path, value))

const TABLE = 'AWS::DynamoDB::Table'
const QUEUE = 'AWS::SQS::Queue'
const MAPPING = 'AWS::Lambda::EventSourceMapping'
const RULE = 'AWS::Events::Rule'
const FATES = 'AWS::SES::ConfigurationSetEventDestination'
const fromTable = named('FromTable')
const other = arn('sqs', 'another')

export const MUTATIONS: readonly Mutation[] = [
  {
    what: 'the table’s partition key',
    seen: 'table.keys',
    change: set(TABLE, any, ['KeySchema', 0, 'AttributeName'], 'pk'),
  },
  {
    what: 'the type of its sort key',
    seen: 'table.attributes',
    change: set(TABLE, any, ['AttributeDefinitions', 1, 'AttributeType'], 'N'),
  },
  {
    what: 'an index',
    seen: 'table.indexes',
    change: set(TABLE, any, ['GlobalSecondaryIndexes'], [{ IndexName: 'by-day' }]),
  },
  {
    what: 'what its stream shows',
    seen: 'table.stream',
    change: set(TABLE, any, ['StreamSpecification', 'StreamViewType'], 'NEW_AND_OLD_IMAGES'),
  },
  {
    what: 'the attribute by which items expire',
    seen: 'table.expiry',
    change: set(TABLE, any, ['TimeToLiveSpecification', 'AttributeName'], 'expires'),
  },
  {
    what: 'expiry at all',
    seen: 'table.expiry',
    change: set(TABLE, any, ['TimeToLiveSpecification', 'Enabled'], false),
  },
  { what: 'who pays how', seen: 'table.billing', change: set(TABLE, any, ['BillingMode'], 'PROVISIONED') },
  {
    what: 'the time of a function',
    seen: 'functions.react.timeout',
    change: set('AWS::Lambda::Function', named('React'), ['Timeout'], 60),
  },
  ...QUEUES.map(
    ({ name, handler }): Mutation => ({
      what: `the visibility of ${name}, below six times ${handler}’s time`,
      seen: `queues.${name}.visibility`,
      change: set(QUEUE, queue(name), ['VisibilityTimeout'], 30),
    }),
  ),
  {
    what: 'receives before the dead letters',
    seen: 'queues.ingest.maxReceiveCount',
    change: set(QUEUE, queue('ingest'), ['RedrivePolicy', 'maxReceiveCount'], 1),
  },
  {
    what: 'whose dead letters they are',
    seen: 'queues.ingest.deadLetters',
    change: set(QUEUE, queue('ingest'), ['RedrivePolicy', 'deadLetterTargetArn'], other),
  },
  {
    what: 'dead letters at all',
    seen: 'queues.feedback',
    change: set(QUEUE, queue('feedback'), ['RedrivePolicy'], undefined),
  },
  {
    what: 'the order of a customer’s events',
    seen: 'queues.react.fifo',
    change: set(QUEUE, queue('react'), ['FifoQueue'], undefined),
  },
  {
    what: 'who says what is a duplicate',
    seen: 'queues.react.ownIds',
    change: set(QUEUE, queue('react'), ['ContentBasedDeduplication'], true),
  },
  {
    what: 'throughput per customer',
    seen: 'queues.react.ownIds',
    change: set(QUEUE, queue('react'), ['FifoThroughputLimit'], 'perQueue'),
  },
  {
    what: 'a queue’s name',
    seen: `queues.${deadLettersOf({ name: 'ingest' })}`,
    change: set(QUEUE, queue('ingest-dlq'), ['QueueName'], 'shop-other'),
  },
  {
    what: 'the size of a batch',
    seen: 'consumers.ingest.batchSize',
    change: set(MAPPING, named('FromIngest'), ['BatchSize'], 1),
  },
  {
    what: 'answers for part of a batch',
    seen: 'consumers.send-email-service.partial',
    change: set(MAPPING, named('FromSendEmailService'), ['FunctionResponseTypes'], undefined),
  },
  {
    what: 'how many senders work at once',
    seen: 'consumers.send-sms-service.concurrency',
    change: set(MAPPING, named('FromSendSmsService'), ['ScalingConfig', 'MaximumConcurrency'], 50),
  },
  {
    what: 'a consumer that is off',
    seen: 'consumers.feedback.by',
    change: set(MAPPING, named('FromFeedback'), ['Enabled'], false),
  },
  {
    what: 'the size of the stream’s batch',
    seen: 'stream.batchSize',
    change: set(MAPPING, fromTable, ['BatchSize'], 1000),
  },
  {
    what: 'answers for part of the stream’s batch',
    seen: 'stream.partial',
    change: set(MAPPING, fromTable, ['FunctionResponseTypes'], ['ReportBatchItemFailures']),
  },
  {
    what: 'the stream’s retries',
    seen: 'stream.retries',
    change: set(MAPPING, fromTable, ['MaximumRetryAttempts'], -1),
  },
  { what: 'who reads the stream', seen: 'stream.by', change: set(MAPPING, fromTable, ['Enabled'], false) },
  { what: 'halving', seen: 'stream.bisects', change: set(MAPPING, fromTable, ['BisectBatchOnFunctionError'], false) },
  {
    what: 'where the stream’s failures go',
    seen: 'stream.onFailure',
    change: set(MAPPING, fromTable, ['DestinationConfig', 'OnFailure', 'Destination'], other),
  },
  {
    what: 'a filter of the stream',
    seen: 'stream.filters',
    change: set(MAPPING, fromTable, ['FilterCriteria', 'Filters', 1], undefined),
  },
  {
    what: 'what a filter asks for',
    seen: 'stream.filters',
    change: set(
      MAPPING,
      fromTable,
      ['FilterCriteria', 'Filters', 0, 'Pattern'],
      '{"dynamodb":{"NewImage":{"status":{"S":["sent"]}}}}',
    ),
  },
  {
    what: 'the rule’s pattern',
    seen: 'rule.pattern',
    change: set(RULE, any, ['EventPattern', 'source'], [{ 'anything-but': ['another'] }]),
  },
  { what: 'where the rule leads', seen: 'rule.to', change: set(RULE, any, ['Targets', 0, 'Arn'], other) },
  {
    what: 'the rule’s dead letters',
    seen: 'rule.deadLetters',
    change: set(RULE, any, ['Targets', 0, 'DeadLetterConfig', 'Arn'], other),
  },
  {
    what: 'what the rule hands over',
    seen: 'rule.whole',
    change: set(RULE, any, ['Targets', 0, 'InputPath'], '$.detail'),
  },
  {
    what: 'a rule that never retries',
    seen: 'rule.retries',
    change: set(RULE, any, ['Targets', 0, 'RetryPolicy', 'MaximumRetryAttempts'], 0),
  },
  {
    what: 'a rule that gives up after a minute',
    seen: 'rule.within',
    change: set(RULE, any, ['Targets', 0, 'RetryPolicy', 'MaximumEventAgeInSeconds'], 60),
  },
  {
    what: 'a queue that forgets after an hour',
    seen: 'queues.ingest.retention',
    change: set(QUEUE, queue('ingest'), ['MessageRetentionPeriod'], 3_600),
  },
  {
    what: 'dead letters that are gone after four days, as where nothing is said',
    seen: 'queues.feedback-dlq.retention',
    change: set(QUEUE, queue('feedback-dlq'), ['MessageRetentionPeriod'], undefined),
  },
  {
    what: 'sweeps that are made up for',
    seen: 'sweep.repeats',
    change: set('AWS::Lambda::EventInvokeConfig', named('Wake'), ['MaximumRetryAttempts'], 2),
  },
  {
    what: 'a sweep that is given up at the first trouble',
    seen: 'sweep.retries',
    change: set('AWS::Scheduler::Schedule', any, ['Target', 'RetryPolicy', 'MaximumRetryAttempts'], 0),
  },
  {
    what: 'a sweep that comes an hour late',
    seen: 'sweep.within',
    change: set('AWS::Scheduler::Schedule', any, ['Target', 'RetryPolicy', 'MaximumEventAgeInSeconds'], 3_600),
  },
  {
    what: 'a filter of a queue',
    seen: 'consumers.ingest.everything',
    change: set(MAPPING, named('FromIngest'), ['FilterCriteria'], { Filters: [{ Pattern: '{}' }] }),
  },
  {
    what: 'who may put events on ingest’s queue',
    seen: 'rule.to',
    change: withoutAdmission('EngineQueuesIngestPolicy'),
  },
  {
    what: 'who may put feedback on its queue',
    seen: 'feedback.service.to',
    change: withoutAdmission('EngineQueuesFeedbackPolicy'),
  },
  {
    what: 'the pace of the sweep',
    seen: 'sweep.rate',
    change: set('AWS::Scheduler::Schedule', any, ['ScheduleExpression'], 'rate(5 minutes)'),
  },
  {
    what: 'a sweep that is off',
    seen: 'sweep.starts',
    change: set('AWS::Scheduler::Schedule', any, ['State'], 'DISABLED'),
  },
  {
    what: 'a route that only AWS answers',
    seen: 'pages.GET /c/{token}',
    change: set('AWS::ApiGatewayV2::Route', named('PreferencesGET'), ['RouteKey'], 'GET /c/{token}'),
  },
  {
    what: 'a route that only the local host answers',
    seen: 'pages.GET /preferences/{token}',
    change: set('AWS::ApiGatewayV2::Route', named('PreferencesGET'), ['RouteKey'], 'GET /c/{token}'),
  },
  {
    what: 'the memory of a function',
    seen: 'functions.send.memory',
    change: set('AWS::Lambda::Function', named('Send'), ['MemorySize'], 128),
  },
  {
    what: 'what a function is told',
    seen: 'functions.wake.variables',
    change: set('AWS::Lambda::Function', named('Wake'), ['Environment', 'Variables', 'REACT_QUEUE_URL'], undefined),
  },
  {
    what: 'a page',
    seen: 'pages.POST /u/{token}',
    change: set('AWS::ApiGatewayV2::Route', named('PagesPOST'), ['RouteKey'], 'PUT /u/{token}'),
  },
  {
    what: 'the form in which a page is asked for',
    seen: 'pages.GET /u/{token}',
    change: set('AWS::ApiGatewayV2::Integration', any, ['PayloadFormatVersion'], '1.0'),
  },
  {
    what: 'complaints',
    seen: 'feedback.marketing.fates',
    change: set(FATES, named('MailMarketing'), ['EventDestination', 'MatchingEventTypes'], ['bounce']),
  },
  {
    what: 'watching who reads about their parcel',
    seen: 'feedback.service.fates',
    change: set(FATES, named('MailService'), ['EventDestination', 'MatchingEventTypes', 6], 'open'),
  },
  {
    what: 'feedback that is off',
    seen: 'feedback.service.fates',
    change: set(FATES, named('MailService'), ['EventDestination', 'Enabled'], false),
  },
  {
    what: 'SNS’s envelope',
    seen: 'feedback.service.wrapped',
    change: set('AWS::SNS::Subscription', any, ['RawMessageDelivery'], true),
  },
  {
    what: 'where feedback goes',
    seen: 'feedback.service.to',
    change: set('AWS::SNS::Subscription', any, ['Endpoint'], other),
  },
]

/** Leaves of a queue's policy only what denies. */
function withoutAdmission(policy: string): Mutation['change'] {
  return (deployment) =>
    changed(deployment, 'AWS::SQS::QueuePolicy', named(policy), (properties) => {
      const statements = at(properties, 'PolicyDocument', 'Statement')
      if (!Array.isArray(statements) || statements.length < 2) throw new Error(`${policy} admits nobody`)
      put(
        properties,
        ['PolicyDocument', 'Statement'],
        statements.filter((statement) => at(statement, 'Effect') === 'Deny'),
      )
    })
}
