import type { SQSClientConfig } from '@aws-sdk/client-sqs'

/** Environment variables, as `process.env`. */
export type AwsEnvironment = { readonly [name: string]: string | undefined }

/** What every AWS client is set up with. */
export interface ClientSettings extends Lean {
  readonly region: string
  readonly endpoint?: string
}

interface Lean {
  readonly cacheMiddleware: boolean
  readonly logger: NonNullable<SQSClientConfig['logger']>
}

/**
 * A call's way through the SDK is laid once per command and not once per call; and without a logger's `info` and `error`
 * the SDK does not copy everything that was sent and received for a log that nobody keeps. Half of a small call's work.
 */
export const LEAN: Lean = {
  cacheMiddleware: true,
  // The type asks for all methods. The SDK asks of these two whether they are there, and of the others not everywhere.
  logger: { trace() {}, debug() {}, warn() {} } as unknown as Lean['logger'],
}

/** Spellings of AWS's own variables `AWS_ENDPOINT_URL_<SERVICE>`. */
export type AwsService = 'DYNAMODB' | 'EVENTBRIDGE' | 'PINPOINT_SMS_VOICE_V2' | 'SECRETS_MANAGER' | 'SESV2' | 'SQS'

/**
 * Region and endpoint for one service: `AWS_ENDPOINT_URL_<SERVICE>`, then `AWS_ENDPOINT_URL`, as AWS's SDKs name them
 * (https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html); given explicitly so that no shared
 * configuration file decides it.
 */
export function clientSettings(env: AwsEnvironment, service: AwsService): ClientSettings {
  const endpoint = env[`AWS_ENDPOINT_URL_${service}`] || env.AWS_ENDPOINT_URL
  return { region: env.AWS_REGION || env.AWS_DEFAULT_REGION || 'us-east-1', ...(endpoint ? { endpoint } : {}), ...LEAN }
}
