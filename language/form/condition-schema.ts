import * as z from 'zod'
import { COMPARISONS } from '#engagement/model/condition.ts'
import { Duration, EventName, Field, FieldOperand, MoneyOperand, Period, Scalar } from './value-schemas.ts'

const Single = z.union([Scalar, FieldOperand])
const Comparable = z.union([Scalar, FieldOperand, MoneyOperand])
const Listed = z.union([z.array(Scalar).min(1), FieldOperand])
const Bound = z.union([z.number(), MoneyOperand])
const Count = z.int().min(0)

export const AllOf = z.strictObject({
  get all_of(): z.ZodArray<typeof Condition> {
    return z.array(Condition).min(1).meta({ description: 'Every one of these must match.' })
  },
})
export const AnyOf = z.strictObject({
  get any_of(): z.ZodArray<typeof Condition> {
    return z.array(Condition).min(1).meta({ description: 'At least one of these must match.' })
  },
})
export const Not = z.strictObject({
  get not(): typeof Condition {
    return Condition
  },
})

export const FieldCondition = z
  .strictObject({
    field: Field,
    equals: Comparable.optional().meta({ description: 'Is this value.' }),
    not_equals: Single.optional().meta({ description: 'Is another value than this.' }),
    in: Listed.optional().meta({ description: 'Is one of these values.' }),
    not_in: Listed.optional().meta({ description: 'Is none of these values.' }),
    above: Comparable.optional().meta({ description: 'Is more (or later) than this.' }),
    below: Comparable.optional().meta({ description: 'Is less (or earlier) than this.' }),
    at_least: Comparable.optional().meta({ description: 'Is this or more.' }),
    at_most: Comparable.optional().meta({ description: 'Is this or less.' }),
    between: z.array(Comparable).length(2).optional().meta({ description: 'Lies between the two, both included.' }),
    contains: Single.optional().meta({ description: 'The text contains this, or the list has this item.' }),
    starts_with: Single.optional().meta({ description: 'The text starts with this.' }),
    exists: z.boolean().optional().meta({ description: 'true: it is known; false: it is not.' }),
    within_last: Duration.optional().meta({ description: 'The date is at most this long ago.' }),
    older_than: Duration.optional().meta({ description: 'The date is longer ago than this.' }),
    get some(): z.ZodOptional<typeof Condition> {
      return Condition.optional().meta({ description: 'Some item of the list matches; inside, read `item.*`.' })
    },
    get every(): z.ZodOptional<typeof Condition> {
      return Condition.optional().meta({ description: 'Every item of the list matches; inside, read `item.*`.' })
    },
    if_missing: z
      .enum(['matched', 'unmatched'])
      .optional()
      .meta({ description: 'What to take for it where the field is missing. Without it: unknown, which never sends.' }),
  })
  .superRefine((value, context) => {
    const asked = [...COMPARISONS, 'some', 'every'].some((name) => Object.hasOwn(value, name))
    if (!asked) {
      context.addIssue({
        code: 'custom',
        path: ['field'],
        message: 'Nothing is asked of this field',
        params: {
          code: 'no-comparison',
          hint: 'Add a comparison, such as `equals: ...`, `at_least: ...` or `exists: true`',
        },
      })
    }
  })
export type FieldCondition = z.infer<typeof FieldCondition>

const Since = z
  .string()
  .min(1)
  .meta({ description: '`entry` (since this run began) or the name of an event (since it last happened).' })

const Same = z.string().min(1).meta({
  description:
    'Only a `since` event with the same value of this property counts: `since: Shipment Delivered, same: order_id`.',
})
const Distinct = z.union([z.literal('day'), Field]).meta({
  description:
    '`day`: several on one calendar day of the customer count once. `event.order_id`: several with the same value count once.',
})

export const DidCondition = z.strictObject({
  did: EventName.meta({ description: 'The event that must have happened.' }),
  at_least: Count.optional().meta({ description: 'At least so often (default 1).' }),
  at_most: Count.optional().meta({ description: 'At most so often.' }),
  distinct: Distinct.optional(),
  within: Period.optional().meta({ description: 'Within the last ...' }),
  since: Since.optional(),
  same: Same.optional(),
  get where(): z.ZodOptional<typeof Condition> {
    return Condition.optional().meta({ description: 'Which of them count; here `event` is the counted event.' })
  },
})
export type DidCondition = z.infer<typeof DidCondition>

export const DidNotCondition = z.strictObject({
  did_not: EventName.meta({ description: 'The event that must not have happened.' }),
  within: Period.optional().meta({ description: 'Within the last ...' }),
  since: Since.optional(),
  same: Same.optional(),
  get where(): z.ZodOptional<typeof Condition> {
    return Condition.optional().meta({ description: 'Which of them count; here `event` is the counted event.' })
  },
})
export type DidNotCondition = z.infer<typeof DidNotCondition>

export const SumCondition = z
  .strictObject({
    sum: Field.meta({ description: 'The number to add up, a property of the counted event: `event.total`.' }),
    of: EventName.meta({ description: 'The event that is added up.' }),
    at_least: Bound.optional().meta({ description: 'The total is this or more; per currency where it is money.' }),
    at_most: Bound.optional().meta({ description: 'The total is this or less; per currency where it is money.' }),
    within: Period.optional().meta({ description: 'Within the last ...' }),
    since: Since.optional(),
    same: Same.optional(),
    get where(): z.ZodOptional<typeof Condition> {
      return Condition.optional().meta({ description: 'Which of them count; here `event` is the counted event.' })
    },
  })
  .superRefine((value, context) => {
    if (value.at_least === undefined && value.at_most === undefined) {
      context.addIssue({
        code: 'custom',
        path: ['sum'],
        message: 'Nothing is asked of this sum',
        params: { code: 'no-comparison', hint: 'Add `at_least` or `at_most`' },
      })
    }
  })
export type SumCondition = z.infer<typeof SumCondition>

export const Condition = z
  .union([AllOf, AnyOf, Not, FieldCondition, DidCondition, DidNotCondition, SumCondition])
  .meta({
    id: 'Condition',
    description: 'What must hold: `field`, `did`, `did_not`, `sum`, or several in `all_of`, `any_of`, `not`.',
  })
export type Condition = z.infer<typeof Condition>
