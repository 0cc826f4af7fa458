import type { HabitState, ListState } from '#engagement/customer/computed.ts'
import type { ConsentRecord } from '#engagement/customer/consent.ts'
import { type Run, runId } from '#engagement/journey/run.ts'
import type { Incident, PromiseState } from '#engagement/promise/promise-state.ts'
import type { FoundCustomer } from './find-customer.ts'

const iso = (instant: number): string => new Date(instant).toISOString()
const when = (name: string, instant: number | undefined): object =>
  instant === undefined ? {} : { [name]: iso(instant) }

/** What `GET /customers/{id}` answers: times as ISO, traits by name. */
export function customerView(name: string, { ids, state }: FoundCustomer): object {
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
      Object.entries(state?.profile.computed ?? {}).map(([computed, value]) => [computed, computedView(value)]),
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

function computedView(value: HabitState | { readonly kind: 'lists'; readonly lists: readonly ListState[] }): object {
  switch (value.kind) {
    case 'habit':
      return { visits: value.visits, lastAt: iso(value.lastAt), typicalGapMs: value.typicalGap }
    case 'lists':
      return value.lists.map(({ key, items, at }) => ({
        key,
        at: iso(at),
        items: items.map((item) => ({ id: item.id, quantity: item.quantity, ...item.properties })),
      }))
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
