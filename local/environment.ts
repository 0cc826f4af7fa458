import type { Environment } from '#functions/environment.ts'
import type { NeedVariable } from '#functions/needs.ts'
import type { SecretName } from '#functions/secrets.ts'
import { BUS, deadLettersOf, QUEUES, STREAM } from '#functions/topology.ts'
import type { AwsServer } from './aws/aws-server.ts'
import { FEEDBACK_TOPIC } from './mailbox/feedback.ts'
import type { HostSettings } from './store/settings.ts'

export const TABLE_NAME = 'beforehand'

/** What Lambda would give the handlers: names, addresses and secrets, all of this machine. */
export function handlerEnvironment(
  aws: AwsServer,
  settings: HostSettings,
  places: { readonly dynamodb: string; readonly publicUrl: string },
): Environment {
  // How long the timeline is kept is the functions' own default.
  const needs: { readonly [variable in Exclude<NeedVariable, 'TIMELINE_DAYS'>]: string } = {
    EVENT_BUS_NAME: BUS.name,
    PUBLIC_URL: places.publicUrl,
    FEEDBACK_TOPIC_ARN: FEEDBACK_TOPIC,
    SES_CONFIGURATION_SET_MARKETING: 'local',
    SES_CONFIGURATION_SET_SERVICE: 'local',
    SMS_CONFIGURATION_SET: 'local',
  }
  const secrets: { readonly [name in SecretName]: string } = {
    CUSTOMER_ID_SECRET: settings.secret('secret.customer-id'),
    ADDRESS_SECRET: settings.secret('secret.address'),
    LINK_SECRET: settings.secret('secret.link'),
    WEBHOOK_SECRET: settings.secret('secret.webhook'),
    LINE_CHANNEL_ACCESS_TOKEN: 'local',
  }
  return {
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_ENDPOINT_URL_DYNAMODB: places.dynamodb,
    TABLE_NAME,
    ...queueUrls(aws),
    ...needs,
    ...secrets,
    WEBHOOK_CAPTURE_BASE: aws.endpoint,
    LINE_BASE_URL: aws.endpoint,
  }
}

function queueUrls(aws: AwsServer): Environment {
  const urls = QUEUES.flatMap((queue) => [
    [queue.url, aws.queueUrl(queue.name, queue.fifo)],
    [queue.deadLetterUrl, aws.queueUrl(deadLettersOf(queue), queue.fifo)],
  ])
  return { ...Object.fromEntries(urls), [STREAM.deadLetterUrl]: aws.queueUrl(STREAM.onFailure, false) }
}

/** The SDK wants credentials before it signs; this machine's services do not look at them. */
export function giveCredentials(env: NodeJS.ProcessEnv = process.env): void {
  env['AWS_ACCESS_KEY_ID'] ??= 'local'
  env['AWS_SECRET_ACCESS_KEY'] ??= 'local'
}
