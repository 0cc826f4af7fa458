import type { HabitState, Visit } from '../customer/computed.ts'
import type { JsonObject } from '../customer/json.ts'
import type { ComputedDefinition } from '../model/computed-definition.ts'

export type HabitDefinition = ComputedDefinition & { readonly kind: 'habit' }

/** How much the newest gap weighs in the typical one. */
const NEWEST_WEIGHS = 0.3
/** So many of the newest visits are kept before they are settled; see `follow-lists.ts`. */
const MOST_VISITS = 40

export const NO_HABIT: HabitState = { kind: 'habit', visits: 0, lastAt: 0, typicalGap: 0 }

/** Puts visits in their place: those closer together than the gap are one. The same state back where nothing changes. */
export function placeVisits(state: HabitState, visits: readonly Visit[], definition: HabitDefinition): HabitState {
  const placed = insertVisits(state, visits, definition)
  return settleFirst(placed, (placed.recent ?? []).length - MOST_VISITS)
}

/** As `placeVisits`, and nothing is settled however many there are. */
export function insertVisits(state: HabitState, visits: readonly Visit[], definition: HabitDefinition): HabitState {
  return visits.reduce((known, visit) => insert(known, visit, Math.max(1, definition.visitGap)), state)
}

function insert(state: HabitState, visit: Visit, gap: number): HabitState {
  const recent = state.recent ?? []
  const last = recent.at(-1)
  if (last === undefined || visit[0] - last[1] >= gap) return { ...state, recent: [...recent, visit] }
  const before = recent.filter((each) => visit[0] - each[1] >= gap)
  const after = recent.filter((each) => each[0] - visit[1] >= gap)
  const met = recent.slice(before.length, recent.length - after.length)
  const firstAt = Math.min(visit[0], ...met.map((each) => each[0]))
  const lastAt = Math.max(visit[1], ...met.map((each) => each[1]))
  const [same] = met
  if (met.length === 1 && same?.[0] === firstAt && same[1] === lastAt) return state
  return { ...state, recent: [...before, [firstAt, lastAt], ...after] }
}

/** Until when nothing late can be put in its place any more; undefined where every visit is still open. */
export const habitSettledAt = (state: HabitState, { visitGap }: HabitDefinition): number | undefined =>
  state.visits === 0 ? undefined : state.lastAt + visitGap - 1

/** Settles visits that were over before one at `at` begins, however few they are. */
export function settleVisitsBefore(state: HabitState, at: number, { visitGap }: HabitDefinition): HabitState {
  const recent = state.recent ?? []
  const open = recent.findIndex((each) => at - each[1] < Math.max(1, visitGap))
  return settleFirst(state, open === -1 ? recent.length : open)
}

function settleFirst(state: HabitState, count: number): HabitState {
  const recent = state.recent ?? []
  if (count <= 0) return state
  return { ...recent.slice(0, count).reduce(follow, state), recent: recent.slice(count) }
}

function follow(state: HabitState, [firstAt, lastAt]: Visit): HabitState {
  const gap = firstAt - state.lastAt
  const typicalGap =
    state.visits === 0
      ? 0
      : state.visits === 1
        ? gap
        : Math.round(NEWEST_WEIGHS * gap + (1 - NEWEST_WEIGHS) * state.typicalGap)
  return { kind: 'habit', visits: state.visits + 1, lastAt, typicalGap }
}

/** The habit with every visit in it, settled or not. */
export const habitTotals = (state: HabitState): HabitState => (state.recent ?? []).reduce(follow, state)

/** `{ visits, last_at, typical_gap }`, the gap (ms) from the second visit on. */
export function viewHabit(state: HabitState): JsonObject {
  const { visits, lastAt, typicalGap } = habitTotals(state)
  return { visits, last_at: lastAt, ...(visits > 1 ? { typical_gap: typicalGap } : {}) }
}
