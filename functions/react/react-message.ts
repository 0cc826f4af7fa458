import * as z from 'zod/mini'
import { wireObject, wireUnion } from '#adapters/schema-of.ts'
import type { CustomerEvent } from '#engagement/customer/customer-event.ts'
import { EVENT_WARNINGS, type EventWarning } from '#engagement/customer/event-warning.ts'
import type { JsonObject } from '#engagement/customer/json.ts'
import type { ReactMessage } from '#stages/ports/react-queue.ts'
import type { DueTimer } from '#stages/ports/timer-store.ts'

/** A record's body is parsed JSON, so an object in it is a JSON object. */
const JsonRecord = z.custom<JsonObject>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'expected an object',
)
const Time = z.int()
const Count = z.int().check(z.nonnegative())
const Id = z.string().check(z.minLength(1))

const Warning = wireObject<EventWarning>()({
  code: z.enum(EVENT_WARNINGS),
  place: z.string(),
  message: z.string(),
  hint: z.exactOptional(z.string()),
})

const Event = wireObject<CustomerEvent>()({
  messageId: Id,
  name: Id,
  customerId: Id,
  userId: z.exactOptional(z.string()),
  anonymousId: z.exactOptional(z.string()),
  linkedId: z.exactOptional(z.string()),
  at: Time,
  receivedAt: Time,
  properties: JsonRecord,
  traits: z.exactOptional(JsonRecord),
  context: JsonRecord,
  warnings: z.exactOptional(z.array(Warning)),
  hops: Count,
  replayed: z.exactOptional(z.boolean()),
})

const Timer = wireObject<DueTimer>()({ customerId: Id, at: Time, generation: z.int(), shard: z.int() })

/** What travels on the queue to react. */
export const ReactBody = wireUnion<ReactMessage>()({
  event: { event: Event, contentHash: z.string(), mergedFrom: z.exactOptional(z.array(z.string())) },
  timer: { timer: Timer },
})
