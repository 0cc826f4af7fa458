import type { Consent } from '../customer/consent.ts'
import type { JsonObject } from '../customer/json.ts'
import type { Profile } from '../customer/profile.ts'
import type { Served } from '../decision/spacing.ts'
import type { CustomerChannel } from '../model/channels.ts'
import type { EndedPromise, Incident, PromiseState } from '../promise/promise-state.ts'
import type { Backlog } from './backlog.ts'
import type { EndedRun, Run } from './run.ts'

/** The small part that every reaction reads and writes. Stored as `STATE`, at most about 1 KB. Times are epoch ms. */
export interface CustomerHead {
  readonly createdAt: number
  /** The customer's own ids, as producers know them. */
  readonly userId?: string
  readonly anonymousIds: readonly string[]
  /** Ids of customers that were merged into this one: their timelines are this one's too. */
  readonly absorbed: readonly string[]
  /** Of these, whose runs and promises are still moving over, a transaction at a time. */
  readonly absorbing?: readonly string[]
  /** Where this customer lives on since a merge. */
  readonly mergedInto?: string
  readonly consent: Consent
  /** Marketing messages that took a slot of a cap, newest last. */
  readonly slots: readonly { readonly channel: CustomerChannel; readonly at: number; readonly messageId: string }[]
  /** Service messages that left, newest last, as long as spacing counts them. Absent: none. */
  readonly served?: readonly Served[]
  readonly incidents: readonly Incident[]
  /** Messages that a sender has taken and not told of yet: once `until` is past, nobody knows what became of them. */
  readonly claims?: readonly { readonly messageId: string; readonly until: number }[]
  /** The outstanding timer item: `DUE#minute#shard` / `customer#generation`. */
  readonly timer?: { readonly at: number; readonly generation: number; readonly shard: number }
  /** Generation of the newest timer item ever written. */
  readonly timerGeneration: number
}

/** What ended and must be remembered. Stored with the profile (`STATE#PROFILE`). */
export interface Memory {
  readonly runs: readonly EndedRun[]
  /** Highest number of a run that was forgotten since: none is given twice. */
  readonly forgotten?: number
  readonly promises: readonly EndedPromise[]
  /**
   * Recent events that some exit names, with the properties exits read: a trigger older than an exit already seen does
   * not enter. Newest last, kept as long as a trigger may be late.
   */
  readonly exits: readonly { readonly event: string; readonly at: number; readonly properties: JsonObject }[]
}

/**
 * Everything live about one customer: one strong Query of `C#id` / `STATE*`. Readonly; a reaction returns a new one that
 * shares unchanged parts, so that the store writes only what changed (compared by identity).
 */
export interface CustomerState {
  readonly schema: 1
  readonly customerId: string
  /** 0 = not stored yet; each commit adds one. */
  readonly version: number
  readonly head: CustomerHead
  readonly profile: Profile
  readonly memory: Memory
  readonly runs: readonly Run[]
  readonly promises: readonly PromiseState[]
  /** What earlier inputs led to and did not fit their transactions: done before anything else. Absent: nothing. */
  readonly backlog?: Backlog
}
