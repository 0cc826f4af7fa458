import { Stack, Token } from 'aws-cdk-lib'
import type { ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager'
import type { ConfigurationSet } from 'aws-cdk-lib/aws-ses'
import { arnVariable } from '#functions/secrets.ts'
import type { EngagementFunction } from './functions/engagement-function.ts'
import { mayRead } from './functions/permissions.ts'
import type { SendingIdentity } from './sending-identity.ts'
import { SetupError } from './setup-error.ts'

/** Text messages by AWS End User Messaging. */
export interface SmsChannel {
  /** ARNs of the phone numbers, sender ids or pools that `sms_from` in the settings names. */
  readonly originationArns: readonly string[]
  /** Where the fate of a text is told. */
  readonly configurationSet?: { readonly name: string; readonly arn: string }
}

export interface LineChannel {
  /** Its text is LINE's channel access token. */
  readonly channelAccessToken: ISecret | Secret
}

export interface Channels {
  /** Without it, no text is sent. */
  readonly sms?: SmsChannel
  /** Without it, the LINE channel refuses. */
  readonly line?: LineChannel
}

/** What the send function may call, each beside the variable that names it. */
export function openChannels(send: EngagementFunction, identity: SendingIdentity, { sms, line }: Channels): void {
  const { service, marketing } = identity
  const arnOf = ({ configurationSetName: resourceName }: ConfigurationSet): string =>
    Stack.of(send).formatArn({ service: 'ses', resource: 'configuration-set', resourceName })
  send.give('SES_CONFIGURATION_SET_SERVICE', service.configurationSetName, mayMail(arnOf(service)))
  send.give('SES_CONFIGURATION_SET_MARKETING', marketing.configurationSetName, mayMail(arnOf(marketing)))
  send.allow(...identity.identityArns.map(mayMail))
  if (sms !== undefined) openSms(send, sms)
  if (line === undefined) return
  const { channelAccessToken } = line
  send.give(arnVariable('LINE_CHANNEL_ACCESS_TOKEN'), channelAccessToken.secretArn, ...mayRead(channelAccessToken))
}

/** SES asks for both: the identity that a mail comes from, and its configuration set. */
const mayMail = (arn: string) => ({ actions: ['ses:SendEmail'], resources: [arn] })

function openSms(send: EngagementFunction, { originationArns, configurationSet }: SmsChannel): void {
  const arns = [...originationArns, ...(configurationSet === undefined ? [] : [configurationSet.arn])]
  const wrong = arns.find((arn) => !Token.isUnresolved(arn) && !/^arn:[^:]+:sms-voice:[^:]+:\d{12}:.+/.test(arn))
  if (originationArns.length === 0) throw new SetupError('sms: name at least one of originationArns.')
  if (wrong !== undefined) throw new SetupError(`sms: "${wrong}" is no ARN of AWS End User Messaging.`)
  send.allow({ actions: ['sms-voice:SendTextMessage'], resources: arns })
  if (configurationSet !== undefined) send.give('SMS_CONFIGURATION_SET', configurationSet.name)
}
