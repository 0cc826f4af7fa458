import type { ListState } from '../customer/computed.ts'
import { isObject, type Json, type JsonObject } from '../customer/json.ts'
import type { ComputedDefinition } from '../definition/computed-definition.ts'

export type ListDefinition = ComputedDefinition & { readonly kind: 'list' }
export type Line = ListState['items'][number]

/** A list holds at most so many lines; the oldest go first. */
const MOST_LINES = 50

export function emptyList(key: string): ListState {
  return { kind: 'list', key, items: [], at: 0, replacedAt: 0 }
}

/** Adds a line, or to a line. The same list back where the change is older than what is known. */
export function addLine(list: ListState, product: JsonObject, at: number, definition: ListDefinition): ListState {
  const quantity = readQuantity(product) ?? 1
  return changeLine(list, product, at, definition, (before) => before + quantity)
}

/** Takes the quantity from a line, without one the whole line. */
export function removeLine(list: ListState, product: JsonObject, at: number, definition: ListDefinition): ListState {
  const quantity = readQuantity(product)
  return changeLine(list, product, at, definition, (before) =>
    quantity === undefined ? 0 : Math.max(0, before - quantity),
  )
}

/** Replaces the whole as of `at`; lines that changed later stay. */
export function replaceLines(
  list: ListState,
  products: readonly Json[],
  at: number,
  definition: ListDefinition,
): ListState {
  if (at < list.replacedAt) return list
  const lines = new Map<string, Line>()
  for (const product of products.filter(isObject)) {
    const id = identify(product, definition)
    if (id === undefined) continue
    const quantity = (lines.get(id)?.quantity ?? 0) + (readQuantity(product) ?? 1)
    lines.set(id, { id, quantity, properties: carry(product, definition), at })
  }
  for (const line of list.items) if (line.at > at) lines.set(line.id, line)
  return { ...list, items: limit([...lines.values()]), at: Math.max(list.at, at), replacedAt: at }
}

/** Lines that are there: one whose quantity is 0 only remembers when it was removed. */
export function liveLines(list: ListState): Line[] {
  return list.items.filter((line) => line.quantity > 0)
}

/** Cleared, and nothing since: a new change without a key begins a new list. */
export function isClosed(list: ListState): boolean {
  return list.items.length === 0 && list.at === list.replacedAt
}

function changeLine(
  list: ListState,
  product: JsonObject,
  at: number,
  definition: ListDefinition,
  change: (before: number) => number,
): ListState {
  const id = identify(product, definition)
  const place = list.items.findIndex((line) => line.id === id)
  const before = list.items[place]
  if (id === undefined || at < list.replacedAt || (before !== undefined && at < before.at)) return list
  const properties = { ...before?.properties, ...carry(product, definition) }
  const line: Line = { id, quantity: change(before?.quantity ?? 0), properties, at }
  const items = before === undefined ? limit([...list.items, line]) : list.items.with(place, line)
  return { ...list, items, at: Math.max(list.at, at) }
}

function identify(product: JsonObject, definition: ListDefinition): string | undefined {
  for (const name of definition.identity) {
    const value = Object.hasOwn(product, name) ? product[name] : undefined
    if ((typeof value === 'string' && value !== '') || typeof value === 'number') return String(value)
  }
  return undefined
}

function readQuantity(product: JsonObject): number | undefined {
  const quantity = Object.hasOwn(product, 'quantity') ? product['quantity'] : undefined
  return typeof quantity === 'number' && quantity >= 0 ? quantity : undefined
}

function carry(product: JsonObject, definition: ListDefinition): JsonObject {
  const entries = definition.carry.filter((name) => Object.hasOwn(product, name) && product[name] !== null)
  return Object.fromEntries(entries.map((name) => [name, product[name] ?? null]))
}

/** Removed lines go before lines that are there, old ones before new ones. */
function limit(lines: readonly Line[]): readonly Line[] {
  if (lines.length <= MOST_LINES) return lines
  const worth = lines.toSorted((a, b) => Number(b.quantity > 0) - Number(a.quantity > 0) || b.at - a.at)
  const kept = new Set(worth.slice(0, MOST_LINES))
  return lines.filter((line) => kept.has(line))
}
