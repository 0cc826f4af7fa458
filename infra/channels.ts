import { Stack, Token } from 'aws-cdk-lib'
import type { ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager'
import type { ConfigurationSet } from 'aws-cdk-lib/aws-ses'
import { NEEDS } from '#functions/needs.ts'
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

/** Mails of either class, from every identity. */
export function openMail(send: EngagementFunction, identity: SendingIdentity): EngagementFunction {
  const { service, marketing } = identity
  const arnOf = ({ configurationSetName: resourceName }: ConfigurationSet): string =>
    Stack.of(send).formatArn({ service: 'ses', resource: 'configuration-set', resourceName })
  send.give('SES_CONFIGURATION_SET_SERVICE', service.configurationSetName, mayMail(arnOf(service)))
  send.give('SES_CONFIGURATION_SET_MARKETING', marketing.configurationSetName, mayMail(arnOf(marketing)))
  return send.allow(...identity.identityArns.map(mayMail))
}

export function openLine(send: EngagementFunction, line: LineChannel | undefined): EngagementFunction {
  if (line === undefined) return send
  const { channelAccessToken } = line
  return send.give(
    arnVariable('LINE_CHANNEL_ACCESS_TOKEN'),
    channelAccessToken.secretArn,
    ...mayRead(channelAccessToken),
  )
}

/** SES asks for both: the identity that a mail comes from, and its configuration set. */
const mayMail = (arn: string) => ({ actions: NEEDS.mail.actions, resources: [arn] })

export function openTexts(send: EngagementFunction, sms: SmsChannel | undefined): EngagementFunction {
  if (sms === undefined) return send
  const { originationArns, configurationSet } = sms
  const arns = [...originationArns, ...(configurationSet === undefined ? [] : [configurationSet.arn])]
  const wrong = arns.find((arn) => !Token.isUnresolved(arn) && !/^arn:[^:]+:sms-voice:[^:]+:\d{12}:.+/.test(arn))
  if (originationArns.length === 0) throw new SetupError('sms: name at least one of originationArns.')
  if (wrong !== undefined) throw new SetupError(`sms: "${wrong}" is no ARN of AWS End User Messaging.`)
  send.allow({ actions: NEEDS.texts.actions, resources: arns })
  return configurationSet === undefined ? send : send.give('SMS_CONFIGURATION_SET', configurationSet.name)
}
