import type { ListChange, ListState, ListsState } from '../customer/computed.ts'
import { addLines, emptyList, isClosed, removeLines, replaceLines } from './change-list.ts'
import type { ListDefinition } from './read-list-changes.ts'

/** A customer has at most so many lists of a name; the ones unchanged longest go first. */
const MOST_LISTS = 5
/**
 * So many of the newest changes are kept, of at most so many characters, before they are settled. A change that is late
 * by more is put in its place by computing the lists anew from the timeline.
 */
const MOST_CHANGES = 50
const MOST_CHARACTERS = 8192

export const NO_LISTS: ListsState = { kind: 'lists', lists: [] }

/** Of what happened at one instant, what takes away comes after what adds: rather no word than one about a bought cart. */
const RANK: { readonly [kind in ListChange['kind']]: number } = { add: 0, remove: 1, replace: 2, clear: 3 }

const compare = (a: ListChange, b: ListChange): number =>
  a.at - b.at || RANK[a.kind] - RANK[b.kind] || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

/** Puts changes in their place among those that came before; the same state back where all are known. */
export function placeChanges(state: ListsState, added: readonly ListChange[], definition: ListDefinition): ListsState {
  const placed = insertChanges(state, added)
  return placed === state ? state : settleFirst(placed, firstKept(placed.changes ?? []), definition)
}

/** As `placeChanges`, and nothing is settled however many there are. */
export function insertChanges(state: ListsState, added: readonly ListChange[]): ListsState {
  let changes = state.changes ?? []
  for (const change of added) {
    const place = changes.findLastIndex((each) => compare(each, change) <= 0)
    const same = changes[place]
    if (same === undefined || compare(same, change) !== 0) changes = changes.toSpliced(place + 1, 0, change)
  }
  return changes.length === (state.changes ?? []).length ? state : { ...state, changes }
}

/** Until when nothing late can be put in its place any more; undefined where everything is still open. */
export const listsSettledAt = (state: ListsState): number | undefined =>
  state.settledAt ?? (state.lists.length === 0 ? undefined : Math.max(...state.lists.map((list) => list.at)))

/** Settles every change, however few they are. */
export const settleAll = (state: ListsState, definition: ListDefinition): ListsState =>
  settleFirst(state, (state.changes ?? []).length, definition)

function settleFirst(state: ListsState, count: number, definition: ListDefinition): ListsState {
  const changes = state.changes ?? []
  const last = changes[count - 1]
  if (last === undefined) return state
  const lists = changes
    .slice(0, count)
    .reduce((applied, change) => applyChange(applied, change, definition), state.lists)
  return { kind: 'lists', lists, settledAt: last.at, changes: changes.slice(count) }
}

/** Which of the oldest are beyond what is kept depends on the changes, not on the order of their arrival. */
function firstKept(changes: readonly ListChange[]): number {
  let room = MOST_CHARACTERS
  for (let place = changes.length - 1; place >= 0; place -= 1) {
    room -= weightOf(changes[place])
    if (room < 0 || changes.length - place > MOST_CHANGES) return place + 1
  }
  return 0
}

const weights = new WeakMap<ListChange, number>()
function weightOf(change: ListChange | undefined): number {
  if (change === undefined) return 0
  const known = weights.get(change)
  if (known !== undefined) return known
  const weight = JSON.stringify(change).length
  weights.set(change, weight)
  return weight
}

const current = new WeakMap<ListsState, { readonly definition: ListDefinition; readonly lists: readonly ListState[] }>()

/** The lists as they are: what is settled, with the changes since applied in the order in which they happened. */
export function currentLists(state: ListsState, definition: ListDefinition): readonly ListState[] {
  const known = current.get(state)
  if (known?.definition === definition) return known.lists
  const lists = (state.changes ?? []).reduce((applied, change) => applyChange(applied, change, definition), state.lists)
  current.set(state, { definition, lists })
  return lists
}

/** Lists that have not been forgotten by `now`. */
export function remembered(
  lists: readonly ListState[],
  { forgetAfter }: ListDefinition,
  now: number,
): readonly ListState[] {
  return lists.every((list) => now - list.at <= forgetAfter)
    ? lists
    : lists.filter((list) => now - list.at <= forgetAfter)
}

export function newest(lists: readonly ListState[]): ListState | undefined {
  return lists.reduce<ListState | undefined>(
    (best, list) => (best === undefined || list.at > best.at ? list : best),
    undefined,
  )
}

function applyChange(
  before: readonly ListState[],
  change: ListChange,
  definition: ListDefinition,
): readonly ListState[] {
  const lists = remembered(before, definition, change.at)
  const after = change.kind === 'clear' ? clearLists(lists, change) : changeOne(lists, change)
  return after.toSorted((a, b) => b.at - a.at).slice(0, MOST_LISTS)
}

/** Without a key all lists; with one that list and the keyless one. A list never seen is remembered as cleared. */
function clearLists(lists: readonly ListState[], { key, at }: ListChange): readonly ListState[] {
  const meant = (list: ListState): boolean => key === undefined || list.key === key || list.key === ''
  const cleared = lists.map((list) => (meant(list) ? replaceLines(list, [], at) : list))
  const seen = key === undefined ? lists.length > 0 : lists.some((list) => list.key === key)
  return seen ? cleared : [...cleared, replaceLines(emptyList(key ?? ''), [], at)]
}

function changeOne(lists: readonly ListState[], change: ListChange): readonly ListState[] {
  const target = findList(lists, change.key)
  const changed = { ...changeLines(target, change), key: change.key ?? target.key }
  const place = lists.indexOf(target)
  return place === -1 ? [...lists, changed] : lists.with(place, changed)
}

function changeLines(list: ListState, { kind, lines, at }: ListChange): ListState {
  switch (kind) {
    case 'add':
      return addLines(list, lines, at)
    case 'remove':
      return removeLines(list, lines, at)
    case 'replace':
    case 'clear':
      return replaceLines(list, lines, at)
  }
}

/** The list with the key, else the keyless one; without a key the newest that is open. */
function findList(lists: readonly ListState[], key: string | undefined): ListState {
  const keyless = lists.find((list) => list.key === '')
  if (key !== undefined) return lists.find((list) => list.key === key) ?? keyless ?? emptyList(key)
  return newest(lists.filter((list) => !isClosed(list))) ?? keyless ?? emptyList('')
}
