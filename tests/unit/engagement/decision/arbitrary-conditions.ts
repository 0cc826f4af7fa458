import * as fc from 'fast-check'
import type { CounterState, Occurrence } from '#engagement/customer/history.ts'
import type { Json, JsonObject } from '#engagement/customer/json.ts'
import type { Scope } from '#engagement/decision/scope.ts'
import type {
  CompareCondition,
  Comparison,
  Condition,
  FieldRef,
  HistoryCondition,
  ListCondition,
  Operand,
} from '#engagement/model/condition.ts'

/** Few names and values, so that random conditions meet random scopes. */
export const NOW = Date.parse('2026-11-21T12:00:00Z')
const HOUR = 3_600_000

const anyText: fc.Arbitrary<string> = fc.constantFrom(
  'JPY',
  'USD',
  'tea',
  '1',
  '',
  '2026-11-20',
  '2026-11-21T09:00:00+09:00',
  '2026-11-21T00:00:00Z',
)
const anyNumber: fc.Arbitrary<number> = fc.constantFrom(-1, 0, 1, 2, 2.5, 100, HOUR, NOW - HOUR, NOW)
export const anyScalar: fc.Arbitrary<Json> = fc.oneof(anyText, anyNumber, fc.boolean())
const anyItem: fc.Arbitrary<Json> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.dictionary(fc.constantFrom('a', 'b'), fc.oneof(anyScalar, fc.constant(null)), { maxKeys: 2 }),
  },
  { weight: 1, arbitrary: anyScalar },
)
export const anyValue: fc.Arbitrary<Json> = fc.oneof(
  { weight: 6, arbitrary: anyScalar },
  { weight: 1, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.array(anyScalar, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.array(anyItem, { maxLength: 3 }) },
)

const anyProperties: fc.Arbitrary<JsonObject> = fc.record(
  {
    a: anyValue,
    b: anyValue,
    c: anyValue,
    currency: fc.oneof(fc.constantFrom('JPY', 'USD', 'EUR'), anyValue),
    list: fc.array(anyItem, { maxLength: 3 }),
  },
  { requiredKeys: [] },
)

const anyField: fc.Arbitrary<FieldRef> = fc.record({
  root: fc.constantFrom('event', 'event', 'profile', 'profile', 'entry', 'item', 'computed'),
  path: fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(['a'], ['b'], ['c'], ['currency'], ['list']) },
    { weight: 1, arbitrary: fc.constantFrom(['list', '0'], ['list', '0', 'a'], ['nowhere', 'a']) },
  ),
})

const anyOperand: fc.Arbitrary<Operand> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('value'), value: anyScalar }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('value'), value: anyValue }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('field'), field: anyField }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('money'), amounts: fc.constantFrom({ JPY: 2, USD: 1 }, { JPY: 100 }) }),
  },
)
const anyListOperand: fc.Arbitrary<Operand> = fc.record({
  kind: fc.constant('value'),
  value: fc.oneof(
    fc.array(anyText, { maxLength: 4 }),
    fc.array(anyNumber, { maxLength: 4 }),
    fc.array(anyScalar, { maxLength: 4 }),
  ),
})
const anyIfMissing = fc.option(fc.constantFrom('matched', 'unmatched'), { nil: undefined })

function anyOperands(comparison: Comparison): fc.Arbitrary<readonly Operand[]> {
  if (comparison === 'between') return fc.tuple(anyOperand, anyOperand)
  if (comparison === 'in' || comparison === 'not_in')
    return fc.tuple(fc.oneof({ weight: 5, arbitrary: anyListOperand }, { weight: 1, arbitrary: anyOperand }))
  if (comparison === 'exists') return fc.tuple(fc.record({ kind: fc.constant('value'), value: fc.boolean() }))
  return fc.tuple(anyOperand)
}

const anyComparison: fc.Arbitrary<Comparison> = fc.constantFrom(
  'equals',
  'equals',
  'not_equals',
  'in',
  'in',
  'not_in',
  'above',
  'below',
  'at_least',
  'at_most',
  'between',
  'contains',
  'starts_with',
  'exists',
  'within_last',
  'older_than',
)

const anyCompare: fc.Arbitrary<CompareCondition> = anyComparison.chain((comparison) =>
  fc.tuple(anyField, anyOperands(comparison), anyIfMissing).map(([field, operands, ifMissing]) => ({
    kind: 'compare' as const,
    field,
    comparison,
    operands,
    ...(ifMissing === undefined ? {} : { ifMissing }),
  })),
)

const anyBound = fc.option(fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constantFrom({ JPY: 2, USD: 1 })), {
  nil: undefined,
})
const anySince = fc.option(
  fc.oneof(
    fc.constant({ kind: 'entry' as const }),
    fc.record({
      kind: fc.constant('event' as const),
      event: fc.constant('Y'),
      counter: fc.constantFrom('h1', 'h2', 'r2', 'absent'),
    }),
  ),
  { nil: undefined },
)

export const anyHistoryCondition: fc.Arbitrary<HistoryCondition> = fc
  .record({
    measure: fc.constantFrom('count' as const, 'sum' as const),
    counter: fc.constantFrom('r1', 'r2', 'h1', 'absent'),
    atLeast: anyBound,
    atMost: anyBound,
    within: fc.option(fc.constantFrom(HOUR, 5 * HOUR), { nil: undefined }),
    since: anySince,
    match: fc.oneof(fc.constant([]), fc.tuple(fc.record({ index: fc.constant(1), field: anyField }))),
  })
  .map(({ measure, counter, atLeast, atMost, within, since, match }) => ({
    kind: 'history',
    measure,
    event: 'X',
    counter,
    match,
    sumIndex: 0,
    ...(atLeast === undefined ? {} : { atLeast }),
    ...(atMost === undefined ? {} : { atMost }),
    ...(within === undefined ? {} : { within }),
    ...(since === undefined ? {} : { since }),
  }))

function listOf(where: fc.Arbitrary<Condition>): fc.Arbitrary<ListCondition> {
  return fc
    .record({
      quantifier: fc.constantFrom('some' as const, 'every' as const),
      field: anyField,
      where,
      ifMissing: anyIfMissing,
    })
    .map(({ ifMissing, ...rest }) => ({ kind: 'list', ...rest, ...(ifMissing === undefined ? {} : { ifMissing }) }))
}

export const anyCondition: fc.Arbitrary<Condition> = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 6, arbitrary: anyCompare },
    { weight: 1, arbitrary: anyHistoryCondition },
    { weight: 1, arbitrary: listOf(tie('condition')) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('all_of' as const),
        conditions: fc.array(tie('condition'), { maxLength: 4 }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('any_of' as const),
        conditions: fc.array(tie('condition'), { maxLength: 4 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('not' as const), condition: tie('condition') }) },
  ),
})).condition

const anyTime = fc.integer({ min: 0, max: 8 }).map((hours) => NOW - hours * HOUR + 1)
const anyOccurrences: fc.Arbitrary<readonly Occurrence[]> = fc
  .array(
    fc.record({
      at: anyTime,
      known: fc.constantFrom<0 | 1>(0, 1, 1),
      carried: fc.tuple(fc.oneof(anyNumber, fc.constant(null)), fc.oneof(anyScalar, fc.constant(null))),
    }),
    { maxLength: 5 },
  )
  .map((all) => all.toSorted((a, b) => a.at - b.at))
const anyRecent: fc.Arbitrary<CounterState> = fc
  .tuple(anyOccurrences, fc.option(anyTime, { nil: undefined }))
  .map(([occurrences, lost]) => ({ kind: 'recent', occurrences, ...(lost === undefined ? {} : { lost }) }))
const anyHourly: fc.Arbitrary<CounterState> = fc
  .uniqueArray(
    fc.record({
      start: fc.integer({ min: 0, max: 8 }).map((h) => NOW - h * HOUR),
      count: fc.integer({ min: 0, max: 3 }),
      unknown: fc.integer({ min: 0, max: 1 }),
      sum: fc.integer({ min: -2, max: 9 }),
    }),
    { maxLength: 4, selector: (bucket) => bucket.start },
  )
  .map((buckets) => ({ kind: 'hourly', buckets: buckets.toSorted((a, b) => a.start - b.start) }))

export const anyScope: fc.Arbitrary<Scope> = fc
  .record(
    {
      event: anyProperties,
      profile: anyProperties,
      entry: anyProperties,
      computed: anyProperties,
      history: fc.record({ r1: anyRecent, r2: anyRecent, h1: anyHourly, h2: anyHourly }),
      entryAt: anyTime,
      zone: fc.constantFrom('UTC', 'Asia/Tokyo', 'America/New_York'),
    },
    { requiredKeys: ['history', 'zone', 'event'] },
  )
  .map((scope) => ({ ...scope, now: NOW }))

/** Asserts a property on so many random inputs; the counterexample is in the error. */
export function always<T>(property: fc.IProperty<T>, runs: number): void {
  const found = fc.check(property, { numRuns: runs })
  if (found.failed) throw new Error(fc.defaultReportMessage(found), { cause: found.errorInstance })
}
