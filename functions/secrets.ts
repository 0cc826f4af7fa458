/**
 * Which function needs which secret. On AWS it is told the ARN, in `<NAME>_ARN`, and asks for the value when it starts; one
 * machine's host and tests give the value itself.
 */
export const SECRETS = {
  ingest: ['CUSTOMER_ID_SECRET'],
  send: ['ADDRESS_SECRET', 'LINK_SECRET', 'WEBHOOK_SECRET', 'LINE_CHANNEL_ACCESS_TOKEN'],
  record: ['ADDRESS_SECRET'],
  preferences: ['LINK_SECRET'],
} as const

export type SecretName = (typeof SECRETS)[keyof typeof SECRETS][number]

/** The variable that names a secret's place. */
export const arnVariable = (name: SecretName): string => `${name}_ARN`
