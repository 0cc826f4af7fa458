import type { Condition, CounterDefinition, HistoryCondition } from '#engagement/model/condition.ts'
import type * as source from '../form/condition-schema.ts'
import { span } from '../form/duration.ts'
import type { Path } from '../form/yaml-source.ts'
import type { Lowering } from './context.ts'
import { type LowerCondition, lowerCountedWhere, type Match } from './lower-counted-where.ts'
import { lowerCountedEvent } from './lower-event-names.ts'
import { type FieldScope, lowerField } from './lower-field.ts'
import { eventShape } from './vocabulary.ts'

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

/** How far back is counted, as written. */
export interface Limits {
  readonly within?: string | undefined
  readonly since?: string | undefined
  readonly same?: string | undefined
}

/** Kept of the events that cut off where each cuts off its own only. */
const KEEP_SAME = 32

export function limits(
  { within, since, same }: Limits,
  path: Path,
  window: { readonly window?: number },
  carry: CounterDefinition['carry'],
  context: Lowering,
): Pick<HistoryCondition, 'within' | 'since'> {
  if (same !== undefined && (since === undefined || since === 'entry'))
    context.report.error(
      context.source.keyAt([...path, 'same']),
      'same-without-since',
      '`same` says which `since` event is meant, and there is none',
      `Add the name of an event: \`since: Shipment Delivered, same: ${same}\``,
    )
  return {
    ...(within === undefined ? {} : { within: span(within).ms }),
    ...(since === undefined ? {} : { since: lowerSince(since, same, path, window, carry, context) }),
  }
}

/** The property that a counted event and the `since` event must share; undefined where nothing is asked. */
export function samePath(
  event: string,
  { since, same }: Limits,
  path: Path,
  context: Lowering,
): readonly string[] | undefined {
  if (same === undefined || since === undefined || since === 'entry') return undefined
  const at = [...path, 'same']
  for (const each of [event, since]) {
    const shape = eventShape(context.vocabulary, [each])
    lowerField(`event.${same}`, at, { shapes: { event: shape } }, context)
  }
  return same.split('.')
}

function lowerSince(
  since: string,
  same: string | undefined,
  path: Path,
  window: { readonly window?: number },
  carry: CounterDefinition['carry'],
  context: Lowering,
): NonNullable<HistoryCondition['since']> {
  if (since === 'entry') return { kind: 'entry' }
  const event = lowerCountedEvent(since, [...path, 'since'], context)
  const kept = (own: CounterDefinition['carry'], keep: number): string =>
    context.counters.need({ event, carry: own, kind: 'recent', keep, ...window })
  if (same === undefined) return { kind: 'event', event, counter: kept([], LEAST_KEPT) }
  const shared = same.split('.')
  return {
    kind: 'event',
    event,
    counter: kept([shared], KEEP_SAME),
    same: { name: same, index: indexOf(carry, shared), sinceIndex: 0 },
  }
}
