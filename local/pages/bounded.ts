import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { Problem } from './problem.ts'

/** Nothing but events is longer: forms, moves of the clock. */
const MAX_BYTES = 64 * 1_024

const limit = bodyLimit({
  maxSize: MAX_BYTES,
  onError: () => {
    throw new Problem(413, 'too-large', `at most ${MAX_BYTES / 1_024} KB`, 'body')
  },
})

/** A limit for the body at every door; events have one of their own at `POST /`. A request without a body has none to read. */
export const bounded: MiddlewareHandler = (context, next) => {
  const { method, path } = context.req
  const hasBody = ['content-length', 'transfer-encoding'].some((name) => context.req.header(name) !== undefined)
  return !hasBody || (path === '/' && method === 'POST') ? next() : limit(context, next)
}
