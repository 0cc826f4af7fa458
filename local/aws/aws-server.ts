import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type EventBus, RequestRefused } from '../event-sources/bus.ts'
import type { Mailbox } from '../mailbox/mailbox.ts'
import type { QueueStore } from '../queue/queue-store.ts'
import { AwsError } from './aws-error.ts'
import { type HttpAnswer, type HttpRequest, receiveAtEndpoint } from './endpoint-capture.ts'
import { jsonIn } from './json-in.ts'
import { sendEmail } from './ses-protocol.ts'
import { sendTextMessage } from './sms-protocol.ts'
import { sqsAction } from './sqs-protocol.ts'

export interface AwsServerParts {
  readonly queues: QueueStore
  readonly bus: EventBus
  readonly mailbox: Mailbox
}

export interface AwsServer {
  /** `http://127.0.0.1:<port>`: the endpoint of every AWS client of the handlers. */
  readonly endpoint: string
  queueUrl(queue: string, fifo: boolean): string
  stop(): Promise<void>
}

const MAX_BODY = 12 * 1_048_576

/** What the handlers take for AWS: SQS, EventBridge, SES and SMS as their SDK clients speak to them, on a port of its own. */
export async function startAwsServer(parts: AwsServerParts): Promise<AwsServer> {
  const server = createServer((request, response) => void serve(parts, request, response))
  // The SDK keeps connections open longer than Node's five seconds: closing first would lose a request on its way.
  server.keepAliveTimeout = 120_000
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject)
  server.listen(0, '127.0.0.1', resolve)
  await promise
  // A server that listens on TCP has an address with a port.
  const { port } = server.address() as AddressInfo
  const endpoint = `http://127.0.0.1:${port}`
  return {
    endpoint,
    queueUrl: (queue, fifo) => `${endpoint}/000000000000/${queue}${fifo ? '.fifo' : ''}`,
    stop: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}

async function serve(parts: AwsServerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const answer = await answerTo(parts, request)
  const body = JSON.stringify(answer.body)
  const type = request.headers['content-type'] ?? 'application/json'
  response.writeHead(answer.status ?? 200, {
    ...answer.headers,
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'x-amzn-requestid': crypto.randomUUID(),
  })
  response.end(body)
}

async function answerTo(parts: AwsServerParts, request: IncomingMessage): Promise<HttpAnswer> {
  try {
    refusePages(request)
    const body = await readBody(request)
    return route(parts, { path: request.url ?? '/', method: request.method ?? 'GET', headers: request.headers, body })
  } catch (error) {
    if (error instanceof AwsError) return { status: error.status, body: { __type: error.type, message: error.message } }
    if (error instanceof RequestRefused) return { status: 400, body: { __type: error.code, message: error.message } }
    return {
      status: 500,
      body: { __type: 'InternalFailure', message: error instanceof Error ? error.message : 'failed' },
    }
  }
}

/**
 * Our handlers are no browser: what carries a browser's marks, or came by another name than this address, was sent by some
 * page, which could otherwise put anything on our queues with a plain form.
 */
function refusePages({ headers, socket }: IncomingMessage): void {
  const isPage = headers.origin !== undefined || Object.keys(headers).some((name) => name.startsWith('sec-fetch-'))
  const isOurs = headers.host === `127.0.0.1:${socket.localPort}`
  if (isPage || !isOurs)
    throw new AwsError('AccessDeniedException', 'this port is for the handlers of this host alone', undefined, 403)
}

function route(parts: AwsServerParts, request: HttpRequest): HttpAnswer {
  const [service, action] = String(request.headers['x-amz-target'] ?? '').split('.')
  if (service === 'AmazonSQS') return { body: sqsAction(parts.queues, action ?? '', jsonIn(request.body)) }
  if (service === 'AWSEvents' && action === 'PutEvents') return { body: parts.bus.putEvents(jsonIn(request.body)) }
  if (service === 'PinpointSMSVoiceV2' && action === 'SendTextMessage')
    return { body: sendTextMessage(parts.mailbox, jsonIn(request.body)) }
  if (request.path === '/v2/email/outbound-emails' && request.method === 'POST')
    return { body: sendEmail(parts.mailbox, jsonIn(request.body)) }
  if (request.method === 'POST') return receiveAtEndpoint(parts.mailbox, request)
  throw new AwsError('UnknownOperationException', `${request.method} ${request.path} is not offered here`)
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += chunk.length
    if (bytes > MAX_BODY) throw new AwsError('RequestEntityTooLarge', `at most ${MAX_BODY} bytes`, undefined, 413)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
