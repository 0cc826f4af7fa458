import { createHash } from 'node:crypto'
import { ALL_MARKETING } from '#engagement/customer/consent.ts'
import { contentHashOf } from '#engagement/customer/content-hash.ts'
import { type CustomerEvent, OWN_SOURCE } from '#engagement/customer/customer-event.ts'
import type { TokenClaims } from '#engagement/message/token.ts'
import type { Clock, ReactQueue } from './ports.ts'

export interface PreferencesDeps {
  readonly reactQueue: ReactQueue
  readonly clock: Clock
}

/** What the holder of a link does with it. Only what they never had cannot be asked for: `resubscribe` is the link's topic. */
export type PreferenceAct =
  | { readonly kind: 'unsubscribe'; readonly from: 'topic' | 'all'; readonly source: 'one-click' | 'page' }
  | { readonly kind: 'resubscribe' }

/**
 * Puts the customer's own act on the queue to react, in order with everything else about them: when this returns, it is
 * durable, and the send stage asks consent again before each message.
 */
export async function changePreference(claims: TokenClaims, act: PreferenceAct, deps: PreferencesDeps): Promise<void> {
  const event = eventOf(claims, act, deps.clock.now())
  const { name, properties } = event
  const contentHash = contentHashOf({ name, properties, traits: {}, timestamp: undefined })
  await deps.reactQueue.send([{ kind: 'event', event, contentHash }])
}

function eventOf(claims: TokenClaims, act: PreferenceAct, now: number): CustomerEvent {
  const properties = {
    topic: act.kind === 'unsubscribe' && act.from === 'all' ? ALL_MARKETING : claims.topic,
    source: act.kind === 'unsubscribe' ? act.source : 'page',
    message_id: claims.messageId,
  }
  const name = act.kind === 'unsubscribe' ? 'Unsubscribed' : 'Resubscribed'
  return {
    messageId: idOf([name, properties.topic, properties.source, claims.messageId, now]),
    name,
    customerId: claims.customerId,
    at: now,
    receivedAt: now,
    properties,
    context: { origin: OWN_SOURCE },
    hops: 1,
  }
}

/** With the instant: who unsubscribes, changes their mind and unsubscribes again from one mail has acted three times. */
const idOf = (parts: readonly (string | number)[]): string =>
  `preference-${createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22)}`
