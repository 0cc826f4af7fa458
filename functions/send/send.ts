import * as z from 'zod/mini'
import { wireObject } from '#adapters/schema-of.ts'
import { CHANNEL_NAMES } from '#engagement/model/channels.ts'
import { CLASS_NAMES } from '#engagement/model/message-class.ts'
import type { SendRequest } from '#stages/ports/send-queue.ts'
import type { QueueEdge } from '../edge.ts'
import { FACTS } from '../facts.ts'
import type { Handler } from '../middleware/lambda.ts'
import { type CountOf, type Metered, metered } from '../middleware/metrics.ts'
import { type Told, tellingOf } from '../middleware/metrics-of-messages.ts'
import { type SqsAnswer, sqsHandler } from '../middleware/sqs-handler.ts'

const SendBody = wireObject<SendRequest>()({
  customerId: z.string().check(z.minLength(1)),
  messageId: z.string().check(z.minLength(1)),
  channel: z.enum(CHANNEL_NAMES),
  class: z.enum(CLASS_NAMES),
  attempt: z.int().check(z.nonnegative()),
})

export interface SendHandlerDeps extends QueueEdge, Metered {
  /** The stage, with what it needs bound. */
  readonly send: (request: SendRequest, told: Told) => Promise<void>
}

/** SQS records of one channel and class: each names a message that is to be sent now. */
export function createSendHandler(deps: SendHandlerDeps): Handler<SqsAnswer> {
  return metered(deps.meter, (count: CountOf<'send'>) => {
    const send = (request: SendRequest) => deps.send(request, tellingOf(count))
    return sqsHandler(SendBody, send, { name: 'send', order: 'standard', tries: FACTS.send.trigger.tries, ...deps })
  })
}
