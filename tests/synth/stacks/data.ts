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

  describe('what the table may cost', () => {
    const most = (given: { readonly [name: string]: string }, units: { reads: number; writes: number }) =>
      synthesised(given).data.hasResourceProperties('AWS::DynamoDB::Table', {
        OnDemandThroughput: { MaxReadRequestUnits: units.reads, MaxWriteRequestUnits: units.writes },
      })

    it('ends at 10,000 units a second, or where the settings say', () => {
      most({}, { reads: 10_000, writes: 10_000 })
      most({ maxWrites: '25000' }, { reads: 10_000, writes: 25_000 })
    })
  })

  describe('a table that was restored', () => {
    const table = 'beforehand-dev-restored'
    const tableStreamArn = `arn:aws:dynamodb:us-east-1:111122223333:table/${table}/stream/2026-11-24T00:00:00.000`
    const restored = synthesised({ table, tableStreamArn })

    it('is what every function, the stream, the alarms and the output speak of, and ours stays beside it', () => {
      const ours = [...resources(restored.data, 'AWS::DynamoDB::Table').keys()]
      expect(ours).toHaveLength(1)
      for (const template of [restored.engine, restored.edge])
        for (const id of ours) expect(JSON.stringify(template.toJSON())).not.toContain(id)
      for (const { Properties } of resources(restored.engine, 'AWS::Lambda::Function').values()) {
        const variables = Object(Object(Properties['Environment']).Variables)
        if ('TABLE_NAME' in variables) expect(variables.TABLE_NAME).toBe(table)
      }
      restored.engine.hasResourceProperties('AWS::Lambda::EventSourceMapping', { EventSourceArn: tableStreamArn })
      restored.data.hasOutput('TableName', { Value: table })
      const alarm = { Dimensions: [{ Name: 'TableName', Value: table }], MetricName: 'WriteThrottleEvents' }
      restored.edge.hasResourceProperties('AWS::CloudWatch::Alarm', alarm)
    })

    it('is read and written under our own key', () => {
      const policies = JSON.stringify([...resources(restored.engine, 'AWS::IAM::Policy').values()])
      expect(policies).toContain('"kms:ViaService":{"Fn::Join":["",["dynamodb."')
    })
  })

  describe('what a stack leaves behind', () => {
    it('leaves every sender and recipient that SES was told of: others of the account write from them', () => {
      const given = { sandboxRecipients: 'me@shop.example' }
      for (const { engine } of [synthesised(given), synthesised({ ...given, env: 'prod' })]) {
        const identities = [...resources(engine, 'AWS::SES::EmailIdentity').values()]
        expect(identities.length).toBe(3)
        for (const { DeletionPolicy } of identities) expect(DeletionPolicy).toBe('RetainExceptOnCreate')
      }
    })

    it('makes none of them anew where SES knows them already', () => {
      const existing = { identities: 'existing', senders: 'mail.example.jp,news.example.jp' }
      const { engine } = synthesised({ ...existing, sandboxRecipients: 'me@shop.example' })
      engine.resourceCountIs('AWS::SES::EmailIdentity', 0)
      expect(JSON.stringify(engine.toJSON())).toContain(':identity/me@shop.example')
    })

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

    it('let a function, a queue or a public name go in one deployment: none holds an export of another', () => {
      const named = synthesised({
        publicDomain: 'hello.shop.example',
        hostedZoneId: 'Z1',
        hostedZoneName: 'shop.example',
      })
      for (const { data, engine, edge } of [dev, prod, named])
        for (const template of [data, engine, edge]) {
          expect(JSON.stringify(template.toJSON())).not.toContain('Fn::ImportValue')
          for (const output of Object.values(template.findOutputs('*'))) expect(output).not.toHaveProperty('Export')
        }
    })

    it('would be held back by one: references of the strong kind export', () => {
      const strong = synthesised({ '@aws-cdk/core:defaultCrossStackReferences': 'strong' })
      expect(JSON.stringify(strong.engine.toJSON())).toContain('Fn::ImportValue')
    })

    it('tell people and tests what was deployed', () => {
      for (const output of ['TableName', 'EventBusName', 'PublicUrl']) dev.data.hasOutput(output, {})
    })
  })
}
