import * as z from 'zod'
import type { JsonObject } from './json.ts'

/** The detail-type under which a profile change travels. */
export const IDENTIFY = 'identify'

/**
 * What happened to one customer, as every stage after ingest sees it. Times are epoch milliseconds.
 * `at` is when it happened (never later than `receivedAt`); event time decides, not arrival.
 * A profile change is an event named `identify` whose `traits` are set and whose `properties` are empty.
 */
export interface CustomerEvent {
  readonly messageId: string
  readonly name: string
  readonly customerId: string
  readonly userId?: string
  readonly anonymousId?: string
  readonly at: number
  readonly receivedAt: number
  readonly properties: JsonObject
  readonly traits?: JsonObject
  readonly context: JsonObject
  /** Properties whose type does not fit the vocabulary; conditions see them as unknown. */
  readonly warnings?: readonly string[]
  /** How many of our own events led to this one; 0 for an event from outside. */
  readonly hops: number
}

const JsonValue = z.json()
const JsonRecord = z.record(z.string(), JsonValue)
const Id = z.string().trim().min(1).max(256)

/** The canonical event as producers put it in `detail`; tolerant of members it does not know. */
export const EventDetail = z.object({
  messageId: Id,
  userId: Id.nullish(),
  anonymousId: Id.nullish(),
  timestamp: z.union([z.iso.datetime({ offset: true, local: true }), z.iso.date()]).nullish(),
  properties: JsonRecord.nullish(),
  traits: JsonRecord.nullish(),
  context: JsonRecord.nullish(),
})
export type EventDetail = z.infer<typeof EventDetail>
