import * as z from 'zod/mini'
import type { QueueEdge } from '../edge.ts'
import { FACTS } from '../facts.ts'
import type { Handler } from '../middleware/lambda.ts'
import { type CountOf, type Metered, metered } from '../middleware/metrics.ts'
import { type SqsAnswer, sqsHandler } from '../middleware/sqs-handler.ts'
import { type NotificationDeps, type Taken, takeNotification } from './take-notification.ts'

/** SQS records whose bodies are notifications of SES, in an SNS envelope or raw. Their shape is judged one by one. */
export function createRecordHandler(deps: NotificationDeps & QueueEdge & Metered): Handler<SqsAnswer> {
  return metered(deps.meter, (count: CountOf<'record'>) => {
    const take = async (notification: unknown): Promise<void> => {
      const recorded = await takeNotification(notification, deps)
      countOutcome(recorded, count)
      if (recorded.kind === 'recorded') return
      const code = recorded.kind === 'ignored' ? recorded.reason : recorded.kind
      deps.log({ level: 'info', message: 'notification without a message of ours', function: 'record', code })
    }
    return sqsHandler(z.unknown(), inTurn(take), {
      name: 'record',
      order: 'standard',
      tries: FACTS.record.trigger.tries,
      ...deps,
    })
  })
}

/** A transient bounce may still be delivered: it is not a bounce for the rates that mailbox providers judge by. */
function countOutcome(recorded: Taken, count: CountOf<'record'>): void {
  if (recorded.kind !== 'recorded' || recorded.outcome === undefined) return
  const { kind, detail } = recorded.outcome
  const dimensions = { Class: recorded.class }
  if (kind === 'delivered') count('Delivered', dimensions)
  if (kind === 'bounced' && detail === 'permanent') count('Bounced', dimensions)
  if (kind === 'complained') count('Complained', dimensions)
}

/** One after the other: an open and a click of one message come in one batch, and each adds to what the other saved. */
function inTurn(take: (notification: unknown) => Promise<void>): (notification: unknown) => Promise<void> {
  let before: Promise<unknown> = Promise.resolve()
  return (notification) => {
    const turn = before.then(() => take(notification))
    // Its failure is its own: whoever waits for `turn` hears of it.
    before = turn.catch(() => undefined)
    return turn
  }
}
