import type { Computed, HabitState, ListState } from '../customer/computed.ts'
import type { CustomerEvent } from '../customer/customer-event.ts'
import { dig, type JsonObject } from '../customer/json.ts'
import type { ComputedDefinition } from '../definition/computed-definition.ts'
import {
  addLine,
  emptyList,
  isClosed,
  type ListDefinition,
  liveLines,
  removeLine,
  replaceLines,
} from './change-list.ts'

type HabitDefinition = ComputedDefinition & { readonly kind: 'habit' }

/** A customer has at most so many lists of a name; the ones unchanged longest go first. */
const MOST_LISTS = 5
/** How much the newest gap weighs in the typical one. */
const NEWEST_WEIGHS = 0.3

/** Follows an event in every computed trait; the same object back where nothing changes. Event time decides, not arrival. */
export function computeTraits(
  computed: Computed,
  event: CustomerEvent,
  definitions: readonly ComputedDefinition[],
): Computed {
  let next = computed
  for (const definition of definitions) {
    const before = Object.hasOwn(computed, definition.name) ? computed[definition.name] : undefined
    const after =
      definition.kind === 'habit' ? followHabit(before, event, definition) : followLists(before, event, definition)
    if (after !== undefined && after !== before) next = { ...next, [definition.name]: after }
  }
  return next
}

/**
 * What `computed.*` reads. A list: `{ size, quantity, items }` of the list with `runKey`, else of the newest; a habit:
 * `{ visits, last_at, typical_gap }`, the gap (ms) from the second visit on. What was never seen, or is forgotten, is absent.
 */
export function viewComputed(
  computed: Computed,
  definitions: readonly ComputedDefinition[],
  runKey: string | undefined,
  now: number,
): JsonObject {
  const view: { [name: string]: JsonObject } = {}
  for (const definition of definitions) {
    const state = Object.hasOwn(computed, definition.name) ? computed[definition.name] : undefined
    if (definition.kind === 'habit' && state?.kind === 'habit') view[definition.name] = viewHabit(state)
    if (definition.kind !== 'list' || state?.kind !== 'lists') continue
    const lists = remembered(state.lists, definition, now)
    const list = lists.find((each) => each.key === runKey) ?? newest(lists)
    if (list !== undefined) view[definition.name] = viewList(list)
  }
  return view
}

type State = Computed[string] | undefined

function followHabit(state: State, event: CustomerEvent, definition: HabitDefinition): State {
  if (!definition.events.includes(event.name)) return state
  if (state?.kind !== 'habit') return { kind: 'habit', visits: 1, lastAt: event.at, typicalGap: 0 }
  if (event.at <= state.lastAt) return state
  const gap = event.at - state.lastAt
  if (gap < definition.visitGap) return { ...state, lastAt: event.at }
  const typicalGap = state.visits === 1 ? gap : Math.round(NEWEST_WEIGHS * gap + (1 - NEWEST_WEIGHS) * state.typicalGap)
  return { kind: 'habit', visits: state.visits + 1, lastAt: event.at, typicalGap }
}

function viewHabit({ visits, lastAt, typicalGap }: HabitState): JsonObject {
  return { visits, last_at: lastAt, ...(visits > 1 ? { typical_gap: typicalGap } : {}) }
}

function viewList(list: ListState): JsonObject {
  const lines = liveLines(list)
  return {
    size: lines.length,
    quantity: lines.reduce((sum, line) => sum + line.quantity, 0),
    items: lines.map((line) => ({ ...line.properties, quantity: line.quantity })),
  }
}

function followLists(state: State, event: CustomerEvent, definition: ListDefinition): State {
  const before = state?.kind === 'lists' ? state.lists : []
  const key = readKey(event, definition)
  const live = remembered(before, definition, event.at)
  const after = definition.clear.includes(event.name)
    ? clearLists(live, key, event.at, definition)
    : changeList(live, key, event, definition)
  if (after === live) return state
  return { kind: 'lists', lists: after.toSorted((a, b) => b.at - a.at).slice(0, MOST_LISTS) }
}

function readKey(event: CustomerEvent, { onePer }: ListDefinition): string | undefined {
  if (onePer === undefined) return ''
  const key = dig(event.properties, onePer.path)
  return (typeof key === 'string' && key !== '') || typeof key === 'number' ? String(key) : undefined
}

function remembered(lists: readonly ListState[], { forgetAfter }: ListDefinition, now: number): readonly ListState[] {
  return lists.every((list) => now - list.at <= forgetAfter)
    ? lists
    : lists.filter((list) => now - list.at <= forgetAfter)
}

function newest(lists: readonly ListState[]): ListState | undefined {
  return lists.reduce<ListState | undefined>(
    (best, list) => (best === undefined || list.at > best.at ? list : best),
    undefined,
  )
}

/** Without a key all lists; with one that list and the keyless one. A list never seen is remembered as cleared. */
function clearLists(
  lists: readonly ListState[],
  key: string | undefined,
  at: number,
  definition: ListDefinition,
): readonly ListState[] {
  const meant = (list: ListState): boolean => key === undefined || list.key === key || list.key === ''
  const cleared = lists.map((list) => (meant(list) ? replaceLines(list, [], at, definition) : list))
  const seen = key === undefined ? lists.length > 0 : lists.some((list) => list.key === key)
  if (seen) return cleared.every((list, index) => list === lists[index]) ? lists : cleared
  return [...cleared, replaceLines(emptyList(key ?? ''), [], at, definition)]
}

function changeList(
  lists: readonly ListState[],
  key: string | undefined,
  event: CustomerEvent,
  definition: ListDefinition,
): readonly ListState[] {
  const target = findList(lists, key, event.at)
  const changed = applyChange(target, event, definition)
  if (changed === target) return lists
  const named = { ...changed, key: key ?? changed.key }
  const place = lists.indexOf(target)
  return place === -1 ? [...lists, named] : lists.with(place, named)
}

/** The list with the key, else the keyless one; without a key the newest that is still open at that time. */
function findList(lists: readonly ListState[], key: string | undefined, at: number): ListState {
  if (key !== undefined)
    return lists.find((list) => list.key === key) ?? lists.find((list) => list.key === '') ?? emptyList(key)
  const open = lists.filter((list) => !isClosed(list) || at < list.replacedAt)
  return newest(open) ?? lists.find((list) => list.key === '') ?? emptyList('')
}

function applyChange(list: ListState, event: CustomerEvent, definition: ListDefinition): ListState {
  let after = list
  for (const { event: name, items } of definition.replace) {
    const products = name === event.name ? dig(event.properties, items.path) : undefined
    if (Array.isArray(products)) after = replaceLines(after, products, event.at, definition)
  }
  if (definition.add.includes(event.name)) after = addLine(after, event.properties, event.at, definition)
  if (definition.remove.includes(event.name)) after = removeLine(after, event.properties, event.at, definition)
  return after
}
