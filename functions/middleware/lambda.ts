import middy, { type MiddlewareObj } from '@middy/core'
import * as z from 'zod/mini'
import { PermanentError } from '#engagement/errors.ts'
import { describeError, type Log } from './log.ts'

/** A handler as the local host and tests call it; Lambda gives the context. */
export type Handler<Answer> = (event: unknown, context?: unknown) => Promise<Answer>

/**
 * A Lambda handler: the envelope parsed by `schema`, then `handle`. What it throws is logged by class, code and place and
 * thrown on, so that the source tries again. An envelope that does not fit throws `PermanentError` `bad-envelope`.
 */
export function lambda<Envelope, Answer>(
  name: string,
  schema: z.core.$ZodType<Envelope>,
  handle: (envelope: Envelope) => Promise<Answer>,
  log: Log,
): Handler<Answer> {
  const parsed = async (event: unknown): Promise<Answer> => handle(parseEnvelope(schema, event))
  const wrapped = middy(parsed).use(logged(name, log))
  // middy types the context as Lambda's own; it reads members that may be missing, and so do we.
  return (event, context) => wrapped(event, (context ?? {}) as Parameters<typeof wrapped>[1])
}

function parseEnvelope<Envelope>(schema: z.core.$ZodType<Envelope>, event: unknown): Envelope {
  const parsed = z.safeParse(schema, event)
  if (parsed.success) return parsed.data
  const place = parsed.error.issues[0]?.path.join('.') ?? ''
  throw new PermanentError('bad-envelope', `not the envelope of this function, at "${place}"`, { cause: parsed.error })
}

function logged(name: string, log: Log): MiddlewareObj {
  return {
    onError: (request) => {
      const requestId = request.context.awsRequestId
      log({
        level: 'error',
        message: 'invocation failed',
        function: name,
        ...(requestId === undefined ? {} : { requestId }),
        ...describeError(request.error),
      })
    },
  }
}
