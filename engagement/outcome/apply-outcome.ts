import type { Reason } from '../decision/reasons.ts'
import type { Message, MessageStatus, Outcome } from '../message/message.ts'
import type { Feedback } from './feedback.ts'

/** Statuses in which feedback may find a message, the later ones knowing more; it never moves back. */
const KNOWLEDGE: readonly MessageStatus[] = [
  'claimed',
  'unknown',
  'sent',
  'delivered',
  'refused',
  'bounced',
  'complained',
]

/** Scanners open and click without end; what is beyond is in the timeline, not in the message. */
const OUTCOMES_KEPT = 100

export type Applied =
  | { readonly kind: 'changed'; readonly message: Message }
  /** This feedback is already in it. */
  | { readonly kind: 'unchanged' }
  /** Never sent, as far as we know: feedback about it cannot be. */
  | { readonly kind: 'not-sent' }

/**
 * Adds what came back to the message, once, and moves its status on; one that is `unknown`, or that a sender has not told
 * of yet, is thereby known to be sent.
 */
export function applyFeedback(message: Message, feedback: Feedback): Applied {
  if (!KNOWLEDGE.includes(message.status)) return { kind: 'not-sent' }
  const { outcome } = feedback
  const known = outcome === undefined || message.outcomes.some(({ id }) => id === outcome.id)
  const status = furthest(message.status, outcome === undefined ? 'sent' : statusAfter(outcome))
  if (known && status === message.status) return { kind: 'unchanged' }
  const settled = message.status === 'unknown' || message.status === 'claimed'
  const { reason: before, ...told } = message
  // Why it was unknown is no longer true.
  const reason = settled || status !== message.status ? REASON_OF[status] : before
  return {
    kind: 'changed',
    message: {
      ...told,
      ...(reason === undefined ? {} : { reason }),
      status,
      ...(settled && message.sentAt === undefined ? { sentAt: message.claimedAt ?? feedback.at } : {}),
      ...(message.providerId === undefined ? { providerId: feedback.providerId } : {}),
      outcomes: known || outcome === undefined ? message.outcomes : withOutcome(message.outcomes, outcome),
    },
  }
}

/** A message that did not go out says why. */
const REASON_OF: { readonly [status in MessageStatus]?: Reason } = { refused: 'refused-by-feedback' }

/** The first ones stay: they tell when it was delivered and first read. What moves the status always has its place. */
const withOutcome = (kept: readonly Outcome[], outcome: Outcome): readonly Outcome[] =>
  kept.length < OUTCOMES_KEPT ? [...kept, outcome] : [...kept.slice(0, OUTCOMES_KEPT - 1), outcome]

const furthest = (a: MessageStatus, b: MessageStatus): MessageStatus =>
  KNOWLEDGE.indexOf(b) > KNOWLEDGE.indexOf(a) ? b : a

/** Who opens or clicks has received. */
function statusAfter(outcome: Outcome): MessageStatus {
  switch (outcome.kind) {
    case 'delivered':
    case 'opened':
    case 'clicked':
    case 'unsubscribed':
      return 'delivered'
    case 'bounced':
      return 'bounced'
    case 'complained':
      return 'complained'
    case 'rejected':
    case 'failed':
      return 'refused'
    case 'delayed':
      return 'sent'
  }
}
