import * as z from 'zod/mini'
import type { Computed } from '#engagement/customer/computed.ts'
import type { ConsentRecord } from '#engagement/customer/consent.ts'
import { habitTotals } from '#engagement/decision/follow-habit.ts'
import { currentLists } from '#engagement/decision/follow-lists.ts'
import type { CustomerState } from '#engagement/journey/customer-state.ts'
import { type Run, runId } from '#engagement/journey/run.ts'
import type { ComputedDefinition } from '#engagement/model/computed-definition.ts'
import type { Incident, PromiseState } from '#engagement/promise/promise-state.ts'
import { AnyJson, JsonMembers, listOf, Time, timed, timeOf } from './values.ts'

const ConsentView = z.object({
  status: z.enum(['granted', 'denied']),
  at: Time,
  source: z.enum(['identify', 'page', 'one-click', 'complaint', 'stop']),
  evidence: z.string(),
})

const RunView = z.object({
  run: z.string(),
  workflow: z.string(),
  version: z.string(),
  key: z.string(),
  enteredAt: Time,
  entry: z.object({ event: z.string(), at: Time, properties: JsonMembers }),
  doing: z.enum(['waiting', 'listening', 'holding', 'sending']),
  step: z.string(),
  until: Time,
  /** Why it is held. */
  reason: z.optional(z.string()),
  heldOut: z.boolean(),
  goalReachedAt: z.optional(Time),
})
type RunView = z.infer<typeof RunView>

const EndedRunView = z.object({
  run: z.string(),
  workflow: z.string(),
  key: z.string(),
  reason: z.string(),
  heldOut: z.boolean(),
  enteredAt: Time,
  endedAt: Time,
  goalReachedAt: z.optional(Time),
})

const PromiseView = z.object({
  name: z.string(),
  key: z.string(),
  status: z.enum(['open', 'at_risk', 'broken']),
  madeAt: Time,
  due: Time,
  firstDue: Time,
  expected: z.optional(Time),
  toldAt: z.optional(Time),
  renewals: z.number(),
  slips: z.number(),
  about: JsonMembers,
})
type PromiseView = z.infer<typeof PromiseView>

const EndedPromiseView = z.object({
  name: z.string(),
  key: z.string(),
  how: z.enum(['kept', 'released', 'gave_up']),
  at: Time,
})

const IncidentView = z.object({
  rule: z.string(),
  key: z.string(),
  openedAt: Time,
  endsAt: Time,
  about: JsonMembers,
})
type IncidentView = z.infer<typeof IncidentView>

const HabitView = z.object({ visits: z.number(), lastAt: Time, typicalGapMs: z.optional(z.number()) })
const ListsView = listOf(z.object({ key: z.string(), at: Time, items: listOf(JsonMembers) }))
/** Empty where it has to be computed anew. */
const ComputedView = z.union([HabitView, ListsView, z.strictObject({})])
type ComputedView = z.infer<typeof ComputedView>

/** What is known of one customer now: times as ISO, traits and lists by name. */
export const Customer = z.object({
  /** As the producer calls them. */
  id: z.string(),
  customerId: z.string(),
  userId: z.optional(z.string()),
  anonymousIds: listOf(z.string()),
  createdAt: z.optional(Time),
  profile: z.record(z.string(), AnyJson),
  computed: z.record(z.string(), ComputedView),
  consent: z.record(z.string(), ConsentView),
  runs: listOf(RunView),
  endedRuns: listOf(EndedRunView),
  promises: listOf(PromiseView),
  endedPromises: listOf(EndedPromiseView),
  incidents: listOf(IncidentView),
  nextDueAt: z.optional(Time),
})
export type Customer = z.infer<typeof Customer>

/** Whose state is looked at. `state` is absent where events were kept but nothing referred to them. */
export interface LookedAt {
  /** Internal ids: the living one first, then those it absorbed. */
  readonly ids: readonly [string, ...string[]]
  readonly state?: CustomerState
}

export function customer(name: string, { ids, state }: LookedAt, definitions: readonly ComputedDefinition[]): Customer {
  return {
    id: name,
    customerId: ids[0],
    ...(state?.head.userId === undefined ? {} : { userId: state.head.userId }),
    anonymousIds: state?.head.anonymousIds ?? [],
    ...timed('createdAt', state?.head.createdAt),
    profile: Object.fromEntries(
      Object.entries(state?.profile.traits ?? {}).map(([trait, { value }]) => [trait, value]),
    ),
    computed: Object.fromEntries(
      definitions.flatMap((definition) => {
        const value = state?.profile.computed[definition.name]
        return value === undefined ? [] : [[definition.name, computedView(value, definition)]]
      }),
    ),
    consent: Object.fromEntries(
      Object.entries(state?.head.consent ?? {}).map(([topic, record]) => [topic, consentView(record)]),
    ),
    runs: (state?.runs ?? []).map(runView),
    endedRuns: (state?.memory.runs ?? []).map((run) => ({
      run: runId(run),
      workflow: run.workflow,
      key: run.key,
      reason: run.reason,
      heldOut: run.heldOut,
      enteredAt: timeOf(run.enteredAt),
      endedAt: timeOf(run.endedAt),
      ...timed('goalReachedAt', run.goalReachedAt),
    })),
    promises: (state?.promises ?? []).map(promiseView),
    endedPromises: (state?.memory.promises ?? []).map(({ name: promise, key, how, at }) => ({
      name: promise,
      key,
      how,
      at: timeOf(at),
    })),
    incidents: (state?.head.incidents ?? []).map(incidentView),
    ...timed('nextDueAt', state?.head.timer?.at),
  }
}

function computedView(value: Computed[string], definition: ComputedDefinition): ComputedView {
  switch (value.kind) {
    case 'habit': {
      const { visits, lastAt, typicalGap } = habitTotals(value)
      return { visits, lastAt: timeOf(lastAt), ...(typicalGap === undefined ? {} : { typicalGapMs: typicalGap }) }
    }
    case 'lists':
      return definition.kind !== 'list'
        ? []
        : currentLists(value, definition).map(({ key, items, at }) => ({
            key,
            at: timeOf(at),
            items: items.map((item) => ({ id: item.id, quantity: item.quantity, ...item.properties })),
          }))
    case 'stale':
      return {}
  }
}

const consentView = ({ status, at, source, evidence }: ConsentRecord) => ({ status, at: timeOf(at), source, evidence })

function runView(run: Run): RunView {
  const { activity } = run
  return {
    run: runId(run),
    workflow: run.workflow,
    version: run.version,
    key: run.key,
    enteredAt: timeOf(run.enteredAt),
    entry: { event: run.entry.name, at: timeOf(run.entry.at), properties: run.entry.properties },
    doing: activity.kind,
    step: activity.step,
    until: timeOf(activity.until),
    ...(activity.kind === 'holding' ? { reason: activity.reason } : {}),
    heldOut: run.heldOut,
    ...timed('goalReachedAt', run.goalReachedAt),
  }
}

function promiseView(promise: PromiseState): PromiseView {
  const { name, key, status, renewals, slips, about } = promise
  return {
    name,
    key,
    status,
    madeAt: timeOf(promise.madeAt),
    due: timeOf(promise.due),
    firstDue: timeOf(promise.firstDue),
    ...timed('expected', promise.expected),
    ...timed('toldAt', promise.toldAt),
    renewals,
    slips,
    about,
  }
}

const incidentView = ({ rule, key, openedAt, endsAt, about }: Incident): IncidentView => ({
  rule,
  key,
  openedAt: timeOf(openedAt),
  endsAt: timeOf(endsAt),
  about,
})
