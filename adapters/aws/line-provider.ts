import { createHash } from 'node:crypto'
import type { TextChannel } from '#engagement/model/channels.ts'
import type { Clock } from '#stages/ports/clock.ts'
import type { Outgoing, Provider, ProviderAnswer } from '#stages/ports/provider.ts'
import { type PostAnswer, post, retryAfterOf } from './http-post.ts'
import { notSetUp, RETRY_SOON, refused, throttled } from './provider-call.ts'
import { tagHeaders } from './tag-headers.ts'

export interface LineOptions {
  readonly channelAccessToken: string
  readonly clock: Clock
  /** LINE's own where absent. Another one is ours: it gets the message's tags as headers. */
  readonly baseUrl?: string
  readonly timeoutMs?: number
}
type Text = Extract<Outgoing, { channel: TextChannel }>

/**
 * LINE push messages. The retry key is derived from the message id, and LINE accepts a key once in 24 hours: where no answer
 * came, another try is safe, so nothing is ever unknown here
 * (https://developers.line.biz/en/docs/messaging-api/retrying-api-request/).
 */
export function createLineProvider(options: LineOptions): Provider {
  return {
    send: async (outgoing) => {
      if (outgoing.channel !== 'line') return refused('wrong-channel')
      try {
        return answerTo(await push(outgoing, options), options.clock.now())
      } catch (error) {
        if (error instanceof Error) return throttled(RETRY_SOON)
        throw error
      }
    },
  }
}

function push(message: Text, options: LineOptions): Promise<PostAnswer> {
  return post({
    url: new URL('/v2/bot/message/push', options.baseUrl ?? 'https://api.line.me'),
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${options.channelAccessToken}`,
      'x-line-retry-key': retryKeyOf(message.id),
      ...(options.baseUrl === undefined ? {} : tagHeaders(message)),
    },
    body: JSON.stringify({ to: message.to, messages: [{ type: 'text', text: message.text }] }),
    timeoutMs: options.timeoutMs ?? 10_000,
  })
}

/** A UUID (version 8, RFC 9562) derived from the message id. */
export function retryKeyOf(messageId: string): string {
  const hex = createHash('sha256').update(`line:${messageId}`).digest('hex')
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function answerTo(answer: PostAnswer, now: number): ProviderAnswer {
  const { status, headers } = answer
  // 409: this key was accepted before, so the message is out.
  const id = headers[status === 409 ? 'x-line-accepted-request-id' : 'x-line-request-id']
  if ((status >= 200 && status < 300) || status === 409)
    return { kind: 'accepted', ...(typeof id === 'string' ? { providerId: id } : {}) }
  if (status === 429 || status >= 500) return throttled(retryAfterOf(answer, now) ?? RETRY_SOON)
  if (status === 401 || status === 403) return notSetUp('not-permitted')
  return refused(`status-${status}`)
}
