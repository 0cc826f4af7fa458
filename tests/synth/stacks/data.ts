import { Match } from 'aws-cdk-lib/assertions'
import { describe, expect, it } from 'vitest'
import { TABLE } from '#adapters/aws/dynamodb/table-definition.ts'
import { resources, synthesised } from '../synthesised.ts'

export function describeData(): void {
  const dev = synthesised()
  const prod = synthesised({ env: 'prod' })

  describe('the table', () => {
    it('has the keys, the stream and the expiry that the adapters count on, under our key', () => {
      dev.data.hasResourceProperties('AWS::DynamoDB::Table', {
        KeySchema: [
          { AttributeName: TABLE.partitionKey, KeyType: 'HASH' },
          { AttributeName: TABLE.sortKey, KeyType: 'RANGE' },
        ],
        BillingMode: 'PAY_PER_REQUEST',
        StreamSpecification: { StreamViewType: TABLE.streamView },
        TimeToLiveSpecification: { AttributeName: TABLE.ttlAttribute, Enabled: true },
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: Match.anyValue() },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      })
    })
  })

  describe('what a stack leaves behind', () => {
    const kept = ['AWS::DynamoDB::Table', 'AWS::KMS::Key', 'AWS::SecretsManager::Secret']

    it.each(kept)('keeps %s in prod, and goes without a trace in dev', (type) => {
      const policies = (template: typeof dev.data) =>
        [...resources(template, type).values()].map((r) => r.DeletionPolicy)
      expect(new Set(policies(prod.data))).toEqual(new Set(['Retain']))
      expect(new Set(policies(dev.data))).toEqual(new Set(['Delete']))
    })

    it('protects the data of prod from a slip of the hand', () => {
      prod.data.hasResourceProperties('AWS::DynamoDB::Table', { DeletionProtectionEnabled: true })
      dev.data.hasResourceProperties('AWS::DynamoDB::Table', { DeletionProtectionEnabled: false })
      expect(prod.deployment.data.terminationProtection).toBe(true)
      expect(dev.deployment.data.terminationProtection).toBe(false)
    })

    it('keeps dead letters of prod: nobody has dealt with them', () => {
      const queues = [...resources(prod.engine, 'AWS::SQS::Queue').values()]
      const kept = queues.filter((queue) => queue.DeletionPolicy === 'RetainExceptOnCreate')
      expect(
        kept.map((queue) => queue.Properties['RedriveAllowPolicy']).filter((policy) => policy === undefined),
      ).toEqual([])
      expect(kept).toHaveLength(queues.filter((queue) => queue.Properties['RedriveAllowPolicy'] !== undefined).length)
    })

    it('leaves no queue in the way of the next try when the first deployment fails: their names are fixed', () => {
      const policies = [...resources(prod.engine, 'AWS::SQS::Queue').values()].map((queue) => queue.DeletionPolicy)
      expect(new Set(policies)).toEqual(new Set(['Delete', 'RetainExceptOnCreate']))
    })

    it('keeps the logs of prod for longer', () => {
      prod.engine.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 180 })
      dev.engine.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 7 })
    })
  })

  describe('the key', () => {
    it('rotates, and lets the two services write to topics, of this account only', () => {
      const account = { Ref: 'AWS::AccountId' }
      const arn = ['arn:', { Ref: 'AWS::Partition' }, ':sns:', { Ref: 'AWS::Region' }, ':', account, ':*']
      const ownTopics = { 'Fn::Join': ['', arn] }
      dev.data.hasResourceProperties('AWS::KMS::Key', { EnableKeyRotation: true })
      for (const service of ['ses.amazonaws.com', 'cloudwatch.amazonaws.com'])
        dev.data.hasResourceProperties('AWS::KMS::Key', {
          KeyPolicy: {
            Statement: Match.arrayWith([
              Match.objectLike({
                Principal: { Service: service },
                Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
                Condition: { ArnLike: { 'kms:EncryptionContext:aws:sns:topicArn': ownTopics } },
              }),
            ]),
          },
        })
    })
  })

  describe('secrets', () => {
    it('are generated, long enough for the functions, and under our key', () => {
      dev.data.resourceCountIs('AWS::SecretsManager::Secret', 4)
      dev.data.allResourcesProperties('AWS::SecretsManager::Secret', {
        GenerateSecretString: { PasswordLength: 64, ExcludePunctuation: true },
        KmsKeyId: Match.anyValue(),
      })
    })

    it('stand in no function’s environment', () => {
      for (const template of [dev.engine, dev.edge])
        for (const { Properties } of resources(template, 'AWS::Lambda::Function').values()) {
          const names = Object.keys(Object(Object(Properties['Environment']).Variables))
          expect(names.filter((name) => name.includes('SECRET') && !name.endsWith('_ARN'))).toEqual([])
        }
    })
  })

  describe('the bus', () => {
    it('keeps fourteen days in its archive', () => {
      dev.data.hasResourceProperties('AWS::Events::Archive', { RetentionDays: 14 })
    })
  })

  describe('the stacks', () => {
    it('refer one way: the edge to the engine, both to the data', () => {
      const { data, engine, edge } = dev.deployment
      const dependencies = (stack: typeof data) => new Set(stack.dependencies.map(({ stackName }) => stackName))
      expect(dependencies(data)).toEqual(new Set())
      expect(dependencies(engine)).toEqual(new Set([data.stackName]))
      expect(dependencies(edge)).toEqual(new Set([data.stackName, engine.stackName]))
    })

    it('can change to a public name and back: what the engine still reads stays exported', () => {
      const zone = { hostedZoneId: 'Z1', hostedZoneName: 'shop.example' }
      const named = synthesised({ publicDomain: 'hello.shop.example', ...zone })
      const exportsOf = (template: typeof dev.data) =>
        Object.keys(template.findOutputs('*'))
          .filter((name) => name.startsWith('Exports'))
          .sort()
      expect(exportsOf(named.data)).toEqual(exportsOf(dev.data))
      expect(exportsOf(dev.data).some((name) => name.includes('ApiEndpoint'))).toBe(true)
    })

    it('let a queue go: alarms and dashboard know it by name, and hold no export of it', () => {
      const exported = Object.keys(dev.engine.findOutputs('*')).filter((name) => name.includes('QueueName'))
      expect(exported).toEqual([])
    })

    it('tell people and tests what was deployed', () => {
      for (const output of ['TableName', 'EventBusName', 'PublicUrl']) dev.data.hasOutput(output, {})
    })
  })
}
