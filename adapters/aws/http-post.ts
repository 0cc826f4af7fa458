import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { LookupFunction } from 'node:net'

/** A POST of text. `lookup` decides which addresses a name may stand for. */
export interface Post {
  readonly url: URL
  readonly headers: { readonly [name: string]: string }
  readonly body: string
  /** For everything together. */
  readonly timeoutMs: number
  readonly lookup?: LookupFunction
}

/** What was answered: the body is of no use to us and is not read. */
export interface PostAnswer {
  readonly status: number
  readonly headers: { readonly [name: string]: string | string[] | undefined }
}

/** One request on a connection of its own; redirects are not followed. Rejects with Node's error, or `TimeoutError`. */
export function post(call: Post): Promise<PostAnswer> {
  const send = call.url.protocol === 'https:' ? requestHttps : requestHttp
  const body = Buffer.from(call.body)
  return new Promise((resolve, reject) => {
    const request = send(call.url, {
      method: 'POST',
      agent: false,
      headers: { 'content-length': String(body.byteLength), ...call.headers },
      signal: AbortSignal.timeout(call.timeoutMs),
      ...(call.lookup === undefined ? {} : { lookup: call.lookup }),
    })
    request.on('response', (response) => {
      resolve({ status: response.statusCode ?? 0, headers: response.headers })
      response.destroy()
    })
    request.on('error', reject)
    request.end(body)
  })
}

/** `Retry-After` in milliseconds: seconds, or a date seen from `now` (epoch ms); undefined where there is none. */
export function retryAfterOf(answer: PostAnswer, now: number): number | undefined {
  const header = answer.headers['retry-after']
  if (typeof header !== 'string') return undefined
  if (/^\d+$/.test(header)) return Number(header) * 1000
  const date = Date.parse(header)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}
