import type { Json, JsonObject } from '../customer/json.ts'
import { ENGINE_EVENTS, type PromiseDefinition } from '../model/promise-definition.ts'
import type { EndedPromise, Incident, PromiseState } from './promise-state.ts'

/** An event that the engine raises: `id` is derived, so that a repeat is the same event. */
export interface Raised {
  readonly id: string
  readonly name: string
  readonly properties: JsonObject
  /** How many of our own events led to it already; absent: as many as to what is being reacted to. */
  readonly hops?: number
}

const iso = (at: number): string => new Date(at).toISOString()

/** How late the promise is or will be, in whole seconds; 0 while in time. */
function lateBy(promise: PromiseState, until: number | undefined): number {
  return until === undefined ? 0 : Math.max(0, Math.round((until - promise.due) / 1000))
}

function propertiesOf(promise: PromiseState, definition: PromiseDefinition): { [name: string]: Json } {
  const named = definition.onePer.path.at(-1)
  return {
    ...promise.about,
    ...(named === undefined ? {} : { [named]: promise.key }),
    promise: promise.name,
    key: promise.key,
    due: iso(promise.due),
    first_due: iso(promise.firstDue),
    ...(promise.expected === undefined ? {} : { expected: iso(promise.expected) }),
    slips: promise.slips,
    renewals: promise.renewals,
  }
}

/** `Promise At Risk` / `Promise Broken`, one per due date. */
export function slipEvent(
  promise: PromiseState,
  definition: PromiseDefinition,
  what: 'at_risk' | 'broken',
  now: number,
): Raised {
  const late = lateBy(promise, what === 'broken' ? Math.max(now, promise.expected ?? 0) : promise.expected)
  return {
    id: `promise:${promise.name}:${promise.key}:${promise.madeAt}:${what}:${promise.slips}:${promise.due}`,
    name: what === 'broken' ? ENGINE_EVENTS.broken : ENGINE_EVENTS.atRisk,
    properties: { ...propertiesOf(promise, definition), late_by: late },
  }
}

/** `Promise Kept`, late or not. */
export function keptEvent(promise: PromiseState, definition: PromiseDefinition, at: number): Raised {
  return {
    id: `promise:${promise.name}:${promise.key}:kept:${promise.madeAt}`,
    name: ENGINE_EVENTS.kept,
    properties: { ...propertiesOf(promise, definition), late_by: lateBy(promise, at), kept_at: iso(at) },
  }
}

/** `Promise Given Up`: broken for so long that nothing is expected any more. */
export function givenUpEvent(promise: PromiseState, definition: PromiseDefinition, at: number): Raised {
  return {
    id: `promise:${promise.name}:${promise.key}:given_up:${promise.madeAt}:${promise.due}`,
    name: ENGINE_EVENTS.givenUp,
    properties: { ...propertiesOf(promise, definition), late_by: lateBy(promise, at), given_up_at: iso(at) },
  }
}

export function incidentEvent(incident: Incident, what: 'opened' | 'closed', reason: string): Raised {
  return {
    id: `incident:${incident.rule}:${incident.key}:${incident.openedAt}:${what}`,
    name: what === 'opened' ? ENGINE_EVENTS.incidentOpened : ENGINE_EVENTS.incidentClosed,
    properties: {
      ...incident.about,
      incident: incident.rule,
      key: incident.key,
      opened_at: iso(incident.openedAt),
      reason,
    },
  }
}

/** What `promise.*` reads: the live promise, or how it ended. */
export function promiseView(
  promise: PromiseState | undefined,
  ended: EndedPromise | undefined,
  now: number,
): JsonObject | undefined {
  if (promise === undefined)
    return ended === undefined ? undefined : { status: ended.how, name: ended.name, key: ended.key }
  return {
    ...promise.about,
    status: promise.status,
    name: promise.name,
    key: promise.key,
    due: iso(promise.due),
    first_due: iso(promise.firstDue),
    ...(promise.expected === undefined ? {} : { expected: iso(promise.expected) }),
    late_by: lateBy(promise, promise.status === 'broken' ? Math.max(now, promise.expected ?? 0) : promise.expected),
    slips: promise.slips,
    renewals: promise.renewals,
    told: promise.toldAt !== undefined,
  }
}
