import type { JsonObject } from '#engagement/customer/json.ts'

/** What a producer says about a customer. */
export interface Happening {
  /** Its place in the story: `3.cart-1.2` is the third thing of the second episode, a cart, of customer 3. */
  readonly id: string
  /** When it happened, ms after the world's start. */
  readonly at: number
  readonly name: string
  readonly userId?: string
  readonly anonymousId?: string
  readonly properties?: JsonObject
  readonly traits?: JsonObject
  readonly context?: JsonObject
}

/** All that happens to one customer. */
export interface Life {
  readonly customer: number
  readonly days: number
  readonly happenings: readonly Happening[]
}

export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
