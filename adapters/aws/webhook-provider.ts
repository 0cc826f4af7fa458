import { createHmac } from 'node:crypto'
import { findEndpointFault } from '#adapters/http/endpoint-fault.ts'
import { lookupPublic } from '#adapters/http/public-address.ts'
import type { Reason } from '#engagement/decision/reasons.ts'
import type { CallChannel } from '#engagement/model/channels.ts'
import type { Clock } from '#stages/ports/clock.ts'
import type { Outgoing, Provider, ProviderAnswer } from '#stages/ports/provider.ts'
import { type PostAnswer, post, retryAfterOf } from './http-post.ts'
import { failureOf, RETRY_SOON, refused, throttled, unknown } from './provider-call.ts'
import { tagHeaders } from './tag-headers.ts'

export interface WebhookOptions {
  /** As Standard Webhooks writes it: `whsec_` and base64; another text is taken as it is. */
  readonly secret: string
  readonly clock: Clock
  /**
   * Catches every call instead of letting it out, for one machine and tests: it goes to `<base>/<channel>/<address, encoded>`,
   * with the message's tags as headers.
   */
  readonly captureBase?: string
  readonly timeoutMs?: number
}
type Call = Extract<Outgoing, { channel: CallChannel }>

/**
 * Webhooks and hand-over cards: a JSON POST signed as in Standard Webhooks (https://www.standardwebhooks.com): headers
 * `webhook-id`, `webhook-timestamp` (seconds), `webhook-signature`. The id is the message's own, so a receiver can tell a
 * repeat: a 5xx is tried again. https only, public addresses only, redirects are not followed.
 */
export function createWebhookProvider(options: WebhookOptions): Provider {
  return {
    send: async (outgoing) => {
      if (outgoing.channel !== 'webhook' && outgoing.channel !== 'hand_over') return refused('wrong-channel')
      const target = targetOf(outgoing, options.captureBase)
      if (typeof target === 'string') return refused(target)
      try {
        return answerTo(await call(outgoing, target, options), options.clock.now())
      } catch (error) {
        return answerToFailure(error)
      }
    },
  }
}

interface Target {
  readonly url: URL
  readonly captured: boolean
}

/** Where to call, or why not. */
function targetOf(outgoing: Call, captureBase: string | undefined): Target | Reason {
  if (!URL.canParse(outgoing.url)) return 'bad-url'
  const url = new URL(outgoing.url)
  if (captureBase !== undefined) {
    return { url: new URL(`/${outgoing.channel}/${encodeURIComponent(outgoing.url)}`, captureBase), captured: true }
  }
  return findEndpointFault(outgoing.url) ?? { url, captured: false }
}

function call(outgoing: Call, target: Target, options: WebhookOptions): Promise<PostAnswer> {
  const timestamp = Math.floor(options.clock.now() / 1000)
  return post({
    url: target.url,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Beforehand',
      'idempotency-key': outgoing.id,
      ...(target.captured ? tagHeaders(outgoing) : {}),
      'webhook-id': outgoing.id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signatureOf({ id: outgoing.id, timestamp, body: outgoing.body }, options.secret),
    },
    body: outgoing.body,
    timeoutMs: options.timeoutMs ?? 10_000,
    ...(target.captured ? {} : { lookup: lookupPublic }),
  })
}

/** `v1,` and the base64 HMAC-SHA256 of `id.timestamp.body`. */
export function signatureOf(
  signed: { readonly id: string; readonly timestamp: number; readonly body: string },
  secret: string,
): string {
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : Buffer.from(secret)
  return `v1,${createHmac('sha256', key).update(`${signed.id}.${signed.timestamp}.${signed.body}`).digest('base64')}`
}

function answerTo(answer: PostAnswer, now: number): ProviderAnswer {
  const { status } = answer
  if (status >= 200 && status < 300) return { kind: 'accepted' }
  if (status === 429 || status >= 500) return throttled(retryAfterOf(answer, now) ?? RETRY_SOON)
  return refused(`status-${status}`)
}

function answerToFailure(error: unknown): ProviderAnswer {
  const failure = failureOf(error)
  if (failure.reason === 'private-address') return refused('private-address')
  return failure.connected ? unknown(failure.reason) : throttled(RETRY_SOON)
}
