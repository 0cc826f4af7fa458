import type { Condition, CounterDefinition, FieldRef, HistoryCondition } from '#engagement/definition/condition.ts'
import type * as source from '../source/condition-schema.ts'
import { span } from '../source/duration.ts'
import type { Path } from '../source/yaml-source.ts'
import { type Lowering, placed } from './context.ts'
import { type LowerCondition, lowerCountedWhere, type Match } from './lower-counted-where.ts'
import { lowerCountedEvent } from './lower-event-names.ts'
import { type FieldScope, kindOf, lowerField } from './lower-field.ts'
import { eventShape } from './vocabulary.ts'

/** Up to so many occurrences are kept one by one; beyond, hourly buckets. */
const ONE_BY_ONE = 32
/** Kept where carried values decide which occurrences count. */
const KEEP_MATCHED = 32
const KEEP_SUMMED = 64
const LEAST_KEPT = 4

interface Counting {
  readonly event: string
  readonly key: 'did' | 'did_not'
  readonly atLeast?: number
  readonly atMost?: number
  readonly where: source.Condition | undefined
  readonly within: string | undefined
  readonly since: string | undefined
}

/** `did` and `did_not`: a count within bounds, and the counter that it needs. */
export function lowerDid(
  written: Counting,
  path: Path,
  scope: FieldScope,
  context: Lowering,
  lower: LowerCondition,
): Condition {
  const event = lowerCountedEvent(written.event, [...path, written.key], context)
  const window = written.within === undefined ? {} : { window: span(written.within).ms }
  const { where, matches } = splitWhere(written.where, event, path, scope, context, lower)
  const carry = carriedPaths(matches.map((match) => match.path))
  const threshold = Math.max(written.atLeast ?? 0, (written.atMost ?? -1) + 1)
  const recent = threshold <= ONE_BY_ONE || matches.length > 0
  const counter = context.counters.need({
    event,
    ...(where === undefined ? {} : { where }),
    carry,
    kind: recent ? 'recent' : 'hourly',
    keep: recent ? Math.max(threshold * 2, matches.length > 0 ? KEEP_MATCHED : LEAST_KEPT) : 0,
    ...window,
  })
  const condition: HistoryCondition = {
    kind: 'history',
    measure: 'count',
    event,
    counter,
    ...(written.atLeast === undefined ? {} : { atLeast: written.atLeast }),
    ...(written.atMost === undefined ? {} : { atMost: written.atMost }),
    ...limits(written, path, window, context),
    match: matchIndexes(matches, carry),
  }
  return placed(condition, path, context)
}

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
  const carry = carriedPaths([summed.path, ...matches.map((match) => match.path)])
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
    ...limits(written, path, window, context),
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

function splitWhere(
  where: source.Condition | undefined,
  event: string,
  path: Path,
  scope: FieldScope,
  context: Lowering,
  lower: LowerCondition,
): { readonly where: Condition | undefined; readonly matches: readonly Match[] } {
  return where === undefined
    ? { where: undefined, matches: [] }
    : lowerCountedWhere(where, event, [...path, 'where'], scope, context, lower)
}

/** Carried properties in one order, so that the same need gives the same counter. */
const carriedPaths = (paths: readonly (readonly string[])[]): CounterDefinition['carry'] =>
  [...new Set(paths.map((path) => path.join('.')))].sort().map((path) => path.split('.'))

const indexOf = (carry: CounterDefinition['carry'], path: readonly string[]): number =>
  carry.findIndex((each) => each.join('.') === path.join('.'))

const matchIndexes = (matches: readonly Match[], carry: CounterDefinition['carry']): HistoryCondition['match'] =>
  matches.map(({ path, field }) => ({ index: indexOf(carry, path), field }))

function limits(
  { within, since }: { readonly within?: string | undefined; readonly since?: string | undefined },
  path: Path,
  window: { readonly window?: number },
  context: Lowering,
): Pick<HistoryCondition, 'within' | 'since'> {
  return {
    ...(within === undefined ? {} : { within: span(within).ms }),
    ...(since === undefined ? {} : { since: lowerSince(since, path, window, context) }),
  }
}

function lowerSince(
  since: string,
  path: Path,
  window: { readonly window?: number },
  context: Lowering,
): NonNullable<HistoryCondition['since']> {
  if (since === 'entry') return { kind: 'entry' }
  const event = lowerCountedEvent(since, [...path, 'since'], context)
  return {
    kind: 'event',
    event,
    counter: context.counters.need({ event, carry: [], kind: 'recent', keep: LEAST_KEPT, ...window }),
  }
}
