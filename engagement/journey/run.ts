import type { JsonObject } from '../customer/json.ts'
import type { Channel } from '../definition/workflow.ts'

/** What of an event a run keeps. */
export interface EntryEvent {
  readonly messageId: string
  readonly name: string
  readonly at: number
  readonly properties: JsonObject
  /** How many of our own events led to it; absent for one from outside. */
  readonly hops?: number
}

/**
 * What a run is doing now. `since`: when the send step was reached; `attempt`: how often its message was written
 * (0 = not yet); `tried`: channels of the step that cannot reach
 * the customer.
 */
export type RunActivity =
  /** Waits for `until`, then takes step `next` (ends where absent). */
  | { readonly kind: 'waiting'; readonly until: number; readonly step: string; readonly next?: string }
  /** Waits for an event of step `step` until `until`. */
  | { readonly kind: 'listening'; readonly until: number; readonly step: string }
  /** The message is held back until then and tried again. */
  | {
      readonly kind: 'holding'
      readonly until: number
      readonly step: string
      readonly messageId: string
      readonly reason: string
      readonly goodUntil?: number
      readonly channel: Channel
      readonly tried: readonly Channel[]
      readonly since: number
      readonly attempt: number
    }
  /** A message is on its way; `until` = when to look after it. */
  | {
      readonly kind: 'sending'
      readonly until: number
      readonly step: string
      readonly messageId: string
      readonly goodUntil?: number
      readonly channel: Channel
      readonly tried: readonly Channel[]
      readonly since: number
      readonly attempt: number
      readonly claimedAt?: number
      readonly unknown?: boolean
      readonly repeated?: boolean
    }

/** One customer's way through one workflow. Stored as `STATE#RUN#workflow#key#n`. */
export interface Run {
  readonly workflow: string
  readonly version: string
  /** Value of `one_per`, '' where there is none. */
  readonly key: string
  /** Counts the runs of this workflow and key, from 1. */
  readonly n: number
  readonly enteredAt: number
  readonly entry: EntryEvent
  readonly awaited?: EntryEvent
  readonly activity: RunActivity
  /** In the holdout: walks every step silently. */
  readonly heldOut: boolean
  readonly firstMessagePlanned: boolean
  readonly goalReachedAt?: number
}

/** A run that ended, remembered for re-entry and for triggers that arrive late. */
export interface EndedRun {
  readonly workflow: string
  readonly key: string
  readonly n: number
  readonly enteredAt: number
  readonly endedAt: number
  /** Event time of the exit event, where an exit ended it. */
  readonly exitAt?: number
  readonly reason: string
  readonly heldOut: boolean
  /** Until when a goal still counts, epoch ms. */
  readonly goalUntil?: number
  readonly goalReachedAt?: number
  /** Entry properties, kept while the goal may still be reached. */
  readonly goalEntry?: JsonObject
}

/** `workflow#key#n`. */
export const runId = (run: { workflow: string; key: string; n: number }): string =>
  `${run.workflow}#${run.key}#${run.n}`
