import { fillCounters, missingCounters } from '#engagement/decision/count-history.ts'
import { zoneOf } from '#engagement/decision/permission.ts'
import type { LiveCatalogue } from '#engagement/definition/live-catalogue.ts'
import type { CustomerState } from '#engagement/journey/customer-state.ts'
import { isPutAside } from '#engagement/journey/put-aside.ts'
import { callCore } from './core-call.ts'
import type { CustomerStore } from './ports.ts'

/**
 * Counters that were never filled for this customer (a workflow published since, a merge) are filled from the timeline
 * before anything is decided. One query, and only where something is missing.
 */
export async function fillHistory(
  state: CustomerState,
  catalogue: LiveCatalogue,
  customers: CustomerStore,
  now: number,
): Promise<CustomerState> {
  const missing = missingCounters(state.profile.history, catalogue.counters)
  if (missing.length === 0) return state
  const windows = missing.map((counter) => counter.window ?? Number.POSITIVE_INFINITY)
  const longest = Math.max(...windows)
  const filter = {
    events: [...new Set(missing.map((counter) => counter.event))],
    ...(Number.isFinite(longest) ? { since: now - longest } : {}),
  }
  const timelines = await Promise.all(
    [state.customerId, ...state.head.absorbed].map((id) => customers.timeline(id, filter)),
  )
  const events = timelines
    .flat()
    .flatMap((entry) => (entry.event === undefined || isPutAside(entry.decisions) ? [] : [entry.event]))
    .toSorted((a, b) => a.at - b.at)
  const zone = zoneOf(state.profile, catalogue.catalogue.settings)
  const history = callCore(() => fillCounters(state.profile.history, missing, events, { zone }))
  return { ...state, profile: { ...state.profile, history } }
}
