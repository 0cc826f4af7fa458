import type { Condition, FieldRef } from '../../definition/condition.ts'

/** One rule: asked of the events of these names. Without `where` it matches them all. */
export interface Rule {
  readonly id: string
  readonly events: readonly string[]
  readonly where?: Condition
}

/** What a node of the program does. `evaluate` hands its condition to the evaluator: all that has no short form. */
export const OP = {
  all: 0,
  any: 1,
  not: 2,
  evaluate: 3,
  in: 4,
  notIn: 5,
  above: 6,
  below: 7,
  atLeast: 8,
  atMost: 9,
  between: 10,
  exists: 11,
} as const

/** What a field holds at the moment. */
export const HOLDS = { noRoot: 0, nothing: 1, string: 2, number: 3, boolean: 4, other: 5 } as const

/** What an unknown leaf comes to. */
export const IF_MISSING = { unknown: 0, matched: 1, unmatched: 2 } as const

/** Numbers per node: op, slot (index of its field), type of its values, start and count in `pool`, ifMissing. */
export const NODE_SIZE = 6

/**
 * Rules as published: plain JSON, flat, quick to load. Values are codes: a string's index in `strings`, a number itself,
 * a boolean as 0 or 1. `pool` holds values of leaves, children of `all` / `any` / `not`, and indexes into `conditions`.
 */
export interface PublishedRules {
  readonly format: 1
  readonly ids: readonly string[]
  readonly fields: readonly FieldRef[]
  readonly strings: readonly string[]
  readonly conditions: readonly Condition[]
  readonly pool: readonly number[]
  readonly nodes: readonly number[]
  readonly groups: { readonly [event: string]: PublishedGroup }
}

/** The rules of one event name, by place in the group; each is listed once: under `always`, an `equal` or a `range`. */
export interface PublishedGroup {
  readonly slots: readonly number[]
  /** Index into `ids`. */
  readonly rules: readonly number[]
  /** Nodes that must all match: those of rule i are `checks[starts[i]]` up to `checks[starts[i + 1]]`, most selective first. */
  readonly starts: readonly number[]
  readonly checks: readonly number[]
  readonly always: readonly number[]
  readonly equal: readonly EqualIndex[]
  readonly range: readonly RangeIndex[]
}

/** Rules whose first check is that a field is one of some values: those of `keys[i]` are `rules[starts[i]]` up to `rules[starts[i + 1]]`. */
export interface EqualIndex {
  readonly slot: number
  readonly type: number
  /** Codes, ascending. */
  readonly keys: readonly number[]
  readonly starts: readonly number[]
  readonly rules: readonly number[]
  /** Rules that can still be matched or unknown where the field holds another type or nothing. */
  readonly open: readonly number[]
}

/** Rules whose first check is a bound on a number: those with a lower bound ascending by it, the others descending by the upper. */
export interface RangeIndex {
  readonly slot: number
  readonly lows: readonly number[]
  readonly lowRules: readonly number[]
  readonly highs: readonly number[]
  readonly highRules: readonly number[]
  readonly open: readonly number[]
}
