import * as z from 'zod'
import { CUSTOMER_CHANNELS } from '#engagement/model/channels.ts'
import { Condition } from './condition-schema.ts'
import {
  Duration,
  EndpointName,
  EventName,
  EventNames,
  Field,
  MessageName,
  Period,
  PromiseName,
  PropertyName,
  TimeOfDay,
  TraitName,
  ValueOperand,
} from './value-schemas.ts'

const At = TimeOfDay.optional().meta({ description: "Not before this time of day, in the customer's zone." })

const WaitForField = z.strictObject({
  field: Field.meta({ description: 'A field that holds milliseconds, such as `computed.habit.typical_gap`.' }),
  times: z.number().positive().optional().meta({ description: 'Multiplied by this (default 1).' }),
})
export const WaitFor = z.strictObject({
  for: z.union([Period, WaitForField]).meta({ description: 'How long to wait.' }),
  at: At,
  at_least: Duration.optional().meta({
    description: 'Where the length comes from a field: at least so long (also where it is unknown).',
  }),
  at_most: Duration.optional().meta({ description: 'Where the length comes from a field: at most so long.' }),
})
export const WaitQuiet = z.strictObject({
  quiet: Period.meta({
    description: 'Until nothing that starts the workflow has happened for so long; needs `when_running: restart`.',
  }),
  at_most: Duration.meta({ description: 'But no longer than this after it happened first.' }),
})
export const WaitUntil = z.strictObject({
  until: Field.meta({ description: 'A date to wait for, such as `event.pay_by`.' }),
  minus: Duration.optional().meta({ description: 'So long before that date.' }),
  plus: Duration.optional().meta({ description: 'So long after that date.' }),
  at: At,
  if_past: z.enum(['skip', 'now']).optional().meta({
    description:
      'Where that instant is over already: `skip` (default) leaves out everything up to and including the next send; `now` goes on at once.',
  }),
  quiet_hours: z
    .literal('before')
    .optional()
    .meta({ description: 'Where that instant lies in quiet hours: just before they begin.' }),
})
const TimeoutUntil = z.strictObject({
  until: Field.meta({ description: 'A date; one that is unknown or past is over at once.' }),
})
export const WaitForEvent = z.strictObject({
  for_event: EventNames.meta({ description: 'The event to wait for: one name or a list.' }),
  where: Condition.optional().meta({
    description: 'Which of them: `event` is the awaited event, `entry` the one that entered the run.',
  }),
  timeout: z.union([Period, TimeoutUntil]).meta({
    description: 'How long to wait for it at most: `7d`, or until a date: `{ until: next_word.by }`.',
  }),
  get on_event(): z.ZodOptional<z.ZodArray<typeof Step>> {
    return z
      .array(Step)
      .optional()
      .meta({ description: 'Steps to take when it comes; afterwards the journey goes on below.' })
  },
  get on_timeout(): z.ZodOptional<z.ZodArray<typeof Step>> {
    return z
      .array(Step)
      .optional()
      .meta({ description: 'Steps to take when it does not come; afterwards the journey goes on below.' })
  },
})
export const WaitStep = z.strictObject({
  wait: z.union([Period, WaitFor, WaitQuiet, WaitUntil, WaitForEvent]).meta({
    description:
      'Wait: `1h`, `{ for: 1d, at: "18:00" }`, `{ quiet: 10m, at_most: 30m }`, `{ until: event.pay_by, minus: 1d }` or `{ for_event: ..., timeout: 7d }`.',
  }),
})
export type WaitStep = z.infer<typeof WaitStep>

const GoodUntilPlus = z.strictObject({
  plus: Period.meta({ description: 'So long after it was first ready to be sent.' }),
})
const GoodUntilField = z.strictObject({
  field: Field.meta({ description: 'A date after which the message makes no sense.' }),
  minus: Duration.optional().meta({ description: 'So long before that date.' }),
})
export const SendStep = z.strictObject({
  send: MessageName.meta({
    description: 'Name of the message: `reminder` for `reminder.<locale>.md` beside this file.',
  }),
  first_of: z.array(z.enum(CUSTOMER_CHANNELS)).min(1).optional().meta({
    description:
      'Channels in order (default `[email]`); the first that may reach the customer is used, their preferred one goes first.',
  }),
  good_until: z.union([GoodUntilPlus, GoodUntilField]).optional().meta({
    description:
      'Held longer than this it is skipped as stale: `{ plus: 1d }` or `{ field: event.pay_by, minus: 30m }`.',
  }),
  urgent: z.boolean().optional().meta({ description: 'Passes quiet hours; only in a service workflow.' }),
  next_word: z
    .strictObject({
      plus: Period.meta({ description: 'So long after it goes out.' }),
      at: At,
    })
    .optional()
    .meta({
      description:
        'By when the customer hears from us again: the message says `{{ next_word.by | day_time }}`, and on every way on from here a message must be sent by then.',
    }),
  renews: z.record(PromiseName, Field).optional().meta({
    description: 'The message names a new date, so the promise is renewed: `{ delivery: promise.expected }`.',
  }),
  get on_sent(): z.ZodOptional<z.ZodArray<typeof Step>> {
    return z.array(Step).optional().meta({
      description: 'Steps to take once it was sent, or may have been; afterwards the journey goes on below.',
    })
  },
  get on_skipped(): z.ZodOptional<z.ZodArray<typeof Step>> {
    return z
      .array(Step)
      .optional()
      .meta({ description: 'Steps to take where it was not sent; afterwards the journey goes on below.' })
  },
})
export type SendStep = z.infer<typeof SendStep>

export const BranchIf = z.strictObject({
  if: Condition.meta({ description: 'Taken where this matches; ways are asked in order.' }),
  get steps(): z.ZodArray<typeof Step> {
    return z.array(Step).meta({ description: 'The steps of this way.' })
  },
})
export const BranchOtherwise = z.strictObject({
  get otherwise(): z.ZodArray<typeof Step> {
    return z.array(Step).meta({ description: 'The steps where none of the ways above matched.' })
  },
})
export const BranchStep = z.strictObject({
  branch: z
    .array(z.union([BranchIf, BranchOtherwise]))
    .min(1)
    .meta({ description: 'Ways with conditions: the first that matches is taken, else `otherwise`.' }),
})
export type BranchStep = z.infer<typeof BranchStep>

export const SplitWay = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_-]*$/, {
      error: 'The name of a way has letters, digits, hyphens and underscores only',
    })
    .meta({ description: 'Name of this way, for results.' }),
  percent: z.number().min(0).max(100).meta({ description: 'Share of the customers, stable for each of them.' }),
  get steps(): z.ZodArray<typeof Step> {
    return z.array(Step).meta({ description: 'The steps of this way.' })
  },
})
export const SplitStep = z.strictObject({
  split: z.array(SplitWay).min(2).meta({ description: 'Chance: ways with percentages that add up to 100.' }),
})
export type SplitStep = z.infer<typeof SplitStep>

export const SetStep = z.strictObject({
  set: z
    .strictObject({ traits: z.record(TraitName, ValueOperand).meta({ description: 'Trait name and value.' }) })
    .meta({ description: 'Writes traits of the customer.' }),
})
export type SetStep = z.infer<typeof SetStep>

export const EmitStep = z.strictObject({
  emit: z
    .strictObject({
      event: EventName.meta({ description: 'Event of the vocabulary to raise.' }),
      properties: z.record(PropertyName, ValueOperand).optional().meta({ description: 'Its properties.' }),
    })
    .meta({ description: 'Raises an event, which other workflows may hear.' }),
})
export type EmitStep = z.infer<typeof EmitStep>

const onSuccess = { description: 'Steps to take once it has arrived; afterwards the journey goes on below.' }
const onFailure = {
  description:
    'Steps to take where it was refused or nobody knows whether it arrived; afterwards the journey goes on below. Without it the journey then ends here and somebody is asked to look.',
}

export const WebhookStep = z.strictObject({
  webhook: z
    .strictObject({
      to: EndpointName.meta({ description: 'An endpoint of settings.yaml.' }),
      body: z.record(z.string(), ValueOperand).optional().meta({ description: 'What to send.' }),
      get on_success(): z.ZodOptional<z.ZodArray<typeof Step>> {
        return z.array(Step).optional().meta(onSuccess)
      },
      get on_failure(): z.ZodOptional<z.ZodArray<typeof Step>> {
        return z.array(Step).optional().meta(onFailure)
      },
    })
    .meta({ description: 'A signed call to an endpoint of settings.yaml.' }),
})
export type WebhookStep = z.infer<typeof WebhookStep>

export const HandOverStep = z.strictObject({
  hand_over: z
    .strictObject({
      to: EndpointName.meta({ description: 'An endpoint of settings.yaml.' }),
      reason: z.string().min(1).meta({ description: 'Why a person should take it.' }),
      get on_success(): z.ZodOptional<z.ZodArray<typeof Step>> {
        return z.array(Step).optional().meta(onSuccess)
      },
      get on_failure(): z.ZodOptional<z.ZodArray<typeof Step>> {
        return z.array(Step).optional().meta(onFailure)
      },
    })
    .meta({
      description:
        'A person takes it: they get a card with the whole story. What follows is done only once the card has arrived.',
    }),
})
export type HandOverStep = z.infer<typeof HandOverStep>

export const EndStep = z.strictObject({
  end: z.string().min(1).meta({ description: 'Ends the journey here; the reason is shown in results.' }),
})
export type EndStep = z.infer<typeof EndStep>

export const Step = z
  .union([WaitStep, SendStep, BranchStep, SplitStep, SetStep, EmitStep, WebhookStep, HandOverStep, EndStep])
  .meta({ id: 'Step', description: 'One step: wait, send, branch, split, set, emit, webhook, hand_over or end.' })
export type Step = z.infer<typeof Step>
