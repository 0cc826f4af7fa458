import type { Json } from '../customer/json.ts'
import type { Channel } from '../model/channels.ts'
import type { DecisionVerdict } from '../model/decision-verdicts.ts'

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
export interface Decision {
  /** Epoch milliseconds. */
  readonly at: number
  readonly workflow: string
  readonly version: string
  /** `workflow#key#n`, where a run is concerned. */
  readonly run?: string
  readonly step?: string
  readonly verdict: DecisionVerdict
  /** Stable code: `trigger-unmatched`, `trigger-unknown`, `quiet-hours`, `no-consent`, `incident-open`, `stale`, ... */
  readonly reason: string
  readonly until?: number
  readonly channel?: Channel
  readonly message?: string
  readonly values?: readonly SeenValue[]
}
