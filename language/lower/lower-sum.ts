import type { Condition, FieldRef, HistoryCondition } from '#engagement/model/condition.ts'
import type * as source from '../form/condition-schema.ts'
import { span } from '../form/duration.ts'
import type { Path } from '../form/yaml-source.ts'
import { type Lowering, placed } from './context.ts'
import { carriedPaths, indexOf, limits, matchIndexes, samePath, splitWhere } from './counting.ts'
import type { LowerCondition, Match } from './lower-counted-where.ts'
import { lowerCountedEvent } from './lower-event-names.ts'
import { type FieldScope, kindOf, lowerField } from './lower-field.ts'
import { eventShape } from './vocabulary.ts'

const KEEP_SUMMED = 64

/** `sum`: the total of a property within bounds. Amounts per currency become one total per currency, of the events in it. */
export function lowerSum(
  written: source.SumCondition,
  path: Path,
  scope: FieldScope,
  context: Lowering,
  lower: LowerCondition,
): Condition {
  const event = lowerCountedEvent(written.of, [...path, 'of'], context)
  const counted: FieldScope = {
    shapes: { event: eventShape(context.vocabulary, [event]) },
    why: { entry: 'A sum adds up a property of the counted event' },
  }
  const field = lowerField(written.sum, [...path, 'sum'], counted, context)
  const kind = kindOf(field)
  if (kind !== 'number' && kind !== 'money' && kind !== 'any')
    context.report.error(
      context.source.at([...path, 'sum']),
      'misfit',
      `Only numbers can be added up, and \`${written.sum}\` is ${kind}`,
    )
  const { where, matches } = splitWhere(written.where, event, path, scope, context, lower)
  const total = (bounds: Bounds, currency?: string): Condition =>
    placed(
      sumOf({ event, summed: field.ref, where: inCurrency(where, currency), matches, bounds, written }, path, context),
      path,
      context,
    )
  const currencies = [
    ...new Set(
      [written.at_least, written.at_most].flatMap((bound) => (typeof bound === 'object' ? Object.keys(bound) : [])),
    ),
  ]
  if (currencies.length === 0) return total(boundsIn(written, undefined))
  checkCurrency(event, path, context)
  const [first] = currencies
  if (currencies.length === 1) return total(boundsIn(written, first), first)
  const group = (bound: 'at_least' | 'at_most'): readonly Condition[] =>
    currencies.flatMap((currency) => {
      const amount = boundsIn({ [bound]: written[bound] }, currency)
      return Object.keys(amount).length === 0 ? [] : [total(amount, currency)]
    })
  // Enough in one currency is enough; too much in one is too much.
  const parts: Condition[] = []
  if (written.at_least !== undefined)
    parts.push(placed({ kind: 'any_of', conditions: group('at_least') }, path, context))
  if (written.at_most !== undefined) parts.push(placed({ kind: 'all_of', conditions: group('at_most') }, path, context))
  const [only] = parts
  return parts.length === 1 && only !== undefined ? only : placed({ kind: 'all_of', conditions: parts }, path, context)
}

interface Bounds {
  readonly atLeast?: number
  readonly atMost?: number
}

interface Summing {
  readonly event: string
  readonly summed: FieldRef
  readonly where: Condition | undefined
  readonly matches: readonly Match[]
  readonly bounds: Bounds
  readonly written: source.SumCondition
}

/** Buckets cannot tell what happened since an instant or for one order: such sums keep their occurrences. */
function sumOf(
  { event, summed, where, matches, bounds, written }: Summing,
  path: Path,
  context: Lowering,
): HistoryCondition {
  const window = written.within === undefined ? {} : { window: span(written.within).ms }
  const recent = matches.length > 0 || written.since !== undefined
  const same = samePath(event, written, path, context)
  const carry = carriedPaths([
    summed.path,
    ...matches.map((match) => match.path),
    ...(same === undefined ? [] : [same]),
  ])
  const sumIndex = indexOf(carry, summed.path)
  const counter = context.counters.need({
    event,
    ...(where === undefined ? {} : { where }),
    carry,
    kind: recent ? 'recent' : 'hourly',
    keep: recent ? KEEP_SUMMED : 0,
    ...window,
    ...(recent ? {} : { sumIndex }),
  })
  return {
    kind: 'history',
    measure: 'sum',
    event,
    counter,
    ...bounds,
    ...limits(written, path, window, carry, context),
    match: matchIndexes(matches, carry),
    sumIndex,
  }
}

type WrittenBound = number | { [currency: string]: number } | undefined

function boundsIn(
  written: { readonly at_least?: WrittenBound; readonly at_most?: WrittenBound },
  currency: string | undefined,
): Bounds {
  const pick = (bound: WrittenBound): number | undefined => (typeof bound === 'object' ? bound[currency ?? ''] : bound)
  const atLeast = pick(written.at_least)
  const atMost = pick(written.at_most)
  return { ...(atLeast === undefined ? {} : { atLeast }), ...(atMost === undefined ? {} : { atMost }) }
}

function inCurrency(where: Condition | undefined, currency: string | undefined): Condition | undefined {
  if (currency === undefined) return where
  const same: Condition = {
    kind: 'compare',
    field: { root: 'event', path: ['currency'] },
    comparison: 'equals',
    operands: [{ kind: 'value', value: currency }],
  }
  return where === undefined ? same : { kind: 'all_of', conditions: [same, where] }
}

function checkCurrency(event: string, path: Path, { vocabulary, report, source }: Lowering): void {
  const shape = eventShape(vocabulary, [event])
  if (shape.open === true || Object.hasOwn(shape.fields, 'currency')) return
  report.error(
    source.at([...path, 'of']),
    'no-currency',
    `Amounts per currency need a \`currency\`, which \`${event}\` does not have`,
  )
}
