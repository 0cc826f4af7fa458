import type { Condition, FieldRef } from '#engagement/model/condition.ts'
import type * as source from '../form/condition-schema.ts'
import type { Path } from '../form/yaml-source.ts'
import type { Lowering } from './context.ts'
import { type FieldScope, lowerField, parseField } from './lower-field.ts'
import { eventShape } from './vocabulary.ts'

/** A comparison of the counted event with a field known only when the condition is asked. */
export interface Match {
  readonly path: readonly string[]
  readonly field: FieldRef
}

/** `lowerCondition`, handed in because the two need each other. */
export type LowerCondition = (written: source.Condition, path: Path, scope: FieldScope, context: Lowering) => Condition

/**
 * Splits the `where` of a counted event: what reads that event alone is asked when it is counted; `equals` with a field of
 * the run (`entry.order_id`) is asked later, of carried values. Anything else about the run cannot be counted and is reported.
 */
export function lowerCountedWhere(
  written: source.Condition,
  event: string,
  path: Path,
  outer: FieldScope,
  context: Lowering,
  lower: LowerCondition,
): { readonly where: Condition | undefined; readonly matches: readonly Match[] } {
  const own: FieldScope = { shapes: { event: eventShape(context.vocabulary, [event]) }, why: OWN_ONLY }
  const fixed: Condition[] = []
  const matches: Match[] = []
  for (const [part, at] of conjuncts(written, path)) {
    const match = dynamicMatch(part, at, own, outer, context)
    if (match === undefined) fixed.push(lower(part, at, own, context))
    else matches.push(match)
  }
  const [only] = fixed
  return { where: fixed.length <= 1 ? only : { kind: 'all_of', conditions: fixed }, matches }
}

const ONLY_EQUALS =
  'In the `where` of a counted event, a field of the run may only stand on the right of `equals`: `{ field: event.order_id, equals: { field: entry.order_id } }`'
const OWN_ONLY = {
  entry: ONLY_EQUALS,
  awaited: ONLY_EQUALS,
  profile: ONLY_EQUALS,
  computed: ONLY_EQUALS,
  promise: ONLY_EQUALS,
  incidents: ONLY_EQUALS,
}

function conjuncts(written: source.Condition, path: Path): readonly (readonly [source.Condition, Path])[] {
  if (!('all_of' in written)) return [[written, path]]
  return written.all_of.flatMap((each, index) => conjuncts(each, [...path, 'all_of', index]))
}

function dynamicMatch(
  part: source.Condition,
  path: Path,
  own: FieldScope,
  outer: FieldScope,
  context: Lowering,
): Match | undefined {
  if (!('field' in part) || typeof part.equals !== 'object') return undefined
  const other = part.equals['field']
  if (typeof other !== 'string' || other.startsWith('event.')) return undefined
  const extra = Object.keys(part).filter((key) => key !== 'field' && key !== 'equals')
  if (extra[0] !== undefined)
    context.report.error(
      context.source.keyAt([...path, extra[0]]),
      'counted-where',
      `\`${extra[0]}\` cannot stand beside \`equals\` with a field of the run`,
      'Write it as a condition of its own in `all_of`',
    )
  const field = lowerField(part.field, [...path, 'field'], own, context)
  lowerField(other, [...path, 'equals', 'field'], outer, context)
  return { path: field.ref.path, field: parseField(other) }
}
