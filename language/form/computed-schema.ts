import * as z from 'zod'
import { EventNames, Field, Period } from './value-schemas.ts'

const List = z.strictObject({
  list: z
    .strictObject({
      one_per: Field.optional().meta({ description: 'One list per this value, such as `event.cart_id`.' }),
      add: EventNames.optional().meta({ description: 'Events that add a line.' }),
      remove: EventNames.optional().meta({ description: 'Events that take a line away.' }),
      replace: z
        .record(z.string(), Field)
        .optional()
        .meta({ description: 'Events whose list replaces the whole: `{ Cart Viewed: event.products }`.' }),
      clear: EventNames.optional().meta({ description: 'Events that empty it.' }),
      identity: z
        .array(z.string())
        .min(1)
        .meta({ description: 'Properties that tell lines apart; the first present one decides.' }),
      carry: z.array(z.string()).optional().meta({ description: 'Properties remembered for each line.' }),
      forget_after: Period.optional().meta({
        description: 'So long without a change it is forgotten (default 30d).',
      }),
    })
    .meta({ description: 'A list kept from events, such as a cart.' }),
})
const Habit = z.strictObject({
  habit: z
    .strictObject({
      events: EventNames.meta({ description: 'Events that count as a visit.' }),
      visit_gap: Period.optional().meta({
        description: 'Events closer together than this are one visit (default 30m).',
      }),
    })
    .meta({ description: 'How often the customer comes by.' }),
})

/** `computed.yaml`, as written: by name. */
export const ComputedSource = z
  .record(
    z.string().regex(/^[a-z][a-z0-9_]*$/, { error: 'A name has small letters, digits and underscores only' }),
    z.union([List, Habit]),
  )
  .meta({ title: 'Computed traits' })
export type ComputedSource = z.infer<typeof ComputedSource>
