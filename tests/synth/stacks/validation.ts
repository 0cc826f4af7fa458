import { readFileSync } from 'node:fs'
import { App, Stack } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import { describe, expect, it } from 'vitest'
import { ProactiveEngagement } from '#infra/proactive-engagement.ts'
import { REGIONS_WITHOUT_MAIL } from '#infra/regions.ts'
import { findings } from '../cloudformation-validate.ts'
import { resources, scratch, synthesised } from '../synthesised.ts'

const zone = { hostedZoneId: 'Z1', hostedZoneName: 'shop.example' }
const table = 'beforehand-dev-restored'
const tableStreamArn = `arn:aws:dynamodb:us-east-1:111122223333:table/${table}/stream/2026-11-24T00:00:00.000`

/** Every setting that changes a template, at least once. */
const VARIANTS: readonly { readonly [name: string]: string }[] = [
  {},
  { env: 'prod', alarmEmail: 'oncall@shop.example', sendRate: '500' },
  { publicDomain: 'hello.shop.example', ...zone },
  {
    publicDomain: 'hello.shop.example',
    certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/0a1b2c3d-1111-2222-3333-444455556666',
  },
  { publicUrl: 'https://shop.example/mail' },
  { senders: 'example.jp', hostedZoneId: 'Z1', hostedZoneName: 'example.jp' },
  { identities: 'existing', senders: 'mail.example.jp,news.example.jp', sandboxRecipients: 'me@shop.example' },
  { sandboxRecipients: 'me@shop.example', maxReads: '500', maxWrites: '500' },
  { env: 'prod', table, tableStreamArn },
]

/** CDK writes a dependency beside a reference that is one already. */
const ANSWERED = /^W3005 /
/** The stream of a restored table is named by its ARN: it was made outside every template. */
const NAMED_STREAM = /^W9002 Property 'EventSourceArn'|^W9013 /

const open = (template: object, region = 'us-east-1'): readonly string[] =>
  findings(template, region).filter((finding) => !ANSWERED.test(finding))

function everyChannel(): Template {
  const stack = new Stack(new App({ outdir: scratch() }), 'Shop')
  const arn = 'arn:aws:sms-voice:us-east-1:111122223333:sender-id/KOTORITEA/JP'
  const token = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:line-AbCdEf'
  new ProactiveEngagement(stack, 'Engagement', {
    workflows: 'workflows',
    sms: { originationArns: [arn] },
    line: { channelAccessToken: Secret.fromSecretCompleteArn(stack, 'Line', token) },
  })
  return Template.fromStack(stack)
}

/** Regions of AWS, of CloudFormation's own schemas and beyond. */
const REGIONS = `us-east-1 us-east-2 us-west-1 us-west-2 af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2
  ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6
  ap-southeast-7 ca-central-1 ca-west-1 cn-north-1 cn-northwest-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2
  eu-west-1 eu-west-2 eu-west-3 il-central-1 me-central-1 me-south-1 mx-central-1 sa-east-1 us-gov-east-1 us-gov-west-1`.split(
  /\s+/,
)

export function describeValidation(): void {
  describe('AWS’s own validator', () => {
    it.each(VARIANTS)('finds nothing with %j', (given) => {
      const { data, engine, edge } = synthesised(given)
      const answered = (finding: string): boolean => given['table'] !== undefined && NAMED_STREAM.test(finding)
      for (const template of [data, engine, edge])
        expect(open(template.toJSON()).filter((finding) => !answered(finding))).toEqual([])
    })

    it('finds nothing in an app of somebody’s own with every channel', () => {
      expect(open(everyChannel().toJSON())).toEqual([])
    })

    it.each<readonly [string, string, string, unknown]>([
      ['a property that is none', 'AWS::SQS::Queue', 'VisibiltyTimeout', 30],
      ['a value that is none', 'AWS::Lambda::Function', 'Runtime', 'nodejs99.x'],
      ['a number out of its range', 'AWS::SQS::Queue', 'MessageRetentionPeriod', 1_300_000],
    ])('would find %s', (_what, type, property, value) => {
      const planted = structuredClone(synthesised().engine.toJSON())
      const [broken] = Object.values<{ Type: string; Properties: Record<string, unknown> }>(
        planted['Resources'],
      ).filter((resource) => resource.Type === type)
      if (broken === undefined) throw new Error(`there is no ${type}`)
      broken.Properties[property] = value
      expect(open(planted)).not.toEqual([])
    })

    it('fails the synth by its findings: cdk.json says so', () => {
      const { context } = JSON.parse(readFileSync(new URL('../../../cdk.json', import.meta.url), 'utf8'))
      expect(context['@aws-cdk/core:validateAgainstDefaultRules']).toBe(true)
    })
  })

  describe('the regions', () => {
    const { data, engine, edge } = synthesised({ publicDomain: 'hello.shop.example', ...zone })
    const types = new Set(
      [data, engine, edge].flatMap((template) => [...resources(template).values()].map(({ Type }) => Type)),
    )
    /** One of each kind, without properties: only where it exists is asked. */
    const kinds = Object.fromEntries(
      [...types].filter((type) => !type.startsWith('Custom::')).map((Type, index) => [`R${index}`, { Type }]),
    )
    const missing = (region: string): readonly string[] =>
      findings({ Resources: kinds }, region).filter((finding) => finding.startsWith('F3006'))

    it.each(REGIONS)('%s has every kind of resource, or is refused before anything is deployed', (region) => {
      if (REGIONS_WITHOUT_MAIL.has(region)) expect(missing(region).join()).toContain('AWS::SES::')
      else expect(missing(region)).toEqual([])
    })
  })
}
