import { Capture, Match } from 'aws-cdk-lib/assertions'
import { describe, expect, it } from 'vitest'
import { FACTS, FUNCTION_NAMES } from '#functions/facts.ts'
import { deadLettersOf, QUEUES, STREAM, visibilityOf, WAKE } from '#functions/topology.ts'
import { resources, synthesised } from '../synthesised.ts'

export function describeEngine(): void {
  const { data, engine, edge, deployment } = synthesised()
  const nameOf = (name: string, fifo: boolean) => `beforehand-dev-${name}${fifo ? '.fifo' : ''}`

  describe('addresses to be confirmed', () => {
    it('are all made, once each, however alike they are', () => {
      const sandboxRecipients = 'a.b@shop.example, a-b@shop.example, a.b@shop.example'
      const made = resources(synthesised({ sandboxRecipients }).engine, 'AWS::SES::EmailIdentity').values()
      const addresses = [...made].map(({ Properties }) => String(Properties['EmailIdentity']))
      expect(addresses.filter((name) => name.includes('@')).sort()).toEqual(['a-b@shop.example', 'a.b@shop.example'])
    })
  })

  describe('the queues', () => {
    it.each(QUEUES)('$name is as topology.ts says, with dead letters that only it may redrive', (facts) => {
      const { fifo } = facts
      engine.hasResourceProperties('AWS::SQS::Queue', {
        QueueName: nameOf(facts.name, fifo),
        VisibilityTimeout: visibilityOf(facts),
        RedrivePolicy: { maxReceiveCount: facts.maxReceiveCount, deadLetterTargetArn: Match.anyValue() },
        SqsManagedSseEnabled: true,
      })
      const source = new Capture()
      engine.hasResourceProperties('AWS::SQS::Queue', {
        QueueName: nameOf(deadLettersOf(facts), fifo),
        MessageRetentionPeriod: 14 * 86_400,
        RedriveAllowPolicy: { redrivePermission: 'byQueue', sourceQueueArns: [source] },
      })
      expect(JSON.stringify(source.asObject())).toContain(`:${nameOf(facts.name, fifo)}"`)
    })

    it('are no others than those, their dead letters, and those of the stream and the rule', () => {
      engine.resourceCountIs('AWS::SQS::Queue', 2 * QUEUES.length + 2)
    })

    it('take a customer as a group at full throughput where order counts, with ids of the sender', () => {
      engine.hasResourceProperties('AWS::SQS::Queue', {
        QueueName: 'beforehand-dev-react.fifo',
        FifoQueue: true,
        ContentBasedDeduplication: false,
        DeduplicationScope: 'messageGroup',
        FifoThroughputLimit: 'perMessageGroupId',
      })
    })

    it('refuse requests that are not encrypted, and so do the topics', () => {
      const policies = [...resources(engine, 'AWS::SQS::QueuePolicy').values()].map((policy) => JSON.stringify(policy))
      expect(policies.filter((policy) => policy.includes('"aws:SecureTransport":"false"'))).toHaveLength(
        2 * QUEUES.length + 2,
      )
      for (const template of [engine, edge])
        for (const topic of resources(template, 'AWS::SNS::TopicPolicy').values())
          expect(JSON.stringify(topic)).toContain('"aws:SecureTransport":"false"')
    })
  })

  describe('the functions', () => {
    const functions = [...resources(engine, 'AWS::Lambda::Function'), ...resources(edge, 'AWS::Lambda::Function')]

    it('are those of topology.ts, on Node 24 and arm64, outside any VPC, each with its time', () => {
      expect(functions.map(([, { Properties }]) => Properties['Description']).sort()).toEqual(
        FUNCTION_NAMES.map((name) => `Beforehand: ${name}`).sort(),
      )
      for (const [, { Properties }] of functions) {
        const [, name = ''] = String(Properties['Description']).split(': ')
        const timeout = Object.entries(FACTS).find(([known]) => known === name)?.[1].timeout
        expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], Timeout: timeout })
        expect(Properties).not.toHaveProperty('VpcConfig')
      }
    })

    it('take batches as topology.ts says, and give back only what failed', () => {
      for (const facts of QUEUES)
        engine.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
          BatchSize: facts.batchSize,
          ScalingConfig: { MaximumConcurrency: facts.concurrency },
          FunctionResponseTypes: ['ReportBatchItemFailures'],
        })
      engine.resourceCountIs('AWS::Lambda::EventSourceMapping', QUEUES.length + 1)
    })

    it('relay follows the stream from its beginning, halving what fails, and losing nothing', () => {
      engine.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
        BatchSize: STREAM.batchSize,
        StartingPosition: 'TRIM_HORIZON',
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: STREAM.maximumRetryAttempts,
        FunctionResponseTypes: Match.absent(),
        DestinationConfig: {
          OnFailure: { Destination: { 'Fn::GetAtt': [Match.stringLikeRegexp('RelayDlq'), 'Arn'] } },
        },
        FilterCriteria: { Filters: STREAM.filters.map((filter) => ({ Pattern: JSON.stringify(filter) })) },
      })
    })

    it('wake comes once a minute and is not made up for', () => {
      engine.hasResourceProperties('AWS::Scheduler::Schedule', {
        ScheduleExpression: WAKE.rate,
        Target: { RetryPolicy: { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 2 } },
      })
      engine.hasResourceProperties('AWS::Lambda::EventInvokeConfig', { MaximumRetryAttempts: 0 })
    })
  })

  describe('roles', () => {
    const statements = [engine, edge, data].flatMap((template) =>
      [...resources(template, 'AWS::IAM::Policy').values()].flatMap(
        ({ Properties }) => Object(Properties['PolicyDocument']).Statement as { Action: unknown; Resource: unknown }[],
      ),
    )

    it('name every action and every resource, without an asterisk', () => {
      expect(statements.length).toBeGreaterThan(20)
      for (const { Action, Resource } of statements) expect(JSON.stringify([Action, Resource])).not.toContain('*')
    })

    it('are one for each function, and no policy of AWS’s own', () => {
      expect(new Set(deployment.engagement.engine.functions.map(({ role }) => role.node.path)).size).toBe(7)
      for (const template of [engine, edge])
        for (const role of resources(template, 'AWS::IAM::Role').values())
          expect(role.Properties).not.toHaveProperty('ManagedPolicyArns')
    })

    it('let nobody but send write a mail, from our identities and by our configuration sets', () => {
      const mail = statements.filter(({ Action }) => JSON.stringify(Action).includes('ses:'))
      expect(mail).toHaveLength(1)
      const resource = JSON.stringify(mail[0]?.Resource)
      for (const part of [':identity/mail.example.jp', ':identity/news.example.jp', ':configuration-set/'])
        expect(resource).toContain(part)
    })

    it('give the key of suppressed addresses to send and record only, and none to react', () => {
      const holders = [...resources(engine, 'AWS::Lambda::Function').values()].flatMap(({ Properties }) =>
        JSON.stringify(Properties['Environment']).includes('"ADDRESS_SECRET_ARN"') ? [Properties['Description']] : [],
      )
      expect(holders.sort()).toEqual(['Beforehand: record', 'Beforehand: send'])
      const react = [...resources(engine, 'AWS::IAM::Policy')].find(([id]) => id.startsWith('EngineReact'))
      expect(JSON.stringify(react)).not.toContain('secretsmanager')
    })
  })

  describe('mail', () => {
    it('tells every fate of a mail, and reading of marketing only', () => {
      const fates = ['bounce', 'complaint', 'delivery', 'reject', 'renderingFailure', 'deliveryDelay']
      const told = (events: readonly string[]) =>
        engine.hasResourceProperties('AWS::SES::ConfigurationSetEventDestination', {
          EventDestination: { Enabled: true, MatchingEventTypes: events, SnsDestination: Match.anyValue() },
        })
      told(fates)
      told([...fates, 'open', 'click'])
      engine.allResourcesProperties('AWS::SES::ConfigurationSet', {
        DeliveryOptions: { TlsPolicy: 'REQUIRE' },
        ReputationOptions: { ReputationMetricsEnabled: true },
      })
    })

    it('is told by SES for this account’s configuration sets only', () => {
      engine.hasResourceProperties('AWS::SNS::TopicPolicy', {
        PolicyDocument: {
          Statement: Match.arrayWith([
            Match.objectLike({
              Principal: { Service: 'ses.amazonaws.com' },
              Action: 'sns:Publish',
              Condition: {
                StringEquals: { 'AWS:SourceAccount': { Ref: 'AWS::AccountId' }, 'AWS:SourceArn': Match.anyValue() },
              },
            }),
          ]),
        },
      })
      engine.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'sqs', RedrivePolicy: Match.anyValue() })
      for (const template of [engine, edge])
        template.allResourcesProperties('AWS::SNS::Topic', { KmsMasterKeyId: Match.anyValue() })
    })
  })

  describe('the catalogue', () => {
    it('is published by its hash after the function may write the table', () => {
      const [seed] = [...resources(engine, 'Custom::BeforehandCatalogue').values()]
      expect(seed?.Properties).toMatchObject({ Hash: expect.stringMatching(/^\S{16,}$/) })
      expect(seed?.DependsOn?.some((id) => id.startsWith('EngineSeedRoleDefaultPolicy'))).toBe(true)
    })
  })
}
