import { request as ask, createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { at, isRecord } from '../deployment.ts'
import { type Account, type IamCall, iamCalls, operationOf, queueNameOf } from './iam-calls.ts'

/** Where the calls of functions go on to, and what is called differently there. */
export interface Behind {
  readonly aws: string
  readonly dynamodb: string
  readonly tableName: string
  /** Name of a deployed queue -> URL of the local one. */
  readonly queueUrl: (deployed: string) => string
  /** Value of a secret by its ARN. */
  readonly secret: (arn: string) => string | undefined
}

/** Every function's way to AWS: an address of its own, so that the wire itself says who called. */
export interface Gateway {
  readonly endpointOf: (name: string) => string
  /** In the order in which they were made. */
  readonly calls: readonly (IamCall & { readonly by: string })[]
  /** Names of the operations that were called. */
  readonly operations: ReadonlySet<string>
  /** What could not be understood or passed on: should be empty. */
  readonly troubles: readonly string[]
  /** To be said before the first call. */
  lead(behind: Behind): void
  stop(): Promise<void>
}

/**
 * A proxy in front of the local services. Handlers run with the names of the deployment; here they are noted as IAM would be
 * asked for them, and exchanged for the local ones.
 */
export async function startGateway(account: Account): Promise<Gateway> {
  const calls: (IamCall & { readonly by: string })[] = []
  const operations = new Set<string>()
  const troubles: string[] = []
  let behind: Behind | undefined
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [, by = '', ...rest] = (request.url ?? '').split('/')
    const body: unknown = JSON.parse((await buffer(request)).toString())
    const wire = {
      method: request.method ?? '',
      path: `/${rest.join('/')}`,
      target: String(request.headers['x-amz-target'] ?? ''),
      body,
    }
    for (const call of iamCalls(wire, account)) calls.push({ by, ...call })
    operations.add(operationOf(wire))
    if (behind === undefined) throw new Error('nothing is behind the gateway yet')
    if (wire.target.startsWith('secretsmanager.')) answerSecret(response, behind, at(body, 'SecretId'))
    else
      await passOn(
        request,
        response,
        wire.path,
        localNames(body, behind),
        wire.target.startsWith('DynamoDB_') ? behind.dynamodb : behind.aws,
      )
  }
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      troubles.push(error instanceof Error ? error.message : String(error))
      response.writeHead(400, { 'content-type': 'application/json' }).end('{"__type":"NotUnderstood"}')
    })
  })
  server.keepAliveTimeout = 120_000
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the gateway has no port')
  return {
    endpointOf: (name) => `http://127.0.0.1:${address.port}/${name}`,
    calls,
    operations,
    troubles,
    lead: (to) => {
      behind = to
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** The request with the local names of table and queue, wherever they stand in it. */
function localNames(body: unknown, behind: Behind): unknown {
  if (Array.isArray(body)) return body.map((each) => localNames(each, behind))
  if (!isRecord(body)) return body
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => {
      if (name === 'TableName') return [name, behind.tableName]
      if (name === 'QueueUrl') return [name, behind.queueUrl(queueNameOf(String(value)))]
      // Items and messages are the customers' own.
      return [name, name === 'TransactItems' || isPart(name) ? localNames(value, behind) : value]
    }),
  )
}

const isPart = (name: string): boolean => ['Put', 'Update', 'Delete', 'ConditionCheck'].includes(name)

function passOn(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  body: unknown,
  to: string,
): Promise<void> {
  const written = Buffer.from(JSON.stringify(body))
  const { host: _, ...headers } = request.headers
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const onward = ask(
    new URL(path, to),
    { method: request.method, headers: { ...headers, 'content-length': written.length } },
    (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(response).on('finish', resolve).on('error', reject)
    },
  )
  onward.on('error', reject).end(written)
  return promise
}

function answerSecret(response: ServerResponse, behind: Behind, arn: unknown): void {
  const SecretString = behind.secret(String(arn))
  if (SecretString === undefined) throw new Error(`there is no secret ${String(arn)}`)
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify({ SecretString }))
}
