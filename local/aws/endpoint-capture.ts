import type { IncomingHttpHeaders } from 'node:http'
import * as z from 'zod'
import type { Mailbox } from '../mailbox/mailbox.ts'
import { AwsError } from './aws-error.ts'
import { jsonIn } from './json-in.ts'

export interface HttpRequest {
  readonly path: string
  readonly method: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

const LinePush = z.looseObject({
  to: z.string().min(1),
  messages: z
    .array(z.looseObject({ type: z.string(), text: z.string().optional() }))
    .min(1)
    .max(5),
})

export interface HttpAnswer {
  readonly status?: number
  readonly headers?: { readonly [name: string]: string }
  readonly body: object
}

/** LINE's push API, webhooks and hand-over cards: kept in the mailbox instead of going out. Throws `AwsError`. */
export function receiveAtEndpoint(mailbox: Mailbox, request: HttpRequest): HttpAnswer {
  if (request.path === '/v2/bot/message/push') return linePush(mailbox, request)
  const [, channel, encoded] = /^\/(webhook|hand_over)\/(.+)$/.exec(request.path) ?? []
  if (encoded === undefined) throw new AwsError('NotFoundException', `nothing is at ${request.path}`, undefined, 404)
  const tags = tagsOf(request.headers)
  const letter = {
    channel: channel === 'hand_over' ? ('hand_over' as const) : ('webhook' as const),
    from: '',
    to: decoded(encoded),
    subject: reasonIn(request.body),
    text: request.body,
    html: '',
    headers: sentHeaders(request.headers),
    tags,
  }
  const { providerId } = mailbox.accept(letter, idempotencyKey(request.headers))
  return { body: { received: providerId } }
}

/** A card's reason is its subject. */
function reasonIn(body: string): string {
  const card: unknown = jsonIn(body)
  return typeof card === 'object' && card !== null && 'reason' in card && typeof card.reason === 'string'
    ? card.reason
    : ''
}

/** A repeated retry key is answered as LINE does: 409, with the id of the request that was accepted. */
function linePush(mailbox: Mailbox, request: HttpRequest): HttpAnswer {
  const parsed = LinePush.safeParse(jsonIn(request.body))
  if (!parsed.success) return { status: 400, body: { message: 'The request body has 1 error(s)' } }
  const text = parsed.data.messages.map((message) => message.text ?? `[${message.type}]`).join('\n\n')
  const letter = {
    channel: 'line' as const,
    from: '',
    to: parsed.data.to,
    subject: '',
    text,
    html: '',
    headers: sentHeaders(request.headers),
    tags: tagsOf(request.headers),
  }
  const { providerId, repeated } = mailbox.accept(letter, header(request.headers, 'x-line-retry-key'))
  const sentMessages = [{ id: providerId }]
  if (!repeated) return { headers: { 'x-line-request-id': providerId }, body: { sentMessages } }
  return {
    status: 409,
    headers: { 'x-line-accepted-request-id': providerId },
    body: { message: 'The retry key is already accepted', sentMessages },
  }
}

/** Our own headers, `x-beforehand-<tag>`, as tags: what the adapters add for an endpoint that is ours. */
function tagsOf(headers: IncomingHttpHeaders): { readonly [name: string]: string } {
  const own = Object.entries(headers).filter(([name]) => name.startsWith(TAG_PREFIX))
  return Object.fromEntries(own.map(([name, value]) => [name.slice(TAG_PREFIX.length), decoded(String(value))]))
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch (cause) {
    throw notEncoded(cause)
  }
}

const notEncoded = (cause: unknown): AwsError =>
  new AwsError('SerializationException', 'a percent sign that encodes nothing', undefined, 400, { cause })

const TAG_PREFIX = 'x-beforehand-'
const TRANSPORT = new Set([
  'host',
  'connection',
  'accept-encoding',
  'content-length',
  'transfer-encoding',
  'authorization',
])
function sentHeaders(headers: IncomingHttpHeaders): { readonly [name: string]: string } {
  const kept = Object.entries(headers).filter(([name]) => !TRANSPORT.has(name) && !name.startsWith(TAG_PREFIX))
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]))
}

function header(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name]
  return typeof value === 'string' ? value : undefined
}
const idempotencyKey = (headers: IncomingHttpHeaders): string | undefined => header(headers, 'idempotency-key')
