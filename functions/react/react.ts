import type { ReactMessage } from '#stages/ports/react-queue.ts'
import type { QueueEdge } from '../edge.ts'
import { FACTS } from '../facts.ts'
import type { Handler } from '../middleware/lambda.ts'
import { type CountOf, type Metered, metered } from '../middleware/metrics.ts'
import { type Told, tellingOf } from '../middleware/metrics-of-messages.ts'
import { type SqsAnswer, sqsHandler } from '../middleware/sqs-handler.ts'
import { ReactBody } from './react-message.ts'

export interface ReactHandlerDeps extends QueueEdge, Metered {
  /** The stage, with what it needs bound. */
  readonly react: (message: ReactMessage, told: Told) => Promise<void>
}

/** SQS FIFO records, a group per customer: customers in parallel, each one's events and timers in order. */
export function createReactHandler(deps: ReactHandlerDeps): Handler<SqsAnswer> {
  return metered(deps.meter, (count: CountOf<'react'>) => {
    const react = (message: ReactMessage) => deps.react(message, tellingOf(count))
    return sqsHandler(ReactBody, react, { name: 'react', order: 'fifo', tries: FACTS.react.trigger.tries, ...deps })
  })
}
