/**
 * Secrets that functions need. On AWS a function is told the ARN, in `<NAME>_ARN`, and asks for the value when it starts;
 * one machine's host and tests give the value itself.
 */
export type SecretName =
  | 'CUSTOMER_ID_SECRET'
  | 'ADDRESS_SECRET'
  | 'LINK_SECRET'
  | 'WEBHOOK_SECRET'
  /** It comes from LINE; without it that channel refuses. */
  | 'LINE_CHANNEL_ACCESS_TOKEN'

/** The variable that names a secret's place. */
export const arnVariable = (name: SecretName): string => `${name}_ARN`
