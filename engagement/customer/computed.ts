import type { Json, JsonObject } from './json.ts'

/** A list kept from events (a cart): its lines by identity, and whether we know it is complete. */
export interface ListState {
  readonly kind: 'list'
  /** Value of `one_per` ('' where the event has none). */
  readonly key: string
  readonly items: readonly {
    readonly id: string
    readonly quantity: number
    readonly properties: JsonObject
    readonly at: number
  }[]
  /** Event time of the last change; older changes are ignored for lines that are newer. */
  readonly at: number
  /** Event time of the last whole replacement (`replace`, `clear`). */
  readonly replacedAt: number
}

/** How often a customer comes back: exponentially weighted gap between visits, in milliseconds. */
export interface HabitState {
  readonly kind: 'habit'
  readonly visits: number
  readonly lastAt: number
  readonly typicalGap: number
}

/** Computed traits by name: lists hold one state per key, habits one. */
export type Computed = {
  readonly [name: string]: HabitState | { readonly kind: 'lists'; readonly lists: readonly ListState[] }
}

/** What conditions and messages see under `computed.<name>` for a list. */
export interface ListView {
  readonly size: number
  readonly quantity: number
  readonly items: readonly Json[]
}
