import { contentHashOf } from '#engagement/customer/content-hash.ts'
import type { CustomerEvent } from '#engagement/customer/customer-event.ts'
import { PermanentError, TransientError } from '#engagement/errors.ts'
import type { Message, Outcome } from '#engagement/message/message.ts'
import type { MessageClass } from '#engagement/model/message-class.ts'
import { applyFeedback } from '#engagement/outcome/apply-outcome.ts'
import { type Feedback, feedbackOf } from '#engagement/outcome/feedback.ts'
import { feedbackEvent } from '#engagement/outcome/feedback-event.ts'
import { parseSesNotification } from '#engagement/outcome/ses-notification.ts'
import { callCore } from './core-call.ts'
import type { Clock } from './ports/clock.ts'
import type { CustomerStore } from './ports/customer-store.ts'
import type { ReactQueue } from './ports/react-queue.ts'
import type { SuppressionStore } from './ports/suppression-store.ts'

export interface RecordDeps {
  readonly customers: Pick<CustomerStore, 'message' | 'saveMessage'>
  readonly suppressions: Pick<SuppressionStore, 'add'>
  readonly reactQueue: ReactQueue
  readonly clock: Clock
  /** ARN of the topic by which SES tells us: nothing else is believed. Absent where notifications come from ourselves. */
  readonly feedbackTopic?: string
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
  | { readonly kind: 'ignored'; readonly reason: string }

/**
 * Takes one notification of SES: the address is suppressed before anything else, then the message learns what became of
 * it, then react hears of it. Every part may be repeated. Throws `PermanentError` `bad-notification` for what cannot be
 * read, `foreign-topic` for what did not come by our topic.
 */
export async function record(notification: unknown, deps: RecordDeps): Promise<Recorded> {
  const now = deps.clock.now()
  const parsed = callCore(() => parseSesNotification(notification, deps.feedbackTopic))
  switch (parsed.kind) {
    case 'ignored':
      return parsed
    case 'foreign':
      throw new PermanentError('foreign-topic', 'this notification did not come by the topic that SES tells us by')
    case 'unreadable':
      throw new PermanentError('bad-notification', `not a notification of SES, at "${parsed.place}"`)
    case 'notification': {
      const feedback = callCore(() => feedbackOf(parsed.notification, now))
      await suppress(feedback, deps)
      return tellMessage(feedback, deps)
    }
  }
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
