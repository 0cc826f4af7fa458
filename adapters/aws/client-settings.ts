/** Environment variables, as `process.env`. */
export type AwsEnvironment = { readonly [name: string]: string | undefined }

/** Part of the AWS clients' settings that the environment decides. */
export interface ClientSettings {
  readonly region: string
  readonly endpoint?: string
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
  return { region: env.AWS_REGION || env.AWS_DEFAULT_REGION || 'us-east-1', ...(endpoint ? { endpoint } : {}) }
}
