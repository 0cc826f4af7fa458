import * as z from 'zod/mini'
import type { CustomerEvent } from '#engagement/customer/customer-event.ts'
import { EVENT_WARNINGS, type EventWarning } from '#engagement/customer/event-warning.ts'
import type { JsonObject } from '#engagement/customer/json.ts'
import type { ReactMessage } from '#stages/ports/react-queue.ts'

/** A record's body is parsed JSON, so an object in it is a JSON object. */
const JsonRecord = z.custom<JsonObject>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'expected an object',
)
const Time = z.int()
const Count = z.int().check(z.nonnegative())
const Id = z.string().check(z.minLength(1))

const Warning: z.core.$ZodType<EventWarning> = z.object({
  code: z.enum(EVENT_WARNINGS),
  place: z.string(),
  message: z.string(),
  hint: z.exactOptional(z.string()),
})

const Event: z.core.$ZodType<CustomerEvent> = z.object({
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

/** What travels on the queue to react. */
export const ReactBody: z.core.$ZodType<ReactMessage> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('event'),
    event: Event,
    contentHash: z.string(),
    mergedFrom: z.exactOptional(z.array(z.string())),
  }),
  z.object({
    kind: z.literal('timer'),
    timer: z.object({ customerId: Id, at: Time, generation: z.int(), shard: z.int() }),
  }),
])
