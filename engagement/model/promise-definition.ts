import type { Condition, CounterDefinition, FieldRef } from './condition.ts'
import type { MinuteOfDay, Span } from './workflow.ts'

/** One reason why a promise is at risk before it is due. */
export type RiskRule =
  | { readonly kind: 'expected_after_due' }
  /** The event happened since the date was told, and we do not know that it will still be in time. */
  | { readonly kind: 'happened'; readonly event: string }
  /** At `at` (customer's time) on the day `before` the due date (or exactly `before` ms earlier without `at`), unless `didNot` happened for this key. */
  | { readonly kind: 'before_due'; readonly before: Span; readonly at?: MinuteOfDay; readonly didNot: string }

/** What customers are told and when it counts as kept, at risk and broken; see `promises.yaml`. */
export interface PromiseDefinition {
  readonly name: string
  readonly madeBy: readonly string[]
  readonly madeWhere?: Condition
  readonly onePer: FieldRef
  /** A date (ISO string), read as the end of that day in the customer's zone where it has no time. */
  readonly due: FieldRef | { readonly plus: Span; readonly at?: MinuteOfDay }
  readonly expected?: { readonly events: readonly string[]; readonly at: FieldRef }
  /** A promise with parts (parcels of an order) is kept when every part seen is. */
  readonly parts?: FieldRef
  readonly keptBy: readonly string[]
  readonly keptWhere?: Condition
  readonly releasedBy: readonly string[]
  readonly atRisk: readonly RiskRule[]
  /** Milliseconds after due. */
  readonly givesUpAfter: number
  /** Event properties remembered with the promise, for messages and conditions (`promise.carrier`). */
  readonly carry: readonly string[]
  readonly counters: readonly CounterDefinition[]
}

/** Events that the engine itself raises about promises, incidents and messages. */
export const ENGINE_EVENTS = {
  atRisk: 'Promise At Risk',
  broken: 'Promise Broken',
  kept: 'Promise Kept',
  givenUp: 'Promise Given Up',
  incidentOpened: 'Incident Opened',
  incidentClosed: 'Incident Closed',
  withheld: 'Message Withheld',
} as const

/** Those of them that are about one promise and carry what it carries. */
export const PROMISE_EVENTS: readonly string[] = [
  ENGINE_EVENTS.atRisk,
  ENGINE_EVENTS.broken,
  ENGINE_EVENTS.kept,
  ENGINE_EVENTS.givenUp,
]
