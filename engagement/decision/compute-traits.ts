import type { Computed, ListState, Visit } from '../customer/computed.ts'
import type { CustomerEvent } from '../customer/customer-event.ts'
import type { JsonObject } from '../customer/json.ts'
import type { ComputedDefinition } from '../model/computed-definition.ts'
import { habitSettledAt, insertVisits, NO_HABIT, placeVisits, settleVisitsBefore, viewHabit } from './follow-habit.ts'
import {
  currentLists,
  insertChanges,
  listsSettledAt,
  NO_LISTS,
  newest,
  placeChanges,
  remembered,
  settleAll,
} from './follow-lists.ts'
import { readListChanges } from './read-list-changes.ts'

type State = Computed[string]

/**
 * Follows an event in every computed trait; the same object back where nothing changes. What is known afterwards depends
 * on the events, not on the order of their arrival. An event from before what is settled changes nothing: see `lateTraits`.
 */
export function computeTraits(
  computed: Computed,
  event: CustomerEvent,
  definitions: readonly ComputedDefinition[],
): Computed {
  let next = computed
  for (const definition of definitions) {
    const before = stateOf(computed, definition)
    if (before === 'stale' || isLate(before, event, definition)) continue
    const after = follow(before, event, definition)
    if (after !== undefined && after !== before) next = { ...next, [definition.name]: after }
  }
  return next
}

/** Traits that must be computed anew from the timeline: stale ones, and those for which `event` comes too late. */
export function lateTraits(
  computed: Computed,
  event: CustomerEvent | undefined,
  definitions: readonly ComputedDefinition[],
): readonly ComputedDefinition[] {
  return definitions.filter((definition) => {
    const state = stateOf(computed, definition)
    return state === 'stale' || (event !== undefined && isLate(state, event, definition))
  })
}

/** The same object back where each is defined. One that is not would miss what happens until it is again: it is stale. */
export function forsakeTraits(computed: Computed, definitions: readonly ComputedDefinition[]): Computed {
  const defined = new Set(definitions.map(({ name }) => name))
  const forsaken = Object.keys(computed).filter((name) => !defined.has(name) && computed[name]?.kind !== 'stale')
  if (forsaken.length === 0) return computed
  return { ...computed, ...Object.fromEntries(forsaken.map((name) => [name, { kind: 'stale' as const }])) }
}

/**
 * Computes traits anew from what the timeline holds. `event`: about to be followed; what happened since it is left
 * unsettled, so that it finds its place.
 */
export function recomputeTraits(
  computed: Computed,
  late: readonly ComputedDefinition[],
  events: readonly CustomerEvent[],
  event: CustomerEvent | undefined,
): Computed {
  const anew: { [name: string]: State } = { ...computed }
  for (const definition of late) {
    delete anew[definition.name]
    const state = fill(definition, events, event)
    if (state !== undefined) anew[definition.name] = state
  }
  return anew
}

/** What two customers who are one have; stale where they have more than can be put together without the timeline. */
export function mergeTraits(own: Computed, theirs: Computed, definitions: readonly ComputedDefinition[]): Computed {
  const merged: { [name: string]: State } = { ...forsakeTraits({ ...own, ...theirs }, definitions) }
  for (const definition of definitions) {
    const [a, b] = [stateOf(own, definition), stateOf(theirs, definition)]
    const state = a === undefined ? b : b === undefined ? a : mergeStates(a, b, definition)
    if (state !== undefined) merged[definition.name] = state === 'stale' ? { kind: 'stale' } : state
  }
  return merged
}

/**
 * What `computed.*` reads. A list: `{ size, quantity, items }` of the list with `runKey`, else of the newest; a habit:
 * `{ visits, last_at, typical_gap }`. What was never seen, or is forgotten, is absent.
 */
export function viewComputed(
  computed: Computed,
  definitions: readonly ComputedDefinition[],
  runKey: string | undefined,
  now: number,
): { readonly [name: string]: JsonObject } {
  const view: { [name: string]: JsonObject } = {}
  for (const definition of definitions) {
    const state = stateOf(computed, definition)
    if (state === undefined || state === 'stale') continue
    if (definition.kind === 'habit' && state.kind === 'habit') view[definition.name] = viewHabit(state)
    if (definition.kind !== 'list' || state.kind !== 'lists') continue
    const lists = remembered(currentLists(state, definition), definition, now)
    const list = lists.find((each) => each.key === runKey) ?? newest(lists)
    if (list !== undefined) view[definition.name] = viewList(list)
  }
  return view
}

const viewList = ({ items }: ListState): JsonObject => ({
  size: items.length,
  quantity: items.reduce((sum, line) => sum + line.quantity, 0),
  items: items.map((line) => ({ ...line.properties, quantity: line.quantity })),
})

type Followed = Exclude<State, { readonly kind: 'stale' }>

/** What is known of a trait; undefined where nothing is, or where the name meant something else before an edit. */
function stateOf(computed: Computed, { name, kind }: ComputedDefinition): Followed | 'stale' | undefined {
  const state = Object.hasOwn(computed, name) ? computed[name] : undefined
  if (state === undefined) return undefined
  if (state.kind === 'stale') return 'stale'
  return (kind === 'habit') === (state.kind === 'habit') ? state : undefined
}

function isLate(state: Followed | undefined, event: CustomerEvent, definition: ComputedDefinition): boolean {
  if (state === undefined) return false
  if (definition.kind === 'habit')
    return (
      state.kind === 'habit' &&
      definition.events.includes(event.name) &&
      event.at <= (habitSettledAt(state, definition) ?? Number.NEGATIVE_INFINITY)
    )
  return (
    state.kind === 'lists' &&
    event.at <= (listsSettledAt(state) ?? Number.NEGATIVE_INFINITY) &&
    readListChanges(event, definition).length > 0
  )
}

function follow(
  before: Followed | undefined,
  event: CustomerEvent,
  definition: ComputedDefinition,
): Followed | undefined {
  if (definition.kind === 'habit') {
    if (!definition.events.includes(event.name)) return before
    return placeVisits(before?.kind === 'habit' ? before : NO_HABIT, [[event.at, event.at]], definition)
  }
  const changes = readListChanges(event, definition)
  return changes.length === 0 ? before : placeChanges(before?.kind === 'lists' ? before : NO_LISTS, changes, definition)
}

/**
 * Follows events in the order in which they happened. Where `next` would come too late for what is settled then, what
 * happened since it is left open.
 */
function fill(
  definition: ComputedDefinition,
  events: readonly CustomerEvent[],
  next: CustomerEvent | undefined,
): Followed | undefined {
  const inOrder = events.toSorted((a, b) => a.at - b.at)
  const followAll = (start: Followed | undefined, some: readonly CustomerEvent[]): Followed | undefined =>
    some.reduce((state, event) => follow(state, event, definition), start)
  const all = followAll(undefined, inOrder)
  if (next === undefined || !isLate(all, next, definition)) return all
  const before = followAll(
    undefined,
    inOrder.filter((event) => event.at < next.at),
  )
  return openAfter(
    before,
    inOrder.filter((event) => event.at >= next.at),
    definition,
    next.at,
  )
}

function openAfter(
  before: Followed | undefined,
  since: readonly CustomerEvent[],
  definition: ComputedDefinition,
  at: number,
): Followed {
  if (definition.kind === 'habit') {
    const settled = settleVisitsBefore(before?.kind === 'habit' ? before : NO_HABIT, at, definition)
    const visits = since.flatMap((event): Visit[] =>
      definition.events.includes(event.name) ? [[event.at, event.at]] : [],
    )
    return insertVisits(settled, visits, definition)
  }
  const settled = settleAll(before?.kind === 'lists' ? before : NO_LISTS, definition)
  return insertChanges(
    settled,
    since.flatMap((event) => readListChanges(event, definition)),
  )
}

function mergeStates(a: Followed | 'stale', b: Followed | 'stale', definition: ComputedDefinition): Followed | 'stale' {
  if (a === 'stale' || b === 'stale') return 'stale'
  if (definition.kind === 'list' && a.kind === 'lists' && b.kind === 'lists') {
    const [base, other] = listsSettledAt(a) === undefined ? [b, a] : [a, b]
    const [until, changes] = [listsSettledAt(base) ?? Number.NEGATIVE_INFINITY, other.changes ?? []]
    const isOpen = listsSettledAt(other) === undefined && changes.every((change) => change.at > until)
    return isOpen ? placeChanges(base, changes, definition) : 'stale'
  }
  if (definition.kind === 'habit' && a.kind === 'habit' && b.kind === 'habit') {
    const [base, other] = habitSettledAt(a, definition) === undefined ? [b, a] : [a, b]
    const [until, visits] = [habitSettledAt(base, definition) ?? Number.NEGATIVE_INFINITY, other.recent ?? []]
    const isOpen = habitSettledAt(other, definition) === undefined && visits.every(([firstAt]) => firstAt > until)
    return isOpen ? placeVisits(base, visits, definition) : 'stale'
  }
  return 'stale'
}
