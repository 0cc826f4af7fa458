import { createHash } from 'node:crypto'
import type { TokenClaims } from '#engagement/content/token.ts'
import { contentHashOf } from '#engagement/customer/content-hash.ts'
import { type CustomerEvent, IDENTIFY, OWN_SOURCE } from '#engagement/customer/customer-event.ts'
import type { JsonObject } from '#engagement/customer/json.ts'
import type { CustomerChannel } from '#engagement/model/channels.ts'
import type { Clock } from './ports/clock.ts'
import type { ReactQueue } from './ports/react-queue.ts'

export interface PreferencesDeps {
  readonly reactQueue: ReactQueue
  readonly clock: Clock
}

/** What the holder of a link does with it. Without a channel it is about all of them. */
export type PreferenceAct =
  | {
      readonly kind: 'unsubscribe'
      readonly topic: string
      readonly channel?: CustomerChannel
      readonly source: 'one-click' | 'page'
    }
  | { readonly kind: 'resubscribe'; readonly topic: string; readonly channel?: CustomerChannel }
  | { readonly kind: 'speak'; readonly locale: string }

/** Whose link it is, and the message that is the evidence. */
type Holder = Pick<TokenClaims, 'customerId' | 'messageId'>

/**
 * Puts the customer's own acts on the queue to react, in order with everything else about them: when this returns, they
 * are durable, and the send stage asks consent again before each message.
 */
export async function changePreferences(
  holder: Holder,
  acts: readonly PreferenceAct[],
  deps: PreferencesDeps,
): Promise<void> {
  const now = deps.clock.now()
  const messages = acts.map((act) => {
    const event = eventOf(holder, act, now)
    const { name, properties, traits = {} } = event
    return {
      kind: 'event' as const,
      event,
      contentHash: contentHashOf({ name, properties, traits, timestamp: undefined }),
    }
  })
  if (messages.length > 0) await deps.reactQueue.send(messages)
}

function eventOf({ customerId, messageId }: Holder, act: PreferenceAct, now: number): CustomerEvent {
  const said = saidBy(act, messageId)
  return {
    messageId: idOf([said, messageId, now]),
    customerId,
    at: now,
    receivedAt: now,
    ...said,
    context: { origin: OWN_SOURCE },
    hops: 1,
  }
}

function saidBy(
  act: PreferenceAct,
  messageId: string,
): { readonly name: string; readonly properties: JsonObject; readonly traits?: JsonObject } {
  if (act.kind === 'speak') return { name: IDENTIFY, properties: {}, traits: { locale: act.locale } }
  const about = { topic: act.topic, ...(act.channel === undefined ? {} : { channel: act.channel }) }
  switch (act.kind) {
    case 'unsubscribe':
      return { name: 'Unsubscribed', properties: { ...about, source: act.source, message_id: messageId } }
    case 'resubscribe':
      return { name: 'Resubscribed', properties: { ...about, source: 'page', message_id: messageId } }
  }
}

/** With the instant: who unsubscribes, changes their mind and unsubscribes again from one mail has acted three times. */
const idOf = (parts: readonly (string | number | object)[]): string =>
  `preference-${createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22)}`
