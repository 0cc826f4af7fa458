import type { Condition, FieldRef } from './condition.ts'

/** One rule: asked of the events of these names. Without `where` it matches them all. */
export interface Rule {
  readonly id: string
  readonly events: readonly string[]
  readonly where?: Condition
}

/** Rules as published: plain JSON. What cannot be answered by looking up a value stays a condition. */
export interface PublishedRules {
  readonly format: 1
  readonly ids: readonly string[]
  readonly fields: readonly FieldRef[]
  readonly conditions: readonly Condition[]
  /** By event name, in blocks, so that memory grows with the rules and not with their square. */
  readonly groups: { readonly [event: string]: readonly PublishedBlock[] }
}

export interface PublishedBlock {
  /** The block's rules as indexes into `ids`; below, a rule is its place in here. */
  readonly rules: readonly number[]
  /** By rule, where it has any: indexes of the conditions that remain to be asked. */
  readonly rest: readonly (readonly [rule: number, ...conditions: number[]])[]
  readonly columns: readonly Column[]
}

/**
 * What the block's rules ask of one field when it holds one type of value. A rule asks at most once in a column. Row 0 of
 * its bits is that of a value that no key covers (of a number below every key); key n flips the rules
 * `flips[ends[n - 1]]` up to `flips[ends[n]]`: of row 0 where keys are texts or flags, which a value must equal, and of the
 * row before where they are numbers, ascending, which a value must reach.
 */
export interface Column {
  /** Index into `fields`. */
  readonly field: number
  readonly kind: 'string' | 'boolean' | 'number'
  readonly keys: readonly (string | boolean | number)[]
  readonly ends: readonly number[]
  /** Every rule that asks is here at least once. */
  readonly flips: readonly number[]
  /** Rules that ask and hold in row 0. */
  readonly held: readonly number[]
  /** Rules that are not unknown but matched, or unmatched, where the field is missing or of another type. */
  readonly matched: readonly number[]
  readonly unmatched: readonly number[]
}
