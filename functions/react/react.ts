import type { ReactMessage } from '#stages/ports.ts'
import type { Edge } from '../edge.ts'
import type { Handler } from '../middleware/lambda.ts'
import { type SqsAnswer, sqsHandler } from '../middleware/sqs-handler.ts'
import { ReactBody } from './react-message.ts'

export interface ReactHandlerDeps extends Edge {
  /** The stage, with what it needs bound. */
  readonly react: (message: ReactMessage) => Promise<void>
}

/** SQS FIFO records, a group per customer: customers in parallel, each one's events and timers in order. */
export function createReactHandler(deps: ReactHandlerDeps): Handler<SqsAnswer> {
  return sqsHandler(ReactBody, deps.react, { name: 'react', order: 'fifo', ...deps })
}
