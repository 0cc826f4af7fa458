import type { Json } from '../customer/json.ts'

/**
 * Where a condition or a template reads from.
 * - `event`: the properties of the event at hand (in a run's steps and messages: the event that entered it)
 * - `entry`: the properties of the event that entered the run (or, in a trigger, of the event at hand)
 * - `awaited`: the properties of the event that ended the last wait for an event
 * - `profile`: the customer's traits (`country`, `locale`, `timezone` are normalised)
 * - `computed`: lists and habits of `computed.yaml`
 * - `promise`: the live promise that the entry event is about (status, due, expected, slips, and what it carries)
 * - `incidents`: `open` (count of open incidents), `kinds`
 * - `item`: the list item at hand inside `some` / `every`
 */
export const ROOTS = [
  'event',
  'entry',
  'awaited',
  'profile',
  'computed',
  'promise',
  'incidents',
  'next_word',
  'item',
] as const
export type Root = (typeof ROOTS)[number]

/** `event.products.0.price` -> `{ root: 'event', path: ['products', '0', 'price'] }`. */
export interface FieldRef {
  readonly root: Root
  readonly path: readonly string[]
}

/** The right side of a comparison. `money` holds amounts by currency, compared in `event.currency`. */
export type Operand =
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'field'; readonly field: FieldRef }
  | { readonly kind: 'money'; readonly amounts: { readonly [currency: string]: number } }

export const COMPARISONS = [
  'equals',
  'not_equals',
  'in',
  'not_in',
  'above',
  'below',
  'at_least',
  'at_most',
  'between',
  'contains',
  'starts_with',
  'exists',
  'within_last',
  'older_than',
] as const
export type Comparison = (typeof COMPARISONS)[number]

export type IfMissing = 'matched' | 'unmatched'

/**
 * One comparison of a field. `operands`: two for `between` (inclusive), else one. `exists` takes a boolean value.
 * `within_last` / `older_than` take milliseconds and read the field as a date (ISO string or epoch ms).
 */
export interface CompareCondition {
  readonly kind: 'compare'
  readonly field: FieldRef
  readonly comparison: Comparison
  readonly operands: readonly Operand[]
  readonly ifMissing?: IfMissing
}

/** Holds for some / every item of a list; inside, `item.x` reads the item. An empty list: some = unmatched, every = matched. */
export interface ListCondition {
  readonly kind: 'list'
  readonly quantifier: 'some' | 'every'
  readonly field: FieldRef
  readonly where: Condition
  readonly ifMissing?: IfMissing
}

/**
 * How often something happened (`measure: 'count'`), or the total of a property (`measure: 'sum'`), compared with bounds.
 * `counter` names the `CounterDefinition` that keeps it. `since` cuts off at the run's entry or at the newest event of
 * that name. `match` is the dynamic part of `where`: carried values compared with fields of the scope at evaluation.
 * `did: X` is atLeast 1; `did_not: X` is atMost 0.
 */
export interface HistoryCondition {
  readonly kind: 'history'
  readonly measure: 'count' | 'sum'
  readonly event: string
  readonly counter: string
  readonly atLeast?: number | { readonly [currency: string]: number }
  readonly atMost?: number | { readonly [currency: string]: number }
  /** Milliseconds before now. */
  readonly within?: number
  readonly since?:
    | { readonly kind: 'entry' }
    | {
        readonly kind: 'event'
        readonly event: string
        readonly counter: string
        /** Only an event with the same value cuts off: `name` of the property, its places in `carried` of either counter. */
        readonly same?: { readonly name: string; readonly index: number; readonly sinceIndex: number }
      }
  /** `carried[index]` must equal the field. */
  readonly match: readonly { readonly index: number; readonly field: FieldRef }[]
  /** Several on one calendar day of the customer's zone, or with one value of a carried property, count once. */
  readonly distinct?:
    | { readonly kind: 'day' }
    | { readonly kind: 'field'; readonly index: number; readonly field: FieldRef }
  /** Index into carried of the summed property; only for `sum`. */
  readonly sumIndex?: number
}

export type Condition =
  | { readonly kind: 'all_of'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'any_of'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'not'; readonly condition: Condition }
  | CompareCondition
  | ListCondition
  | HistoryCondition

/**
 * A counter that the engine keeps per customer, derived from the conditions that need it.
 * `key` = hash of (event, where, carry, kind). `where` is the static part (reads `event.*` of the counted event only).
 */
export interface CounterDefinition {
  readonly key: string
  readonly event: string
  readonly where?: Condition
  /** Properties of the counted event that are kept with each occurrence. */
  readonly carry: readonly (readonly string[])[]
  readonly kind: 'recent' | 'hourly'
  /** How many occurrences to keep (newest); only for `recent`. */
  readonly keep: number
  /** Milliseconds that matter; older occurrences are dropped. Absent: for ever. */
  readonly window?: number
  /** For `hourly` sums: index into carry. */
  readonly sumIndex?: number
}
