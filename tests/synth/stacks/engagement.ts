import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib'
import { Match, Template } from 'aws-cdk-lib/assertions'
import { AttributeType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb'
import { EventBus } from 'aws-cdk-lib/aws-events'
import { Key } from 'aws-cdk-lib/aws-kms'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import { EmailIdentity } from 'aws-cdk-lib/aws-ses'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { describe, expect, it } from 'vitest'
import { deploy } from '#infra/deployment.ts'
import { ProactiveEngagement } from '#infra/proactive-engagement.ts'
import type { ProactiveEngagementProps } from '#infra/proactive-engagement-props.ts'
import { SetupError } from '#infra/setup-error.ts'
import { newApp, resources, scratch, synthesised } from '../synthesised.ts'

const TABLE_ARN = 'arn:aws:dynamodb:eu-west-1:111122223333:table/customers'
const KEY_ARN = 'arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-1111-2222-3333-444455556666'
const TOPIC_ARN = 'arn:aws:sns:eu-west-1:111122223333:oncall'

function embedded(props: Partial<ProactiveEngagementProps> = {}): Template {
  const stack = new Stack(new App({ outdir: scratch() }), 'Shop')
  new ProactiveEngagement(stack, 'Engagement', { workflows: 'workflows', ...props })
  return Template.fromStack(stack)
}

/** What somebody's own app has already. */
function ownThings(): { readonly stack: Stack; readonly props: ProactiveEngagementProps } {
  const stack = new Stack(new App({ outdir: scratch() }), 'Shop')
  const key = Key.fromKeyArn(stack, 'OwnKey', KEY_ARN)
  const attributes = { tableArn: TABLE_ARN, tableStreamArn: `${TABLE_ARN}/stream/2026`, encryptionKey: key }
  return {
    stack,
    props: {
      workflows: 'workflows',
      name: 'tea',
      key,
      table: Table.fromTableAttributes(stack, 'OwnTable', attributes),
      eventBus: EventBus.fromEventBusArn(stack, 'OwnBus', 'arn:aws:events:eu-west-1:111122223333:event-bus/shop'),
      senders: [{ from: 'example.jp', identity: EmailIdentity.fromEmailIdentityName(stack, 'OwnMail', 'example.jp') }],
      alarms: { topic: Topic.fromTopicArn(stack, 'OwnTopic', TOPIC_ARN) },
      publicUrl: 'https://shop.example/mail/',
    },
  }
}

/** A folder whose only workflow has a typo. */
function brokenWorkflows(): string {
  const folder = scratch()
  writeFileSync(join(folder, 'settings.yaml'), 'brand:\n  name: Tea\n  colour: green\n')
  return folder
}

export function describeEngagement(): void {
  describe('in somebody’s own app', () => {
    it('stands in one stack, with data that is kept', () => {
      const template = embedded()
      template.resourceCountIs('AWS::DynamoDB::Table', 1)
      template.hasResource('AWS::DynamoDB::Table', { DeletionPolicy: 'Retain' })
      template.resourceCountIs('AWS::Lambda::Function', 8)
    })

    it('can go without a trace where that is wanted', () => {
      embedded({ removalPolicy: RemovalPolicy.DESTROY }).hasResource('AWS::DynamoDB::Table', {
        DeletionPolicy: 'Delete',
      })
    })

    it('uses what is there: bus, table, key, identity, topic and address', () => {
      const { stack, props } = ownThings()
      new ProactiveEngagement(stack, 'Engagement', props)
      const template = Template.fromStack(stack)
      const made = ['AWS::DynamoDB::Table', 'AWS::KMS::Key', 'AWS::Events::EventBus', 'AWS::SES::EmailIdentity']
      for (const type of made) template.resourceCountIs(type, 0)
      template.hasResourceProperties('AWS::Events::Rule', { EventBusName: 'shop' })
      template.hasResourceProperties('AWS::Events::Archive', { RetentionDays: 14 })
      template.hasResourceProperties('AWS::Lambda::EventSourceMapping', { EventSourceArn: `${TABLE_ARN}/stream/2026` })
      template.hasResourceProperties('AWS::SQS::Queue', { QueueName: 'tea-react.fifo' })
      template.hasResourceProperties('AWS::Lambda::Function', {
        Environment: { Variables: { PUBLIC_URL: 'https://shop.example/mail', TABLE_NAME: 'customers' } },
      })
      template.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: [TOPIC_ARN] })
    })

    it('grants on the existing table and key, and nothing beside them', () => {
      const { stack, props } = ownThings()
      new ProactiveEngagement(stack, 'Engagement', props)
      const policies = [...resources(Template.fromStack(stack), 'AWS::IAM::Policy').values()]
      const text = JSON.stringify(policies)
      expect(text).toContain(`"Resource":"${TABLE_ARN}"`)
      expect(text).toContain(`"Resource":"${KEY_ARN}"`)
      expect(text).toContain(':identity/example.jp')
      for (const { Properties } of policies)
        for (const { Action, Resource } of Object(Properties['PolicyDocument']).Statement)
          expect(JSON.stringify([Action, Resource])).not.toContain('*')
    })

    it('opens text messages and LINE where they are given, each to its own', () => {
      const stack = new Stack(new App({ outdir: scratch() }), 'Shop')
      const number = 'arn:aws:sms-voice:eu-west-1:111122223333:phone-number/p-1'
      const token = Secret.fromSecretCompleteArn(
        stack,
        'Line',
        'arn:aws:secretsmanager:eu-west-1:111122223333:secret:line-AbCdEf',
      )
      new ProactiveEngagement(stack, 'Engagement', {
        workflows: 'workflows',
        sms: { originationArns: [number] },
        line: { channelAccessToken: token },
      })
      const template = Template.fromStack(stack)
      template.hasResourceProperties('AWS::IAM::Policy', {
        PolicyDocument: {
          Statement: Match.arrayWith([Match.objectLike({ Action: 'sms-voice:SendTextMessage', Resource: number })]),
        },
      })
      template.hasResourceProperties('AWS::Lambda::Function', {
        Environment: { Variables: { LINE_CHANNEL_ACCESS_TOKEN_ARN: token.secretArn } },
      })
    })

    it('lets the sandbox’s recipients be written to, once they have confirmed', () => {
      const template = embedded({ sandboxRecipients: ['me@shop.example'] })
      template.hasResourceProperties('AWS::SES::EmailIdentity', { EmailIdentity: 'me@shop.example' })
      const text = JSON.stringify([...resources(template, 'AWS::IAM::Policy').values()])
      expect(text).toContain(':identity/me@shop.example')
    })

    it('paces mails by the rate that SES grants', () => {
      const template = embedded({ sendRate: 2000 })
      template.hasResourceProperties('AWS::Lambda::EventSourceMapping', { ScalingConfig: { MaximumConcurrency: 30 } })
    })
  })

  describe('identities of SES', () => {
    it('are left alone where they exist', () => {
      const { engine } = synthesised({ identities: 'existing', senders: 'mail.example.jp news.example.jp' })
      engine.resourceCountIs('AWS::SES::EmailIdentity', 0)
      expect(JSON.stringify([...resources(engine, 'AWS::IAM::Policy').values()])).toContain(':identity/news.example.jp')
    })

    it('get their records written where the zone is known, and shown where it is not', () => {
      const zone = { hostedZoneId: 'Z1', hostedZoneName: 'example.jp' }
      const written = synthesised({ senders: 'example.jp', ...zone })
      written.engine.resourceCountIs('AWS::Route53::RecordSet', 3)
      expect(Object.keys(written.engine.findOutputs('*')).filter((id) => id.startsWith('DkimRecord'))).toEqual([])
      const shown = synthesised()
      expect(Object.keys(shown.engine.findOutputs('*')).filter((id) => id.startsWith('DkimRecord'))).toHaveLength(6)
    })
  })

  describe('what cannot be deployed', () => {
    const refused = (given: { readonly [name: string]: string }): string => {
      try {
        deploy(newApp(given))
      } catch (error) {
        if (error instanceof SetupError) return error.message
        throw error
      }
      return 'deployed'
    }

    it.each([
      [{ env: 'staging' }, 'env: "staging" is none of dev, prod.'],
      [
        { evn: 'prod' },
        'evn: there is no such setting, only env, workflows, senders, identities, sandboxRecipients, sendRate, maxReads, maxWrites, table, tableStreamArn, alarmEmail, publicUrl, publicDomain, certificateArn, hostedZoneId, hostedZoneName.',
      ],
      [{ workflows: 'no-such-folder' }, 'workflows: there is no folder no-such-folder.'],
      [{ sendRate: 'fast' }, 'sendRate: is not a number.'],
      [{ sendRate: '0' }, 'sendRate: 0 is not a number of mails per second (1 to 100,000).'],
      [{ publicUrl: 'http://shop.example' }, 'publicUrl: "http://shop.example" is not an https address.'],
      [{ alarmEmail: 'nobody' }, 'alarms.email: "nobody" is not an address.'],
      [{ identities: 'some' }, 'identities: is new or existing.'],
      [{ identities: 'existing' }, 'identities: name the existing ones in senders.'],
      [{ hostedZoneId: 'Z1' }, 'hostedZoneId and hostedZoneName: give both.'],
      [{ table: 'restored' }, 'table and tableStreamArn: give both.'],
      [
        { table: 'restored', tableStreamArn: 'arn:aws:dynamodb:us-east-1:111122223333:table/other/stream/2026' },
        'table: "arn:aws:dynamodb:us-east-1:111122223333:table/other/stream/2026" is not the stream of the table restored.',
      ],
      [{ maxWrites: '0' }, 'throughput: writes is 0, which is no whole number of units a second from 1.'],
      [{ maxReads: 'many' }, 'maxReads: is not a number.'],
      [
        { publicDomain: 'hello.shop.example' },
        'publicDomain: hello.shop.example needs a hostedZone, or a certificate of its own.',
      ],
      [{ senders: 'shop_example' }, 'senders: "shop_example" is not a domain (as mail.example.com, in small letters).'],
      [
        { senders: 'shop.example' },
        'senders: workflows/settings.yaml writes from support@mail.example.jp, which none of them covers (shop.example).',
      ],
    ])('%j: one sentence', (given, sentence) => {
      expect(refused(given)).toBe(sentence)
    })

    it('is a workflow that does not check: the place is named', () => {
      const message = refused({ workflows: brokenWorkflows() })
      expect(message).toMatch(/does not check, so it is not deployed:\n/)
      expect(message).toMatch(/settings\.yaml:3:\d+ .*colour/)
    })

    it('is a region in which CloudFormation has no SES', () => {
      const stack = new Stack(new App({ outdir: scratch() }), 'Shop', { env: { region: 'ap-east-1' } })
      expect(() => new ProactiveEngagement(stack, 'Engagement', { workflows: 'workflows' })).toThrow(
        /^region: CloudFormation cannot set up SES in ap-east-1/,
      )
    })

    it('is a name that queues cannot have', () => {
      expect(() => embedded({ name: 'tea & more' })).toThrow(/^name: "tea & more" may have letters/)
    })

    it('is a table without a stream, for nothing would be sent', () => {
      const stack = new Stack(new App({ outdir: scratch() }), 'Shop')
      const table = Table.fromTableName(stack, 'OwnTable', 'customers')
      expect(() => new ProactiveEngagement(stack, 'Engagement', { workflows: 'workflows', table })).toThrow(
        /^table: the existing table has no stream/,
      )
      const streaming = new Table(stack, 'Own', {
        partitionKey: { name: 'PK', type: AttributeType.STRING },
        sortKey: { name: 'SK', type: AttributeType.STRING },
        stream: StreamViewType.NEW_IMAGE,
      })
      expect(() => new ProactiveEngagement(stack, 'Other', { workflows: 'workflows', table: streaming })).not.toThrow()
    })

    it('is an SMS channel without a number, or with something else', () => {
      expect(() => embedded({ sms: { originationArns: [] } })).toThrow(/^sms: name at least one/)
      expect(() => embedded({ sms: { originationArns: ['+81312345678'] } })).toThrow(/^sms: "\+81312345678" is no ARN/)
    })
  })
}
