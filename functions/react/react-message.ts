import * as z from 'zod'
import type { CustomerEvent } from '#engagement/customer/customer-event.ts'
import type { JsonObject } from '#engagement/customer/json.ts'
import type { ReactMessage } from '#stages/ports.ts'

/** A record's body is parsed JSON, so an object in it is a JSON object. */
const JsonRecord = z.custom<JsonObject>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'expected an object',
)
const Time = z.number().int()

const Event: z.ZodType<CustomerEvent> = z.object({
  messageId: z.string().min(1),
  name: z.string().min(1),
  customerId: z.string().min(1),
  userId: z.string().exactOptional(),
  anonymousId: z.string().exactOptional(),
  linkedId: z.string().exactOptional(),
  at: Time,
  receivedAt: Time,
  properties: JsonRecord,
  traits: JsonRecord.exactOptional(),
  context: JsonRecord,
  warnings: z.array(z.string()).exactOptional(),
  hops: z.number().int().min(0),
})

/** What travels on the queue to react. */
export const ReactBody: z.ZodType<ReactMessage> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('event'),
    event: Event,
    contentHash: z.string(),
    mergedFrom: z.array(z.string()).exactOptional(),
  }),
  z.object({
    kind: z.literal('timer'),
    timer: z.object({ customerId: z.string().min(1), at: Time, generation: z.number().int(), shard: z.number().int() }),
  }),
])
