import type { Computed } from './computed.ts'
import type { History } from './history.ts'
import type { Json } from './json.ts'

/** One trait with the event time at which it was last set: older data never overwrites newer. */
export interface Trait {
  readonly value: Json
  readonly at: number
}

/** What we know about a customer that changes with events. Stored as `STATE#PROFILE`, written when changed. */
export interface Profile {
  readonly traits: { readonly [name: string]: Trait }
  readonly history: History
  readonly computed: Computed
}

export const EMPTY_PROFILE: Profile = { traits: {}, history: {}, computed: {} }
