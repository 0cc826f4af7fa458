import type { EventFilter } from '#engagement/model/workflow.ts'
import type * as source from '../form/condition-schema.ts'
import type { Path } from '../form/yaml-source.ts'
import { type Lowering, placed } from './context.ts'
import { lowerCondition } from './lower-condition.ts'
import { lowerEventNames } from './lower-event-names.ts'
import type { FieldScope } from './lower-field.ts'
import { eventShape } from './vocabulary.ts'

interface WrittenFilter {
  readonly event: string | readonly string[]
  readonly where?: source.Condition | undefined
}

/** Events and which of them; in `where`, `event` is the event at hand and the rest is read from `around`. */
export function lowerFilter(
  { event, where }: WrittenFilter,
  path: Path,
  around: FieldScope,
  context: Lowering,
  key = 'event',
): EventFilter {
  const events = lowerEventNames(event, [...path, key], context)
  if (where === undefined) return placed({ events }, path, context)
  const scope: FieldScope = { ...around, shapes: { ...around.shapes, event: eventShape(context.vocabulary, events) } }
  return placed({ events, where: lowerCondition(where, [...path, 'where'], scope, context) }, path, context)
}
