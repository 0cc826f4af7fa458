import { type EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge'
import type { NothingLeft } from '#adapters/schema-of.ts'
import { type CustomerEvent, OWN_SOURCE } from '#engagement/customer/customer-event.ts'
import type { EventBus } from '#stages/ports/event-bus.ts'
import { type Call, sendInCalls } from './batches.ts'

/** The bus on which the world hears what we raise. The rule to ingest leaves our source out. */
export function createEventBus(client: Pick<EventBridgeClient, 'send'>, busName: string): EventBus {
  const call: Call<PutEventsRequestEntry> = {
    code: 'bus-unavailable',
    bytesOf: (entry) => Buffer.byteLength(entry.Detail ?? '') + Buffer.byteLength(entry.DetailType ?? '') + 64,
    send: async (some) => {
      const answer = await client.send(new PutEventsCommand({ Entries: [...some] }))
      const results = answer.Entries ?? []
      return some.filter((_, index) => results[index]?.ErrorCode !== undefined)
    },
  }
  return {
    publish: (events) =>
      sendInCalls(
        events.map((event) => entryOf(event, busName)),
        call,
      ),
  }
}

/** The canonical event, as a producer would have put it. */
function entryOf(event: CustomerEvent, busName: string): PutEventsRequestEntry {
  const { messageId, userId, anonymousId, customerId, properties, traits, context, hops, ...ours } = event
  // Told by the entry itself, or of no use outside.
  const {
    name: _name,
    at: _at,
    receivedAt: _received,
    linkedId: _linked,
    warnings: _warnings,
    replayed: _again,
    ...rest
  } = ours
  rest satisfies NothingLeft
  const timestamp = new Date(event.at).toISOString()
  const detail = { messageId, userId, anonymousId, customerId, timestamp, properties, traits, context, hops }
  return {
    EventBusName: busName,
    Source: OWN_SOURCE,
    DetailType: event.name,
    Time: new Date(event.at),
    Detail: JSON.stringify(detail),
  }
}
