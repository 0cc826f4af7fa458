import type { Json } from '../customer/json.ts'

/** A promise that is being watched. Stored as `STATE#PROMISE#name#key`; times are epoch milliseconds. */
export interface PromiseState {
  readonly name: string
  /** Value of `one_per`. */
  readonly key: string
  readonly status: 'open' | 'at_risk' | 'broken'
  readonly madeAt: number
  /** When the current due date was told. */
  readonly statedAt: number
  /** When the producer last named the same date once more, event time: an older word about it is no news. */
  readonly repeatedAt?: number
  /** What the customer was told last. */
  readonly due: number
  /** What was told first; kept when a renewal moves `due`. */
  readonly firstDue: number
  /** What we know since. */
  readonly expected?: number
  readonly expectedAt?: number
  /** How often a new date was told. */
  readonly renewals: number
  /** How often it became at risk or broken (a second slip is 2). */
  readonly slips: number
  /** When the customer was first told of the slip, epoch ms. */
  readonly toldAt?: number
  /** Parts seen (parcels): id -> kept at, or null while under way; with each part's own expected date. */
  readonly parts: {
    readonly [part: string]: {
      readonly keptAt: number | null
      readonly expected?: number
      readonly expectedAt?: number
    }
  }
  /** Names of events seen for this key (for `before_due ... did_not`). */
  readonly seen: { readonly [event: string]: number }
  /** Carried event properties. */
  readonly about: { readonly [property: string]: Json }
  /** Next instant at which something is to be decided. */
  readonly wakeAt?: number
}

/** A promise that ended: remembered so that late events do not make it again. */
export interface EndedPromise {
  readonly name: string
  readonly key: string
  readonly how: 'kept' | 'released' | 'gave_up'
  readonly at: number
  readonly parts: readonly string[]
}

/** Marketing waits while one is open. `rule`: name of the promise or of the rule in settings. */
export interface Incident {
  readonly rule: string
  readonly key: string
  readonly openedAt: number
  /** When it was opened last, where more than one event did: one that closed it before then does not any more. */
  readonly openedAgainAt?: number
  /** At the latest then it counts as over. */
  readonly endsAt: number
  readonly about: { readonly [property: string]: Json }
}
