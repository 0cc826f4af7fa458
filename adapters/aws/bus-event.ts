import * as z from 'zod/mini'
import type { Incoming } from '#engagement/customer/incoming.ts'
import type { Refusal } from '#engagement/customer/refusal.ts'
import { type Judged, type Judging, judgeIncoming } from '#engagement/judge-incoming.ts'
import type { Catalogue } from '#engagement/model/catalogue.ts'
import type { Arrival } from '#stages/ingest.ts'

/** An EventBridge event, tolerant of members it does not know. */
const BusEvent = z.looseObject({
  id: z.optional(z.string()),
  source: z.optional(z.string()),
  time: z.optional(z.iso.datetime({ offset: true })),
  'detail-type': z.string(),
  'replay-name': z.optional(z.string()),
  detail: z.unknown(),
})

/** What the bus hands over, or why it is no event of a bus. */
export function readBusEvent(raw: unknown): Arrival {
  const parsed = BusEvent.safeParse(raw)
  return parsed.success
    ? { kind: 'incoming', raw, incoming: incomingOf(parsed.data) }
    : { kind: 'unreadable', raw, refusal: refusalOf(parsed.error) }
}

/** What will be said of an event of the bus, for whoever wants to know it before ingest does. */
export function judgeBusEvent(raw: unknown, catalogue: Catalogue, judging: Judging): Judged {
  const arrival = readBusEvent(raw)
  return arrival.kind === 'incoming'
    ? judgeIncoming(arrival.incoming, catalogue, judging)
    : { kind: 'refused', refusal: arrival.refusal }
}

function incomingOf(event: z.infer<typeof BusEvent>): Incoming {
  const { source, time, 'detail-type': name, 'replay-name': replay, detail } = event
  return {
    name,
    ...(source === undefined ? {} : { source }),
    ...(time === undefined ? {} : { time: Date.parse(time) }),
    ...(replay === undefined ? {} : { replay }),
    detail,
  }
}

const refusalOf = (error: z.core.$ZodError): Refusal => ({
  code: 'not-an-envelope',
  reason: 'not an EventBridge event',
  place: error.issues[0]?.path.join('.') ?? '',
})
