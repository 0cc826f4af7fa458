import type { Condition, FieldRef } from '#engagement/definition/condition.ts'

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

/** What the block's rules ask of one field when it holds one type of value. A rule asks at most once in a column. */
export type Column = MemberColumn | IntervalColumn

interface Asked {
  /** Index into `fields`. */
  readonly field: number
  /** Rules that are unknown, and those that are unmatched, where the field is missing or of another type. */
  readonly unknown: readonly number[]
  readonly unmatched: readonly number[]
}

export interface MemberColumn extends Asked {
  readonly kind: 'string' | 'boolean'
  readonly keys: readonly (string | boolean)[]
  /** By key: the rules that want it among others. */
  readonly wanted: readonly (readonly number[])[]
  /** By key: the rules that want anything but it. */
  readonly refused: readonly (readonly number[])[]
}

/** Rule `rules[i]` holds from `from[i]` (included) to `to[i]` (excluded); null is without end. A rule may have several. */
export interface IntervalColumn extends Asked {
  readonly kind: 'number'
  readonly rules: readonly number[]
  readonly from: readonly (number | null)[]
  readonly to: readonly (number | null)[]
}
