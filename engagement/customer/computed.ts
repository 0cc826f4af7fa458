import type { JsonObject } from './json.ts'

/** A list kept from events (a cart): its lines by identity. */
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
  /** Event time of the last change. */
  readonly at: number
  /** Event time of the last whole replacement (`replace`, `clear`). */
  readonly replacedAt: number
}

/** What one event does to the lists of a name. Kept until so many newer ones have come that it is settled. */
export interface ListChange {
  readonly at: number
  /** `messageId` of the event: the same change counts once, and of two at one instant the ids give the order. */
  readonly id: string
  readonly kind: 'add' | 'remove' | 'replace' | 'clear'
  /** Value of `one_per`; absent where the event has none. */
  readonly key?: string
  readonly lines: readonly { readonly id: string; readonly quantity?: number; readonly properties?: JsonObject }[]
}

/**
 * Lists of one name. `lists` holds what is settled, up to and with `settledAt`; `changes` what came since, in the order in
 * which it happened. What the customer has is `lists` with `changes` applied: a change that arrives late takes its place.
 */
export interface ListsState {
  readonly kind: 'lists'
  readonly lists: readonly ListState[]
  readonly settledAt?: number
  readonly changes?: readonly ListChange[]
}

/**
 * How often a customer comes back: exponentially weighted gap between visits, in milliseconds. `visits`, `lastAt` and
 * `typicalGap` tell of the visits that are settled; `recent` are those since, first and last event of each, oldest first.
 */
export interface HabitState {
  readonly kind: 'habit'
  readonly visits: number
  readonly lastAt: number
  readonly typicalGap: number
  readonly recent?: readonly Visit[]
}
export type Visit = readonly [firstAt: number, lastAt: number]

/** To be computed anew from the timeline before anything is decided: two customers became one. */
export interface StaleState {
  readonly kind: 'stale'
}

/** Computed traits by name: lists hold one state per key, habits one. */
export type Computed = { readonly [name: string]: HabitState | ListsState | StaleState }
