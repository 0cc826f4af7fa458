import * as z from 'zod'
import { CLASS_NAMES } from '#engagement/model/message-class.ts'
import { Condition } from './condition-schema.ts'
import { durationFault } from './duration.ts'
import { Step } from './step-schema.ts'
import { EventNames, explainDuration, Field, Period, TopicName } from './value-schemas.ts'

const REENTRY = /^(?:never|always|after (.+))$/

const Reentry = z
  .string()
  .superRefine((text, context) => {
    const after = REENTRY.exec(text)
    if (after === null)
      context.addIssue({
        code: 'custom',
        message: `\`${text}\` is not a way of re-entry`,
        params: { code: 'reentry', hint: 'Write `never`, `always` or `after 7d`' },
      })
    const fault = after?.[1] === undefined ? undefined : durationFault(after[1])
    if (after?.[1] === undefined || fault === undefined) return
    const { message, hint } = explainDuration(after[1], fault)
    context.addIssue({ code: 'custom', message, params: { code: 'duration', hint } })
  })
  .meta({
    description: 'Whether a customer may enter again (per `one_per`): `never`, `always` (default) or `after 7d`.',
    pattern: REENTRY.source,
    examples: ['never', 'always', 'after 7d'],
  })

const Percentage = z
  .string({
    error: (issue) => (typeof issue.input === 'number' ? 'A percentage needs its sign, such as `10%`' : undefined),
  })
  .regex(/^(100|\d{1,2}(\.\d+)?)%$/, { error: 'A percentage is written as `10%`' })

const Trigger = z
  .strictObject({
    event: EventNames.meta({ description: 'The event that enters a customer: one name or a list.' }),
    where: Condition.optional().meta({ description: 'Asked once, on entry.' }),
    max_age: Period.optional().meta({
      description: 'An event older than this updates what we know but does not enter (default 1d).',
    }),
  })
  .meta({ description: 'What enters a customer into this workflow.' })

const Exit = z.strictObject({
  event: EventNames.meta({ description: 'The event that ends the run at once: one name or a list.' }),
  where: Condition.optional().meta({
    description: 'Which of them: `event` is the event at hand, `entry` the one that entered the run.',
  }),
})

const Goal = z
  .strictObject({
    event: EventNames.meta({ description: 'The event that counts as success: one name or a list.' }),
    where: Condition.optional().meta({
      description: 'Which of them: `event` is the event at hand, `entry` the one that entered the run.',
    }),
    within: Period.meta({ description: 'So long after entry it still counts.' }),
  })
  .meta({ description: 'What success is; measured, it does not end the run by itself.' })

/** `workflow.yaml`, as written. */
export const WorkflowSource = z
  .strictObject({
    name: z.string().min(1).meta({ description: 'What colleagues call it.' }),
    description: z.string().optional().meta({ description: 'What it does for the customer, in a sentence.' }),
    class: z.enum(CLASS_NAMES).meta({
      description:
        '`service`: about something the customer did or is owed. `marketing`: everything else; it needs consent and obeys caps, quiet hours and incidents.',
    }),
    topic: TopicName.optional().meta({ description: 'The consent topic, of settings.yaml; marketing needs one.' }),
    trigger: Trigger,
    one_per: Field.optional().meta({
      description: 'One run per customer and this value, such as `event.cart_id`; without it one per customer.',
    }),
    when_running: z.enum(['restart', 'ignore']).optional().meta({
      description: 'A new trigger before the first message: `restart` begins anew, `ignore` (default) changes nothing.',
    }),
    reentry: Reentry.optional(),
    only_while: Condition.optional().meta({ description: 'Asked on entry and again before every message.' }),
    exit_when: z.array(Exit).optional().meta({ description: 'Leaves at once, wherever they are.' }),
    goal: Goal.optional(),
    holdout: Percentage.optional().meta({
      description: 'Share of customers who get nothing, to measure the difference; marketing only.',
    }),
    steps: z.array(Step).min(1).meta({ description: 'The journey, in order.' }),
  })
  .meta({ title: 'Workflow' })
export type WorkflowSource = z.infer<typeof WorkflowSource>
