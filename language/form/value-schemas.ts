import * as z from 'zod'
import { MOST_EVENT_NAME } from '#engagement/customer/customer-event.ts'
import { isZone, zoneHint } from '#engagement/customer/read-zone.ts'
import { ROOTS } from '#engagement/model/condition.ts'
import { currencyFault } from '#engagement/model/currency.ts'
import { didYouMean } from '#engagement/model/suggest.ts'
import { DURATION, type DurationFault, durationFault, periodFault, TIME_OF_DAY } from './duration.ts'

const FIELD = new RegExp(`^(${ROOTS.join('|')})(\\.[A-Za-z0-9_$-]+)+$`)

export const suggestDuration = (text: string): string =>
  /^\d+$/.test(text)
    ? `Add a unit: \`${text}m\`, \`${text}h\` or \`${text}d\``
    : 'Write it as `30s`, `10m`, `1h`, `7d`, `2w` or `1d 12h`'

/** What is wrong with a duration, to be told to a marketer. */
export function explainDuration(
  text: string,
  fault: DurationFault,
): { readonly message: string; readonly hint: string } {
  switch (fault) {
    case 'unreadable':
      return { message: `\`${text}\` is not a duration`, hint: suggestDuration(text) }
    case 'nothing':
      return { message: `In \`${text}\` nothing can happen`, hint: 'Write a length of time, such as `1h` or `7d`' }
    case 'too-long':
      return { message: `\`${text}\` is longer than ten years`, hint: 'Write ten years (`3650d`) at most' }
  }
}

/** Text on one line, without control characters: it stands in the head of a mail. */
export const OneLine = z.string().superRefine((text, context) => {
  if (!/[\p{Cc}\u2028\u2029]/u.test(text)) return
  context.addIssue({
    code: 'custom',
    message: 'This must stand on one line, without control characters',
    params: { code: 'one-line', hint: 'Remove the line break' },
  })
})

const durationText = (findFault: (text: string) => DurationFault | undefined): z.ZodString =>
  z
    .string({
      error: (issue) =>
        typeof issue.input === 'number' ? 'A duration needs a unit, such as `30m`, `1h` or `7d`' : undefined,
    })
    .superRefine((text, context) => {
      const fault = findFault(text)
      if (fault === undefined) return
      const { message, hint } = explainDuration(text, fault)
      context.addIssue({ code: 'custom', message, params: { hint, code: 'duration' } })
    })

export const Duration = durationText(durationFault).meta({
  id: 'Duration',
  description: 'How long: `30s`, `10m`, `1h`, `7d`, `2w`, or several: `1d 12h`.',
  pattern: DURATION.source,
  examples: ['1h', '1d', '7d'],
})
export type Duration = z.infer<typeof Duration>

/** A stretch of time in which something can happen: longer than nothing. */
export const Period = durationText(periodFault).meta({
  id: 'Period',
  description: 'How long, more than nothing: `30s`, `10m`, `1h`, `7d`, `2w`, or several: `1d 12h`.',
  pattern: DURATION.source,
  examples: ['1h', '1d', '7d'],
})

export const TimeOfDay = z
  .string()
  .superRefine((text, context) => {
    if (!TIME_OF_DAY.test(text)) {
      context.addIssue({
        code: 'custom',
        message: `\`${text}\` is not a time of day`,
        params: { hint: 'Write it as `"18:00"`', code: 'time-of-day' },
      })
    }
  })
  .meta({
    id: 'TimeOfDay',
    description: 'A time of day in the customer\'s own zone, such as `"18:00"`.',
    pattern: TIME_OF_DAY.source,
    examples: ['10:00', '18:00'],
  })

/** What can be computed with is a zone: it is asked as it is asked of customers. */
export const Zone = z.string().superRefine((zone, context) => {
  if (!isZone(zone)) {
    context.addIssue({
      code: 'custom',
      message: `\`${zone}\` is not a time zone`,
      params: { code: 'zone', hint: zoneHint(zone) },
    })
  }
})

export const Field = z
  .string()
  .superRefine((text, context) => {
    if (FIELD.test(text)) return
    const [root = '', ...rest] = text.split('.')
    const hint =
      rest.length === 0
        ? `Write it with where it comes from: \`event.${root}\` or \`profile.${root}\``
        : didYouMean(root, ROOTS)
    context.addIssue({ code: 'custom', message: `\`${text}\` is not a field`, params: { hint, code: 'unknown-field' } })
  })
  .meta({
    id: 'Field',
    description:
      'What to read: `event.*` (the event at hand, or the one that entered the run), `entry.*`, `awaited.*`, `profile.*`, `computed.*`, `promise.*`, `incidents.open`, `item.*` (inside some / every).',
    pattern: FIELD.source,
    examples: ['event.order_id', 'profile.country', 'promise.expected'],
  })
export type Field = z.infer<typeof Field>

export const EventName = z
  .string()
  .min(1)
  .max(
    MOST_EVENT_NAME,
    `the name of an event has at most ${MOST_EVENT_NAME} characters: EventBridge takes no longer one`,
  )
  .meta({ id: 'EventName', description: 'Name of an event in `events/`, such as `Order Completed`.' })
export const EventNames = z
  .union([EventName, z.array(EventName).min(1)])
  .meta({ id: 'EventNames', description: 'Name of an event, or a list of names of which any will do.' })
export type EventNames = z.infer<typeof EventNames>

/** Names that a workspace gives itself. Each has an id of its own, so that an editor completes it from the workspace. */
export const EndpointName = z
  .string()
  .meta({ id: 'EndpointName', description: 'Name of an endpoint of settings.yaml.' })
export const TopicName = z.string().meta({ id: 'TopicName', description: 'Name of a topic of settings.yaml.' })
export const ConsentName = z
  .string()
  .meta({ id: 'ConsentName', description: 'A topic of settings.yaml, or `marketing` for all of them.' })
export const MessageName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]*$/, { error: 'The name of a message has small letters, digits and hyphens only' })
  .meta({
    id: 'MessageName',
    description: 'Name of a message: `reminder` for `reminder.<locale>.md` beside the workflow.',
  })
export const WorkflowName = z.string().meta({ id: 'WorkflowName', description: "Name of a workflow's folder." })
export const PromiseName = z.string().meta({ id: 'PromiseName', description: 'Name of a promise of promises.yaml.' })
export const TraitName = z.string().meta({ id: 'TraitName', description: 'Name of a trait of the customer.' })
export const PropertyName = z.string().meta({ id: 'PropertyName', description: 'Name of a property of the event.' })
export const LocaleName = z.string().meta({ id: 'LocaleName', description: 'A locale of settings.yaml, such as `ja`.' })

/** One name or a list -> a list. */
export const listOf = (names: string | readonly string[] | undefined): readonly string[] =>
  names === undefined ? [] : typeof names === 'string' ? [names] : names

export const Scalar = z.union([z.string(), z.number(), z.boolean()])

export const FieldOperand = z.strictObject({ field: Field.meta({ description: 'Compare with this field.' }) })

const Currency = z
  .string()
  .superRefine((code, context) => {
    const fault = currencyFault(code)
    if (fault !== undefined)
      context.addIssue({ code: 'custom', message: fault.message, params: { hint: fault.hint, code: 'currency' } })
  })
  .meta({ pattern: '^[A-Z]{3}$' })

export const MoneyOperand = z
  .record(Currency, z.number())
  .meta({ description: 'Amounts per currency, compared in `event.currency`: `{ JPY: 7000, USD: 50 }`.' })

/** A value that an action writes: a constant or a field. */
export const ValueOperand = z
  .union([Scalar, z.null(), FieldOperand, z.array(Scalar)])
  .meta({ id: 'ValueOperand', description: 'A value, or `{ field: event.order_id }`.' })
export type ValueOperand = z.infer<typeof ValueOperand>
