import { Capture, Match } from 'aws-cdk-lib/assertions'
import { describe, expect, it } from 'vitest'
import { FUNCTION_NAMES } from '#functions/facts.ts'
import { METRIC_NAMES } from '#functions/metrics.ts'
import { QUEUES } from '#functions/topology.ts'
import { ALARMS, type AlarmKind, runbookAnchor } from '#infra/watch/alarm-texts.ts'
import { resources, synthesised } from '../synthesised.ts'

export function describeEdge(): void {
  const { edge, engine } = synthesised({ alarmEmail: 'oncall@shop.example' })
  const alarms = [...resources(edge, 'AWS::CloudWatch::Alarm').values()].map(({ Properties }) => Properties)
  const about = (kind: AlarmKind) =>
    alarms.filter(({ AlarmDescription }) => String(AlarmDescription).includes(`#${runbookAnchor(kind)}.`))

  describe('the pages', () => {
    it('are shown by GET and act by POST, and no other way leads in', () => {
      const keys = [...resources(edge, 'AWS::ApiGatewayV2::Route').values()].map(
        ({ Properties }) => Properties['RouteKey'],
      )
      expect(keys.sort()).toEqual([
        'GET /preferences/{token}',
        'GET /u/{token}',
        'POST /preferences/{token}',
        'POST /u/{token}',
      ])
    })

    it('are throttled, and logged without the customer’s link', () => {
      const format = new Capture()
      edge.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
        AutoDeploy: true,
        DefaultRouteSettings: { ThrottlingBurstLimit: 100, ThrottlingRateLimit: 50 },
        AccessLogSettings: { DestinationArn: Match.anyValue(), Format: format },
      })
      expect(format.asString()).toContain('$context.routeKey')
      expect(format.asString()).not.toMatch(/path|identity|sourceIp/i)
    })

    it('are where mails lead: at the API’s own address, or at a name', () => {
      const url = (template: typeof engine) => {
        const found = new Capture()
        template.hasResourceProperties('AWS::Lambda::Function', { Environment: { Variables: { PUBLIC_URL: found } } })
        return found
      }
      expect(JSON.stringify(url(engine).asObject())).toContain('ApiEndpoint')
      const zone = { hostedZoneId: 'Z1', hostedZoneName: 'shop.example' }
      const named = synthesised({ publicDomain: 'hello.shop.example', ...zone })
      expect(url(named.engine).asString()).toBe('https://hello.shop.example')
      named.edge.hasResourceProperties('AWS::ApiGatewayV2::DomainName', { DomainName: 'hello.shop.example' })
      named.edge.hasResourceProperties('AWS::Route53::RecordSet', { Name: 'hello.shop.example.', Type: 'A' })
    })

    it('stay where mails of before the name lead', () => {
      const named = synthesised({
        publicDomain: 'hello.shop.example',
        hostedZoneId: 'Z1',
        hostedZoneName: 'shop.example',
      })
      named.data.hasResourceProperties('AWS::ApiGatewayV2::Api', { DisableExecuteApiEndpoint: Match.absent() })
    })
  })

  describe('the alarms', () => {
    it('are there for every kind that the runbook knows, and each names its section', () => {
      // Keys of the table of texts.
      for (const kind of Object.keys(ALARMS) as AlarmKind[]) expect(about(kind).length, kind).toBeGreaterThan(0)
      expect(
        alarms.every(({ AlarmDescription }) => /docs\/runbook\.md#[a-z-]+\.$/.test(String(AlarmDescription))),
      ).toBe(true)
    })

    it('watch every queue, every place for dead letters and every function', () => {
      expect(about('deadLetters')).toHaveLength(QUEUES.length + 2)
      expect(about('oldestMessage')).toHaveLength(QUEUES.length)
      expect(about('functionErrors')).toHaveLength(FUNCTION_NAMES.length)
      expect(about('functionThrottles')).toHaveLength(FUNCTION_NAMES.length)
    })

    it('ring at the first dead letter', () => {
      for (const alarm of about('deadLetters')) expect(alarm).toMatchObject({ Threshold: 1, EvaluationPeriods: 1 })
    })

    it('ring when the sweep is silent, not only when it is late', () => {
      expect(about('sweepLag')).toEqual([expect.objectContaining({ TreatMissingData: 'breaching', Threshold: 300 })])
    })

    it('hold complaints against 0.3 % of a day’s mails and of nothing else, once there are enough of them', () => {
      const [alarm] = about('complaintRate')
      expect(alarm).toMatchObject({ Threshold: 0.3, TreatMissingData: 'notBreaching' })
      const ofMails = (metrics: unknown) => JSON.stringify(metrics).match(/"MetricName":"(\w+)"/g)
      expect(ofMails(alarm)).toEqual(['"MetricName":"MailsSent"', '"MetricName":"Complained"'])
      expect(JSON.stringify(alarm)).toContain('IF(FILL(mails, 0) >= 300, 100 * FILL(part, 0) / mails, 0)')
    })

    it('all speak to one encrypted topic, and somebody listens', () => {
      const actions = new Set(alarms.flatMap(({ AlarmActions }) => JSON.stringify(AlarmActions)))
      expect(actions.size).toBe(1)
      edge.resourceCountIs('AWS::SNS::Topic', 1)
      edge.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'oncall@shop.example' })
      edge.hasResourceProperties('AWS::SNS::TopicPolicy', {
        PolicyDocument: {
          Statement: Match.arrayWith([
            Match.objectLike({
              Principal: { Service: 'cloudwatch.amazonaws.com' },
              Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
            }),
          ]),
        },
      })
    })

    it('and the dashboard use no metric that no handler counts', () => {
      const own = JSON.stringify([alarms, ...resources(edge, 'AWS::CloudWatch::Dashboard').values()])
      const used = [...own.matchAll(/Beforehand\/beforehand-dev\\?",\\?"(\w+)\\?"(?!:)/g)].map(([, name]) => name)
      const named = [...own.matchAll(/"MetricName":"(\w+)","Namespace":"Beforehand/g)].map(([, name]) => name)
      expect(used.length).toBeGreaterThan(5)
      expect(named.length).toBeGreaterThan(3)
      for (const name of [...used, ...named]) expect(METRIC_NAMES).toContain(name)
    })
  })

  describe('the dashboard', () => {
    it('asks first whether anything is lost or stuck', () => {
      const body = JSON.stringify([...resources(edge, 'AWS::CloudWatch::Dashboard').values()])
      const order = ['Is anything lost or stuck?', 'Does it flow?', 'Does mail arrive?', 'What does it cost?']
      const places = order.map((question) => body.indexOf(question))
      expect(places).toEqual(places.toSorted((a, b) => a - b))
      expect(places[0]).toBeGreaterThan(0)
    })
  })
}
