import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** Bad input, answered as `{ code, message, place }`. `place`: where in the request. */
export class Problem extends Error {
  readonly status: ContentfulStatusCode
  readonly code: string
  readonly place: string
  constructor(status: ContentfulStatusCode, code: string, message: string, place = '', options?: ErrorOptions) {
    super(message, options)
    this.status = status
    this.code = code
    this.place = place
  }
}
