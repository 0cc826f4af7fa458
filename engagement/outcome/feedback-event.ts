import { ALL_MARKETING } from '../customer/consent.ts'
import { type CustomerEvent, OWN_SOURCE } from '../customer/customer-event.ts'
import type { JsonObject } from '../customer/json.ts'
import type { Message, Outcome } from '../message/message.ts'
import type { Feedback } from './feedback.ts'

/**
 * What came back as an event of the customer, named as in Segment's e-mail spec. A complaint speaks for itself: it denies
 * every marketing topic. Undefined where there is nothing to tell (taken by the provider, delayed, not rendered).
 * https://segment.com/docs/connections/spec/email/
 */
export function feedbackEvent(message: Message, feedback: Feedback, receivedAt: number): CustomerEvent | undefined {
  const { outcome } = feedback
  const name = outcome === undefined ? undefined : nameOf(outcome.kind)
  if (outcome === undefined || name === undefined) return undefined
  return {
    messageId: `feedback-${feedback.id}`,
    name,
    customerId: message.customerId,
    at: Math.min(feedback.at, receivedAt),
    receivedAt,
    properties: propertiesOf(message, feedback, outcome),
    context: { origin: OWN_SOURCE },
    hops: 1,
  }
}

function nameOf(kind: Outcome['kind']): string | undefined {
  switch (kind) {
    case 'bounced':
    case 'rejected':
      return 'Email Bounced'
    case 'delivered':
      return 'Email Delivered'
    case 'complained':
      return 'Email Marked as Spam'
    case 'opened':
      return 'Email Opened'
    case 'clicked':
      return 'Email Link Clicked'
    case 'failed':
    case 'delayed':
    case 'unsubscribed':
      return undefined
  }
}

function propertiesOf(message: Message, feedback: Feedback, outcome: Outcome): JsonObject {
  return {
    message_id: message.id,
    workflow: message.workflow,
    step: message.step,
    email_id: message.id,
    campaign_id: message.workflow,
    ...(outcome.detail === undefined ? {} : { detail: outcome.detail }),
    ...(feedback.link === undefined ? {} : { link_url: feedback.link }),
    ...(outcome.kind === 'complained' ? { topic: ALL_MARKETING, source: 'complaint' } : {}),
  }
}
