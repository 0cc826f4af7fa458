import type * as z from 'zod'
import type { Step } from '#engagement/model/workflow.ts'
import { minuteOfDay, span } from '../form/duration.ts'
import type { WaitFor, WaitForEvent, WaitQuiet, WaitStep, WaitUntil } from '../form/step-schema.ts'
import type { Path } from '../form/yaml-source.ts'
import type { Lowering } from './context.ts'
import { type FieldScope, kindOf, lowerField } from './lower-field.ts'

export type PlainWait = Exclude<WaitStep['wait'], { readonly for_event: unknown }>
interface Ids {
  readonly id: string
  readonly next?: string
}

/** A wait for a length of time or until a date. */
export function lowerWait(wait: PlainWait, ids: Ids, path: Path, scope: FieldScope, context: Lowering): Step {
  if (typeof wait === 'string') return { kind: 'wait', ...ids, for: span(wait) }
  if ('quiet' in wait) return lowerWaitQuiet(wait, ids, path, context)
  if ('until' in wait) return lowerWaitUntil(wait, ids, path, scope, context)
  return typeof wait.for === 'string'
    ? lowerWaitFor(wait, wait.for, ids, path, context)
    : lowerWaitForField(wait, wait.for, ids, path, scope, context)
}

const DAY = 86_400_000

function lowerWaitFor(
  wait: z.infer<typeof WaitFor>,
  length: string,
  ids: Ids,
  path: Path,
  { report, source }: Lowering,
): Step {
  for (const key of ['at_least', 'at_most'] as const) {
    if (wait[key] !== undefined)
      report.error(source.keyAt([...path, key]), 'wait', `\`${key}\` belongs to a wait whose length comes from a field`)
  }
  const length_ = span(length)
  if (wait.at !== undefined && length_.ms % DAY !== 0 && length_.days !== undefined) {
    report.warn(
      source.at([...path, 'for']),
      'wait',
      'With `at`, whole days are counted by the calendar',
      'Write whole days, such as `1d`',
    )
  }
  return { kind: 'wait', ...ids, for: length_, ...(wait.at === undefined ? {} : { at: minuteOfDay(wait.at) }) }
}

function lowerWaitQuiet(
  { quiet, at_most }: z.infer<typeof WaitQuiet>,
  ids: Ids,
  path: Path,
  { report, source }: Lowering,
): Step {
  const [length, atMost] = [span(quiet), span(at_most)]
  if (length.ms > atMost.ms)
    report.error(
      source.at([...path, 'at_most']),
      'wait',
      '`quiet` is longer than `at_most`',
      'Let it be quiet for less',
    )
  return { kind: 'wait', ...ids, for: length, atMost }
}

type ForField = Exclude<z.infer<typeof WaitFor>['for'], string>

function lowerWaitForField(
  wait: z.infer<typeof WaitFor>,
  written: ForField,
  ids: Ids,
  path: Path,
  scope: FieldScope,
  context: Lowering,
): Step {
  const { report, source } = context
  const field = lowerField(written.field, [...path, 'for', 'field'], scope, context)
  if (!['number', 'any'].includes(kindOf(field)))
    report.error(
      source.at([...path, 'for', 'field']),
      'misfit',
      `\`${written.field}\` is no length of time in milliseconds`,
    )
  if (wait.at !== undefined)
    report.error(source.keyAt([...path, 'at']), 'wait', '`at` does not go with a length from a field')
  for (const key of ['at_least', 'at_most'] as const) {
    if (wait[key] === undefined)
      report.error(source.at(path), 'missing-key', `\`${key}\` is missing: a length from a field needs bounds`)
  }
  const [atLeast, atMost] = [span(wait.at_least ?? '1d'), span(wait.at_most ?? '365d')]
  if (atLeast.ms > atMost.ms)
    report.error(source.at([...path, 'at_least']), 'never-matches', '`at_least` is longer than `at_most`')
  return { kind: 'wait_field', ...ids, field: field.ref, times: written.times ?? 1, atLeast, atMost }
}

function lowerWaitUntil(
  wait: z.infer<typeof WaitUntil>,
  ids: Ids,
  path: Path,
  scope: FieldScope,
  context: Lowering,
): Step {
  const field = lowerDateField(wait.until, [...path, 'until'], scope, context)
  return {
    kind: 'wait_until',
    ...ids,
    until: field,
    ...(wait.minus === undefined ? {} : { minus: span(wait.minus) }),
    ...(wait.plus === undefined ? {} : { plus: span(wait.plus) }),
    ...(wait.at === undefined ? {} : { at: minuteOfDay(wait.at) }),
    ifPast: wait.if_past ?? 'skip',
    ...(wait.quiet_hours === undefined ? {} : { quietHours: wait.quiet_hours }),
  }
}

/** How long to wait for an event: a length, or until a date. */
export function lowerTimeout(
  timeout: z.infer<typeof WaitForEvent>['timeout'],
  path: Path,
  scope: FieldScope,
  context: Lowering,
): Extract<Step, { kind: 'wait_event' }>['timeout'] {
  if (typeof timeout === 'string') return span(timeout)
  return { until: lowerDateField(timeout.until, [...path, 'until'], scope, context) }
}

/** A field that must hold a date. */
export function lowerDateField(
  written: string,
  path: Path,
  scope: FieldScope,
  context: Lowering,
): ReturnType<typeof lowerField>['ref'] {
  const field = lowerField(written, path, scope, context)
  if (!['date', 'any'].includes(kindOf(field)))
    context.report.error(context.source.at(path), 'misfit', `\`${written}\` is no date`)
  return field.ref
}
