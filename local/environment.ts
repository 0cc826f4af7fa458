import type { Environment } from '#functions/environment.ts'
import { BUS, QUEUES, STREAM } from '#functions/topology.ts'
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
  const queueUrls = QUEUES.flatMap((queue) => [
    [queue.url, aws.queueUrl(queue.name, queue.fifo)],
    [queue.deadLetterUrl, aws.queueUrl(`${queue.name}-dlq`, queue.fifo)],
  ])
  return {
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_ENDPOINT_URL_DYNAMODB: places.dynamodb,
    TABLE_NAME,
    [BUS.variable]: BUS.name,
    ...Object.fromEntries(queueUrls),
    RELAY_DLQ_URL: aws.queueUrl(STREAM.onFailure, false),
    CUSTOMER_ID_SECRET: settings.secret('secret.customer-id'),
    ADDRESS_SECRET: settings.secret('secret.address'),
    LINK_SECRET: settings.secret('secret.link'),
    WEBHOOK_SECRET: settings.secret('secret.webhook'),
    WEBHOOK_CAPTURE_BASE: aws.endpoint,
    LINE_CHANNEL_ACCESS_TOKEN: 'local',
    LINE_BASE_URL: aws.endpoint,
    PUBLIC_URL: places.publicUrl,
    FEEDBACK_TOPIC_ARN: FEEDBACK_TOPIC,
    SES_CONFIGURATION_SET_MARKETING: 'local',
    SES_CONFIGURATION_SET_SERVICE: 'local',
    SMS_CONFIGURATION_SET: 'local',
  }
}

/** The SDK wants credentials before it signs; this machine's services do not look at them. */
export function giveCredentials(env: NodeJS.ProcessEnv = process.env): void {
  env['AWS_ACCESS_KEY_ID'] ??= 'local'
  env['AWS_SECRET_ACCESS_KEY'] ??= 'local'
}
