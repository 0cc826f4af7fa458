import { contentHashOf } from '#engagement/customer/content-hash.ts'
import type { CustomerEvent } from '#engagement/customer/customer-event.ts'
import { TransientError } from '#engagement/errors.ts'
import type { Message, Outcome } from '#engagement/message/message.ts'
import type { MessageClass } from '#engagement/model/message-class.ts'
import { applyFeedback } from '#engagement/outcome/apply-outcome.ts'
import type { Feedback } from '#engagement/outcome/feedback.ts'
import { feedbackEvent } from '#engagement/outcome/feedback-event.ts'
import type { Clock } from './ports/clock.ts'
import type { CustomerStore } from './ports/customer-store.ts'
import type { ReactQueue } from './ports/react-queue.ts'
import type { SuppressionStore } from './ports/suppression-store.ts'

export interface RecordDeps {
  readonly customers: Pick<CustomerStore, 'message' | 'saveMessage'>
  readonly suppressions: Pick<SuppressionStore, 'add'>
  readonly reactQueue: ReactQueue
  readonly clock: Clock
}

export type Recorded =
  | {
      readonly kind: 'recorded'
      readonly customerId: string
      readonly messageId: string
      readonly class: MessageClass
      readonly outcome?: Outcome
    }
  /** A mail that we did not send, or whose message is gone. Its addresses are suppressed all the same. */
  | { readonly kind: 'unmatched' }

/**
 * Takes what a provider told of one message: the address is suppressed before anything else, then the message learns what
 * became of it, then react hears of it. Every part may be repeated.
 */
export async function record(feedback: Feedback, deps: RecordDeps): Promise<Recorded> {
  await suppress(feedback, deps)
  return tellMessage(feedback, deps)
}

async function suppress(
  { suppress: addresses, outcome, at, id, messageId }: Feedback,
  deps: RecordDeps,
): Promise<void> {
  const reason = outcome?.kind === 'complained' ? 'complained' : 'bounced'
  for (const address of addresses) {
    await deps.suppressions.add({ channel: 'email', reason, at, evidence: messageId ?? id }, address)
  }
}

async function tellMessage(feedback: Feedback, deps: RecordDeps): Promise<Recorded> {
  const { customerId, messageId } = feedback
  if (customerId === undefined || messageId === undefined) return { kind: 'unmatched' }
  const message = await deps.customers.message(customerId, messageId)
  if (message === undefined) return { kind: 'unmatched' }
  await saveFeedback(message, feedback, deps)
  const event = feedbackEvent(message, feedback, deps.clock.now())
  if (event !== undefined) await deps.reactQueue.send([{ kind: 'event', event, contentHash: hashOf(event) }])
  const outcome = feedback.outcome === undefined ? {} : { outcome: feedback.outcome }
  return { kind: 'recorded', customerId, messageId, class: message.class, ...outcome }
}

async function saveFeedback(message: Message, feedback: Feedback, deps: RecordDeps): Promise<void> {
  const applied = applyFeedback(message, feedback)
  switch (applied.kind) {
    case 'unchanged':
    case 'not-sent':
      return
    case 'changed': {
      const saved = await deps.customers.saveMessage(applied.message, [message.status])
      if (!saved) throw new TransientError('message-changed', 'the message changed while feedback was recorded')
    }
  }
}

/** Of what never differs between two deliveries of one notification. */
const hashOf = ({ name, properties }: CustomerEvent): string =>
  contentHashOf({ name, properties, traits: {}, timestamp: undefined })
