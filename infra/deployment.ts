import { type App, CfnOutput, Stack, type StackProps, Tags } from 'aws-cdk-lib'
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager'
import { HostedZone, type IHostedZone } from 'aws-cdk-lib/aws-route53'
import { EmailIdentity } from 'aws-cdk-lib/aws-ses'
import { isWithin } from './domain.ts'
import { ENVIRONMENTS } from './environments.ts'
import { ProactiveEngagement } from './proactive-engagement.ts'
import type { PublicDomain } from './public-place.ts'
import type { Sender } from './senders.ts'
import type { SandboxRecipient } from './sending-identity.ts'
import { readSettings, type Settings } from './settings.ts'
import { THROUGHPUT, type Throughput } from './table.ts'

/** The stacks of one environment, in the order in which they are deployed. */
export interface Deployment {
  readonly data: Stack
  readonly engine: Stack
  readonly edge: Stack
  readonly engagement: ProactiveEngagement
}

/** The app: data, engine and edge as three stacks, as its context says. Throws `SetupError`. */
export function deploy(app: App): Deployment {
  const settings = readSettings(app.node)
  const { terminationProtection, ...standing } = ENVIRONMENTS[settings.env]
  const name = `beforehand-${settings.env}`
  const stack = (part: string, description: string, props: StackProps = {}): Stack =>
    new Stack(app, `${name}-${part}`, {
      description: `Beforehand (${settings.env}): ${description}`,
      ...here(),
      ...props,
    })
  const data = stack('data', 'what must outlive everything else', { terminationProtection })
  const engine = stack('engine', 'from events to messages')
  const edge = stack('edge', 'pages of customers, alarms and dashboard')
  const zone = hostedZone(data, settings)
  const { workflows, senders, sandboxRecipients, sendRate, alarmEmail, publicUrl, table, tableStreamArn } = settings
  const engagement = new ProactiveEngagement(
    data,
    'Engagement',
    {
      ...standing,
      name,
      workflows,
      ...(senders === undefined ? {} : { senders: senders.map((from) => senderIn(data, from, settings, zone)) }),
      ...(sandboxRecipients === undefined
        ? {}
        : { sandboxRecipients: recipientsIn(data, sandboxRecipients, settings) }),
      ...(sendRate === undefined ? {} : { sendRate }),
      ...throughput(settings),
      ...(table === undefined || tableStreamArn === undefined
        ? {}
        : { table: { name: table, streamArn: tableStreamArn } }),
      ...(alarmEmail === undefined ? {} : { alarms: { email: alarmEmail } }),
      ...(publicUrl === undefined ? {} : { publicUrl }),
      ...publicDomain(data, settings, zone),
    },
    { data, engine, edge },
  )
  Tags.of(app).add('application', name)
  tell({ data, engine, edge, engagement })
  return { data, engine, edge, engagement }
}

/** The account and region of the credentials at hand, or none: then the templates fit any. */
function here(): StackProps {
  const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env
  return account === undefined || region === undefined ? {} : { env: { account, region } }
}

function hostedZone(scope: Stack, { hostedZoneId, hostedZoneName }: Settings): IHostedZone | undefined {
  if (hostedZoneId === undefined || hostedZoneName === undefined) return undefined
  return HostedZone.fromHostedZoneAttributes(scope, 'Zone', { hostedZoneId, zoneName: hostedZoneName })
}

function senderIn(scope: Stack, from: string, { identities }: Settings, zone: IHostedZone | undefined): Sender {
  if (identities === 'existing')
    return { from, identity: EmailIdentity.fromEmailIdentityName(scope, `Sender ${from}`, from) }
  return zone !== undefined && isWithin(from, zone.zoneName) ? { from, hostedZone: zone } : { from }
}

function throughput({ maxReads, maxWrites }: Settings): { readonly throughput?: Throughput } {
  const given = {
    ...(maxReads === undefined ? {} : { reads: maxReads }),
    ...(maxWrites === undefined ? {} : { writes: maxWrites }),
  }
  return Object.keys(given).length === 0 ? {} : { throughput: { ...THROUGHPUT, ...given } }
}

function recipientsIn(scope: Stack, addresses: readonly string[], { identities }: Settings): SandboxRecipient[] {
  return addresses.map((address) =>
    identities === 'existing'
      ? { address, identity: EmailIdentity.fromEmailIdentityName(scope, `Recipient ${address}`, address) }
      : { address },
  )
}

function publicDomain(
  scope: Stack,
  { publicDomain: name, certificateArn }: Settings,
  zone: IHostedZone | undefined,
): { readonly publicDomain?: PublicDomain } {
  if (name === undefined) return {}
  const within = zone !== undefined && isWithin(name, zone.zoneName)
  return {
    publicDomain: {
      name,
      ...(within ? { hostedZone: zone } : {}),
      ...(certificateArn === undefined
        ? {}
        : { certificate: Certificate.fromCertificateArn(scope, 'Certificate', certificateArn) }),
    },
  }
}

/** What people and tests need to know of what was deployed. */
function tell({ data, engine, edge, engagement }: Deployment): void {
  const output = (stack: Stack, id: string, value: string): CfnOutput => new CfnOutput(stack, id, { value })
  output(data, 'TableName', engagement.data.table.tableName)
  output(data, 'EventBusName', engagement.data.bus.eventBusName)
  output(data, 'CustomerIdSecretArn', engagement.data.secrets.CUSTOMER_ID_SECRET.secretArn)
  output(data, 'PublicUrl', engagement.data.publicUrl)
  output(edge, 'AlarmTopicArn', engagement.observability.topic.topicArn)
  output(edge, 'DashboardName', engagement.observability.dashboard.dashboardName)
  for (const [index, { name, value }] of engagement.engine.identity.dkimRecords.entries())
    output(engine, `DkimRecord${index}`, `${name} CNAME ${value}`)
}
