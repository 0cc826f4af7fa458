import { createServer } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { TransientError } from '#engagement/errors.ts'
import { withSecrets } from '#functions/connect/secrets.ts'

const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

/** Secrets Manager as far as it is asked. */
async function secretsManager(secrets: { readonly [arn: string]: string }): Promise<string> {
  const server = createServer(async (request, response) => {
    const { SecretId } = JSON.parse((await request.toArray()).join(''))
    const known = request.headers['x-amz-target'] === 'secretsmanager.GetSecretValue' && SecretId in secrets
    response.writeHead(known ? 200 : 400, { 'content-type': 'application/x-amz-json-1.1' })
    response.end(
      JSON.stringify(
        known ? { ARN: SecretId, SecretString: secrets[SecretId] } : { __type: 'ResourceNotFoundException' },
      ),
    )
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  stops.push(() => server.close())
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  process.env['AWS_ACCESS_KEY_ID'] ??= 'test'
  process.env['AWS_SECRET_ACCESS_KEY'] ??= 'test'
  return `http://127.0.0.1:${address.port}`
}

describe('secrets at the start', () => {
  it('are fetched by their ARN, each under its own name', async () => {
    const endpoint = await secretsManager({ 'arn:address': 'a', 'arn:link': 'l' })
    const env = {
      AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoint,
      ADDRESS_SECRET_ARN: 'arn:address',
      LINK_SECRET_ARN: 'arn:link',
      TABLE_NAME: 'table',
    }
    expect(await withSecrets(env, ['ADDRESS_SECRET', 'LINK_SECRET'])).toEqual({
      ...env,
      ADDRESS_SECRET: 'a',
      LINK_SECRET: 'l',
    })
  })

  it('are taken as they stand where the environment has them, without a call', async () => {
    const open = () => Promise.reject(new Error('nothing is to be asked'))
    const env = { ADDRESS_SECRET: 'given', ADDRESS_SECRET_ARN: 'arn:address' }
    expect(await withSecrets(env, ['ADDRESS_SECRET', 'LINE_CHANNEL_ACCESS_TOKEN'], open)).toBe(env)
  })

  it('are asked for by nobody who does not name them', async () => {
    const asked: string[] = []
    const open = async () => async (arn: string) => {
      asked.push(arn)
      return 'value'
    }
    await withSecrets({ ADDRESS_SECRET_ARN: 'arn:address', LINK_SECRET_ARN: 'arn:link' }, ['LINK_SECRET'], open)
    expect(asked).toEqual(['arn:link'])
  })

  it('fail the start, to be tried again, where they cannot be read', async () => {
    const endpoint = await secretsManager({})
    const env = { AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoint, LINK_SECRET_ARN: 'arn:gone' }
    await expect(withSecrets(env, ['LINK_SECRET'])).rejects.toThrow(TransientError)
  })
})
