import type { Comparison, FieldRef } from '#engagement/model/condition.ts'
import { isDateField } from './is-date-field.ts'
import type { SaidComparison, SaidOperand } from './tongue.ts'

/** What is said of a field: its comparison, in parts. */
export interface Said {
  /** The right side in words. */
  readonly x: string
  /** The upper end of `between`. */
  readonly second: string
  readonly each: readonly string[]
  readonly date: boolean
  readonly sameAsAtStart: boolean
  readonly constant: unknown
  readonly negated: boolean
}

export type Predicates = { readonly [comparison in Comparison]: (said: Said) => string }

/** The comparison in a language's words, without the field. */
export function sayPredicate(comparing: SaidComparison, predicates: Predicates): string {
  const { field, comparison, operands, value, negated = false } = comparing
  const [first, second] = operands
  return predicates[comparison]({
    x: first?.words ?? '',
    second: second?.words ?? '',
    each: first?.each ?? [],
    date: isDateField(field),
    sameAsAtStart: sameAsAtStart(field, first),
    constant: value,
    negated,
  })
}

/** The same property of the run's first event. */
const sameAsAtStart = (left: FieldRef, right: SaidOperand | undefined): boolean =>
  right?.field?.root === 'entry' && left.root === 'event' && right.field.path.join('.') === left.path.join('.')
