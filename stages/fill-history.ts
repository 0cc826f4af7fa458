import type { CustomerEvent } from '#engagement/customer/customer-event.ts'
import type { Profile } from '#engagement/customer/profile.ts'
import { forsakeTraits, lateTraits, recomputeTraits } from '#engagement/decision/compute-traits.ts'
import { dropUnasked, fillCounters, missingCounters } from '#engagement/decision/count-history.ts'
import { zoneOf } from '#engagement/decision/permission.ts'
import type { CustomerState } from '#engagement/journey/customer-state.ts'
import { isPutAside } from '#engagement/journey/put-aside.ts'
import type { ComputedDefinition } from '#engagement/model/computed-definition.ts'
import type { CounterDefinition } from '#engagement/model/condition.ts'
import { computedEvents, type LiveCatalogue } from '#engagement/model/live-catalogue.ts'
import { callCore } from './core-call.ts'
import type { CustomerStore } from './ports/customer-store.ts'

/**
 * Counters that were never filled for this customer (a workflow published since, a merge) and computed traits that must be
 * computed anew (a merge, or `event` is older than what is settled) are filled from the timeline before anything is
 * decided. One query, and only where something is missing. What the catalogue does not follow is given up, so that it is
 * filled anew once one does again.
 */
export async function fillHistory(
  before: CustomerState,
  catalogue: LiveCatalogue,
  customers: CustomerStore,
  now: number,
  event?: CustomerEvent,
): Promise<CustomerState> {
  const state = followedOnly(before, catalogue)
  const missing = missingCounters(state.profile.history, catalogue.counters)
  const late = callCore(() => lateTraits(state.profile.computed, event, catalogue.catalogue.computed))
  if (missing.length === 0 && late.length === 0) return state
  const events = await readEvents(state, missing, late, customers, now)
  const zone = zoneOf(state.profile, catalogue.catalogue.settings)
  const profile = callCore(
    (): Profile => ({
      ...state.profile,
      history: fillCounters(state.profile.history, missing, events, { zone }),
      computed:
        late.length === 0 ? state.profile.computed : recomputeTraits(state.profile.computed, late, events, event),
    }),
  )
  return { ...state, profile }
}

/** Nothing passes for complete that is not followed for a time: what happens meanwhile is in the timeline alone. */
function followedOnly(state: CustomerState, { counters, catalogue }: LiveCatalogue): CustomerState {
  const { profile } = state
  const history = dropUnasked(profile.history, counters)
  const computed = forsakeTraits(profile.computed, catalogue.computed)
  const isSame = history === profile.history && computed === profile.computed
  return isSame ? state : { ...state, profile: { ...profile, history, computed } }
}

/** Whether something of this customer passes for complete that the catalogue does not follow. */
export const followsMore = (state: CustomerState, catalogue: LiveCatalogue): boolean =>
  followedOnly(state, catalogue) !== state

/** Oldest first, of this customer and of those it absorbed. A computed trait may go back as far as the timeline does. */
async function readEvents(
  state: CustomerState,
  missing: readonly CounterDefinition[],
  late: readonly ComputedDefinition[],
  customers: CustomerStore,
  now: number,
): Promise<readonly CustomerEvent[]> {
  const windows = missing.map((counter) => counter.window ?? Number.POSITIVE_INFINITY)
  const longest = late.length === 0 ? Math.max(...windows) : Number.POSITIVE_INFINITY
  const filter = {
    events: [
      ...new Set([...missing.map((counter) => counter.event), ...late.flatMap((each) => [...computedEvents(each)])]),
    ],
    ...(Number.isFinite(longest) ? { since: now - longest } : {}),
  }
  const timelines = await Promise.all(
    [state.customerId, ...state.head.absorbed].map((id) => customers.timeline(id, filter)),
  )
  return timelines
    .flat()
    .flatMap((entry) => (entry.event === undefined || isPutAside(entry.decisions) ? [] : [entry.event]))
    .toSorted((a, b) => a.at - b.at)
}
