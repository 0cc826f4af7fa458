import type { Condition, HistoryCondition } from '#engagement/definition/condition.ts'
import type * as source from '../source/condition-schema.ts'
import { span } from '../source/duration.ts'
import type { Path } from '../source/yaml-source.ts'
import { type Lowering, placed } from './context.ts'
import { carriedPaths, LEAST_KEPT, limits, matchIndexes, splitWhere } from './counting.ts'
import type { LowerCondition } from './lower-counted-where.ts'
import { lowerCountedEvent } from './lower-event-names.ts'
import type { FieldScope } from './lower-field.ts'

/** Up to so many occurrences are kept one by one; beyond, hourly buckets. */
const ONE_BY_ONE = 32
/** Kept where carried values decide which occurrences count. */
const KEEP_MATCHED = 32

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
