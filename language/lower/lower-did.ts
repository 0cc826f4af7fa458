import type { Condition, FieldRef, HistoryCondition } from '#engagement/model/condition.ts'
import type * as source from '../form/condition-schema.ts'
import { span } from '../form/duration.ts'
import type { Path } from '../form/yaml-source.ts'
import { type Lowering, placed } from './context.ts'
import { carriedPaths, indexOf, LEAST_KEPT, limits, matchIndexes, samePath, splitWhere } from './counting.ts'
import type { LowerCondition } from './lower-counted-where.ts'
import { lowerCountedEvent } from './lower-event-names.ts'
import { type FieldScope, lowerField } from './lower-field.ts'
import { eventShape } from './vocabulary.ts'

/** Up to so many occurrences are kept one by one; beyond, hourly buckets. */
const ONE_BY_ONE = 32
/** Kept where carried values decide which occurrences count. */
const KEEP_MATCHED = 32
/** Kept where several count as one; so many for each that is asked for. */
const KEEP_DISTINCT = 64
const DISTINCT_EACH = 8
const MOST_DISTINCT = 32

interface Counting {
  readonly event: string
  readonly key: 'did' | 'did_not'
  readonly atLeast?: number
  readonly atMost?: number
  readonly where: source.Condition | undefined
  readonly within: string | undefined
  readonly since: string | undefined
  readonly same: string | undefined
  readonly distinct: string | undefined
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
  const same = samePath(event, written, path, context)
  const distinct = lowerDistinct(event, written.distinct, [...path, 'distinct'], context)
  const carry = carriedPaths([
    ...matches.map((match) => match.path),
    ...(same === undefined ? [] : [same]),
    ...(distinct?.kind === 'field' ? [distinct.field.path] : []),
  ])
  const threshold = Math.max(written.atLeast ?? 0, (written.atMost ?? -1) + 1)
  const single = matches.length > 0 || same !== undefined
  const recent = threshold <= ONE_BY_ONE || single || distinct !== undefined
  const counter = context.counters.need({
    event,
    ...(where === undefined ? {} : { where }),
    carry,
    kind: recent ? 'recent' : 'hourly',
    keep: recent ? keepOf(threshold, single, distinct !== undefined) : 0,
    ...window,
  })
  const condition: HistoryCondition = {
    kind: 'history',
    measure: 'count',
    event,
    counter,
    ...(written.atLeast === undefined ? {} : { atLeast: written.atLeast }),
    ...(written.atMost === undefined ? {} : { atMost: written.atMost }),
    ...limits(written, path, window, carry, context),
    match: matchIndexes(matches, carry),
    ...(distinct === undefined
      ? {}
      : { distinct: distinct.kind === 'day' ? distinct : { ...distinct, index: indexOf(carry, distinct.field.path) } }),
  }
  if (distinct !== undefined && threshold > MOST_DISTINCT)
    context.report.error(
      context.source.at([...path, 'distinct']),
      'too-many-distinct',
      `At most ${MOST_DISTINCT} different ones can be told apart`,
    )
  return placed(condition, path, context)
}

function keepOf(threshold: number, single: boolean, distinct: boolean): number {
  if (distinct) return Math.max(KEEP_DISTINCT, threshold * DISTINCT_EACH)
  return Math.max(threshold * 2, single ? KEEP_MATCHED : LEAST_KEPT)
}

/** `distinct: day`, or a property of the counted event. */
function lowerDistinct(
  event: string,
  written: string | undefined,
  path: Path,
  context: Lowering,
): { readonly kind: 'day' } | { readonly kind: 'field'; readonly field: FieldRef } | undefined {
  if (written === undefined) return undefined
  if (written === 'day') return { kind: 'day' }
  const why = 'Only a property of the counted event can tell them apart: `event.order_id`'
  const scope: FieldScope = {
    shapes: { event: eventShape(context.vocabulary, [event]) },
    why: { entry: why, awaited: why, profile: why, computed: why, promise: why, incidents: why },
  }
  return { kind: 'field', field: lowerField(written, path, scope, context).ref }
}
