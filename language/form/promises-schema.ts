import * as z from 'zod'
import { Condition } from './condition-schema.ts'
import { Duration, EventName, EventNames, Field, Period, TimeOfDay } from './value-schemas.ts'

const DueAfter = z.strictObject({
  plus: Duration.meta({ description: 'So long after the event.' }),
  at: TimeOfDay.optional().meta({ description: 'At this time of that day.' }),
})
const ExpectedAfterDue = z.strictObject({
  expected_after_due: z.literal(true).meta({ description: 'At risk as soon as it is expected later than due.' }),
})
const Happened = z.strictObject({
  happened: EventName.meta({
    description: 'This happened since the date was told, and it is not known to be in time.',
  }),
})
const BeforeDue = z.strictObject({
  before_due: Duration.meta({ description: 'So long before it is due ...' }),
  at: TimeOfDay.optional().meta({ description: '... at this time of that day ...' }),
  did_not: EventName.meta({ description: '... this has not happened for it.' }),
})

const Promised = z.strictObject({
  made_by: EventNames.meta({ description: 'The events in which the customer is told.' }),
  where: Condition.optional().meta({ description: 'Which of them make a promise.' }),
  one_per: Field.meta({ description: 'One promise per this value, such as `event.order_id`.' }),
  due: z
    .union([Field, DueAfter])
    .meta({ description: 'What the customer was told: a date of the event, or `{ plus: 3d, at: "18:00" }` after it.' }),
  expected: z
    .strictObject({ event: EventNames, at: Field.meta({ description: 'The new date.' }) })
    .optional()
    .meta({ description: 'What we know since.' }),
  parts: Field.optional().meta({ description: 'Kept when every part seen is kept, such as `event.shipment_id`.' }),
  kept_by: EventNames.meta({ description: 'What keeps it.' }),
  released_by: EventNames.optional().meta({ description: 'What makes it void.' }),
  at_risk: z
    .array(z.union([ExpectedAfterDue, Happened, BeforeDue]))
    .optional()
    .meta({ description: 'Any of these puts it at risk.' }),
  gives_up_after: Period.optional().meta({
    description: 'So long after it was due it is no longer watched (default 14d).',
  }),
  carry: z
    .array(z.string())
    .optional()
    .meta({ description: 'Event properties remembered for messages: `promise.carrier`.' }),
})

/** `promises.yaml`, as written: by name. */
export const PromisesSource = z
  .record(
    z.string().regex(/^[a-z][a-z0-9_]*$/, { error: 'A name has small letters, digits and underscores only' }),
    Promised,
  )
  .meta({ title: 'Promises' })
export type PromisesSource = z.infer<typeof PromisesSource>
