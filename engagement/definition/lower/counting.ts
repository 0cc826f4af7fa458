import type { Condition, CounterDefinition, HistoryCondition } from '#engagement/definition/condition.ts'
import type * as source from '../source/condition-schema.ts'
import { span } from '../source/duration.ts'
import type { Path } from '../source/yaml-source.ts'
import type { Lowering } from './context.ts'
import { type LowerCondition, lowerCountedWhere, type Match } from './lower-counted-where.ts'
import { lowerCountedEvent } from './lower-event-names.ts'
import type { FieldScope } from './lower-field.ts'

/** Fewest occurrences that are kept: late arrivals need room. */
export const LEAST_KEPT = 4

export function splitWhere(
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
export const carriedPaths = (paths: readonly (readonly string[])[]): CounterDefinition['carry'] =>
  [...new Set(paths.map((path) => path.join('.')))].sort().map((path) => path.split('.'))

export const indexOf = (carry: CounterDefinition['carry'], path: readonly string[]): number =>
  carry.findIndex((each) => each.join('.') === path.join('.'))

export const matchIndexes = (matches: readonly Match[], carry: CounterDefinition['carry']): HistoryCondition['match'] =>
  matches.map(({ path, field }) => ({ index: indexOf(carry, path), field }))

export function limits(
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
