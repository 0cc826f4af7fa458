import type { Json } from '../customer/json.ts'
import type { Channel } from '../model/channels.ts'
import type { DecisionVerdict } from '../model/decision-verdicts.ts'
import type { Reason } from './reasons.ts'

/** One leaf of an evaluated condition: what was asked, what was seen, how it came out. */
export interface SeenValue {
  /** As written, readable: `event.currency in [JPY, USD]`, `3 x Payment Failed within 24h since Payment Succeeded`. */
  readonly asked: string
  /** The value seen; absent where it was missing. */
  readonly saw?: Json
  readonly verdict: Verdict
}

/** Kleene's three values. */
export type Verdict = 'matched' | 'unmatched' | 'unknown'

/**
 * What was decided for one workflow (or promise, or incident) and why. Every event leaves one for each workflow that names it.
 */
export type Decision = DecisionFacts & Why

/** Why, by a code of ours or, where the shop names what happens, by that name. */
type Why =
  | { readonly verdict: Exclude<DecisionVerdict, NamedByShop>; readonly reason: Reason }
  | { readonly verdict: NamedByShop; readonly reason: Reason | ShopName }

/** The event that was a goal or an exit, the way that was taken, the reason that an `end` step gives. */
type NamedByShop = 'goal_reached' | 'exited' | 'branched' | 'ended'
type ShopName = string

/** What a decision says beside its verdict and why. */
export interface DecisionFacts {
  /** Epoch milliseconds. */
  readonly at: number
  readonly workflow: string
  readonly version: string
  /** `workflow#key#n`, where a run is concerned. */
  readonly run?: string
  readonly step?: string
  readonly until?: number
  readonly channel?: Channel
  readonly message?: string
  readonly values?: readonly SeenValue[]
}
