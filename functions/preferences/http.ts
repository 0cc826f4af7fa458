import * as z from 'zod/mini'

/** An event of API Gateway's HTTP API, payload 2.0; of it, what the pages need. */
export const HttpEvent = z.looseObject({
  rawPath: z.string(),
  headers: z.optional(z.record(z.string(), z.optional(z.string()))),
  body: z.optional(z.string()),
  isBase64Encoded: z.optional(z.boolean()),
  requestContext: z.looseObject({ http: z.looseObject({ method: z.string() }) }),
})
export type HttpEvent = z.infer<typeof HttpEvent>

export interface HttpAnswer {
  readonly statusCode: number
  readonly headers: { readonly [name: string]: string }
  readonly body: string
}

/** By lower-case name: API Gateway lowers them, a host of our own may not. */
export function headerOf(event: HttpEvent, name: string): string | undefined {
  return Object.entries(event.headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1]
}

/** Fields of a form, url-encoded or multipart (RFC 8058 allows both). A body that is neither has none. */
export function formOf(event: HttpEvent, bodyLimit: number): ReadonlyMap<string, string> {
  const raw = event.body ?? ''
  const body = (event.isBase64Encoded === true ? Buffer.from(raw, 'base64').toString('utf8') : raw).slice(0, bodyLimit)
  const type = headerOf(event, 'content-type') ?? ''
  if (/^multipart\/form-data\b/i.test(type)) return multipart(body)
  return new Map(new URLSearchParams(body.trim()))
}

function multipart(body: string): ReadonlyMap<string, string> {
  const fields = body.matchAll(
    /content-disposition: *form-data; *name="([^"\r\n]*)"[^\n]*\r?\n(?:[^\r\n]+\r?\n)*\r?\n([^\r\n]*)/gi,
  )
  return new Map([...fields].map(([, name = '', value = '']) => [name, value]))
}
