import type { FieldRef } from './condition.ts'

/** Traits that the engine computes from events; see `computed.yaml`. */
export type ComputedDefinition =
  | {
      /** A list kept from events, one per key: a cart. */
      readonly kind: 'list'
      readonly name: string
      readonly onePer?: FieldRef
      /** Events that add a line (its quantity, default 1). */
      readonly add: readonly string[]
      /** Events that take from a line (its quantity; without one the whole line). */
      readonly remove: readonly string[]
      /** Events whose list property replaces the whole (`event.products`); where it is missing they change nothing. */
      readonly replace: readonly { readonly event: string; readonly items: FieldRef }[]
      readonly clear: readonly string[]
      /** Property names that identify a line, the first present one decides. */
      readonly identity: readonly string[]
      /** Properties remembered for each line. */
      readonly carry: readonly string[]
      /** Milliseconds without a change after which the list is forgotten. */
      readonly forgetAfter: number
    }
  | {
      /** The customer's rhythm: visits, and the typical gap between them. */
      readonly kind: 'habit'
      readonly name: string
      readonly events: readonly string[]
      /** Events closer together than this are one visit; milliseconds. */
      readonly visitGap: number
    }
