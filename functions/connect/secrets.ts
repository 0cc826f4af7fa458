import { clientSettings } from '#adapters/aws/client-settings.ts'
import { PermanentError, TransientError } from '#engagement/errors.ts'
import type { Environment } from '../environment.ts'
import { arnVariable, type SecretName } from '../secrets.ts'

/** Reads one secret's text by its ARN. */
export type ReadSecret = (arn: string) => Promise<string>

/**
 * The environment with these secrets in it: as they stand there, else from Secrets Manager by their `<NAME>_ARN`. One that
 * has neither is left out, for its reader to judge. Its client is loaded only where something is asked for. Throws
 * `TransientError` `secrets-unavailable`, so that the start is tried again.
 */
export async function withSecrets(
  env: Environment,
  names: readonly SecretName[],
  open: (env: Environment) => Promise<ReadSecret> = openSecretsManager,
): Promise<Environment> {
  const wanted = names.flatMap((name) => {
    const arn = env[arnVariable(name)]
    return env[name] || !arn ? [] : [{ name, arn }]
  })
  if (wanted.length === 0) return env
  const read = await open(env)
  const found = await Promise.all(wanted.map(async ({ name, arn }) => [name, await read(arn)]))
  return { ...env, ...Object.fromEntries(found) }
}

async function openSecretsManager(env: Environment): Promise<ReadSecret> {
  const { GetSecretValueCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager')
  const client = new SecretsManagerClient(clientSettings(env, 'SECRETS_MANAGER'))
  return async (arn) => {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn })).catch((cause: unknown) => {
      throw new TransientError('secrets-unavailable', `secret ${arn} cannot be read`, { cause })
    })
    if (SecretString === undefined) throw new PermanentError('bad-secret', `secret ${arn} has no text`)
    return SecretString
  }
}
