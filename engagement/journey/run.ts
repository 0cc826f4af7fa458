import type { JsonObject } from '../customer/json.ts'
import type { Reason } from '../decision/reasons.ts'
import type { Channel } from '../model/channels.ts'

/** What of an event a run keeps. */
export interface EntryEvent {
  readonly messageId: string
  readonly name: string
  readonly at: number
  readonly properties: JsonObject
  /** How many of our own events led to it; absent for one from outside. */
  readonly hops?: number
}

/** What a run knows of the message it is on. */
interface OnMessage {
  readonly until: number
  readonly step: string
  readonly messageId: string
  readonly goodUntil?: number
  readonly channel: Channel
  /** Channels of the step that cannot reach the customer. */
  readonly tried: readonly Channel[]
  /** When the step was reached. */
  readonly since: number
  /** How often its message was written (0 = not yet). */
  readonly attempt: number
  /** It was put on its way once more after an unknown outcome: the first may have arrived. */
  readonly repeated?: boolean
  /** The first branch on the way here since the run last waited or sent: asked again when a hold ends. */
  readonly asked?: string
  /** Steps done since that branch, which are not done twice. */
  readonly done?: readonly string[]
  /** Nothing of this run was sent before. */
  readonly first?: boolean
}

/** What a run is doing now. */
export type RunActivity =
  /**
   * Waits for `until`, then takes step `next` (ends where absent). At a message: it was sent for another customer whom this
   * one turned out to be, and by then nobody will say what became of it.
   */
  | { readonly kind: 'waiting'; readonly until: number; readonly step: string; readonly next?: string }
  /** Waits for an event of step `step` until `until`. */
  | { readonly kind: 'listening'; readonly until: number; readonly step: string }
  /** The message is held back until then and tried again. */
  | (OnMessage & { readonly kind: 'holding'; readonly reason: Reason })
  /** A message is on its way; `until` = when to look after it. */
  | (OnMessage & { readonly kind: 'sending'; readonly claimedAt?: number; readonly unknown?: boolean })

/** An activity that is about a message. */
export type MessageActivity = Extract<RunActivity, { kind: 'holding' | 'sending' }>

export type SendingActivity = Extract<RunActivity, { kind: 'sending' }>

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
  /** The newest trigger that changed nothing, as the run was live: should an older exit end it, this one enters. */
  readonly passedOver?: EntryEvent
  /** From when the waits of its first trigger count; a re-arming wait is measured from here. */
  readonly startedAt?: number
  /** Counts messages that were taken back before they left: what is planned anew at the same step is another message. */
  readonly round?: number
  /** Events that came while it was on a message and that the waits behind it wait for, by step. */
  readonly missed?: { readonly [step: string]: EntryEvent }
  /** By when the customer was last told to hear from us again, epoch ms. */
  readonly nextWord?: number
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

type Numbered = { readonly workflow: string; readonly key: string; readonly n: number }

export const isSameRun = (a: Numbered, b: Numbered): boolean =>
  a.n === b.n && a.key === b.key && a.workflow === b.workflow
