import type { Computed } from '#engagement/customer/computed.ts'
import type { ConsentRecord } from '#engagement/customer/consent.ts'
import { habitTotals } from '#engagement/decision/follow-habit.ts'
import { currentLists } from '#engagement/decision/follow-lists.ts'
import { type Run, runId } from '#engagement/journey/run.ts'
import type { ComputedDefinition } from '#engagement/model/computed-definition.ts'
import type { Incident, PromiseState } from '#engagement/promise/promise-state.ts'
import type { FoundCustomer } from './find-customer.ts'

const iso = (instant: number): string => new Date(instant).toISOString()
const when = (name: string, instant: number | undefined): object =>
  instant === undefined ? {} : { [name]: iso(instant) }

/** What `GET /customers/{id}` answers: times as ISO, traits by name. */
export function customerView(
  name: string,
  { ids, state }: FoundCustomer,
  definitions: readonly ComputedDefinition[],
): object {
  return {
    id: name,
    customerId: ids[0],
    ...(state?.head.userId === undefined ? {} : { userId: state.head.userId }),
    anonymousIds: state?.head.anonymousIds ?? [],
    ...when('createdAt', state?.head.createdAt),
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
      enteredAt: iso(run.enteredAt),
      endedAt: iso(run.endedAt),
      ...when('goalReachedAt', run.goalReachedAt),
    })),
    promises: (state?.promises ?? []).map(promiseView),
    endedPromises: (state?.memory.promises ?? []).map(({ name: promise, key, how, at }) => ({
      name: promise,
      key,
      how,
      at: iso(at),
    })),
    incidents: (state?.head.incidents ?? []).map(incidentView),
    ...when('nextDueAt', state?.head.timer?.at),
  }
}

function computedView(value: Computed[string], definition: ComputedDefinition): object {
  switch (value.kind) {
    case 'habit': {
      const { visits, lastAt, typicalGap } = habitTotals(value)
      return { visits, lastAt: iso(lastAt), typicalGapMs: typicalGap }
    }
    case 'lists':
      return definition.kind !== 'list'
        ? []
        : currentLists(value, definition).map(({ key, items, at }) => ({
            key,
            at: iso(at),
            items: items.map((item) => ({ id: item.id, quantity: item.quantity, ...item.properties })),
          }))
    case 'stale':
      return {}
  }
}

const consentView = ({ status, at, source, evidence }: ConsentRecord): object => ({
  status,
  at: iso(at),
  source,
  evidence,
})

function runView(run: Run): object {
  const { activity } = run
  return {
    run: runId(run),
    workflow: run.workflow,
    version: run.version,
    key: run.key,
    enteredAt: iso(run.enteredAt),
    entry: { event: run.entry.name, at: iso(run.entry.at), properties: run.entry.properties },
    doing: activity.kind,
    step: activity.step,
    until: iso(activity.until),
    ...(activity.kind === 'holding' ? { reason: activity.reason } : {}),
    heldOut: run.heldOut,
    ...when('goalReachedAt', run.goalReachedAt),
  }
}

function promiseView(promise: PromiseState): object {
  const { name, key, status, renewals, slips, about } = promise
  return {
    name,
    key,
    status,
    madeAt: iso(promise.madeAt),
    due: iso(promise.due),
    firstDue: iso(promise.firstDue),
    ...when('expected', promise.expected),
    ...when('toldAt', promise.toldAt),
    renewals,
    slips,
    about,
  }
}

const incidentView = ({ rule, key, openedAt, endsAt, about }: Incident): object => ({
  rule,
  key,
  openedAt: iso(openedAt),
  endsAt: iso(endsAt),
  about,
})
