import type { ListChange, ListState } from '../customer/computed.ts'

export type Line = ListState['items'][number]
type ChangedLine = ListChange['lines'][number]

/** A list holds at most so many lines; the oldest go first. */
const MOST_LINES = 50

export function emptyList(key: string): ListState {
  return { kind: 'list', key, items: [], at: 0, replacedAt: 0 }
}

/** Adds to a line, or a line. Changes of a list are applied in the order in which they happened. */
export const addLines = (list: ListState, lines: readonly ChangedLine[], at: number): ListState =>
  changeLines(list, lines, at, (before, line) => before + (line.quantity ?? 1))

/** Takes the quantity from a line, without one the whole line. */
export const removeLines = (list: ListState, lines: readonly ChangedLine[], at: number): ListState =>
  changeLines(list, lines, at, (before, line) =>
    line.quantity === undefined ? 0 : Math.max(0, before - line.quantity),
  )

/** Replaces the whole. */
export function replaceLines(list: ListState, lines: readonly ChangedLine[], at: number): ListState {
  return { ...addLines({ ...list, items: [] }, lines, at), replacedAt: at }
}

/** Cleared, and nothing since: a new change without a key begins a new list. */
export function isClosed(list: ListState): boolean {
  return list.items.length === 0 && list.at === list.replacedAt
}

function changeLines(
  list: ListState,
  changed: readonly ChangedLine[],
  at: number,
  change: (before: number, line: ChangedLine) => number,
): ListState {
  const lines = new Map(list.items.map((line) => [line.id, line]))
  for (const line of changed) {
    const before = lines.get(line.id)
    const quantity = change(before?.quantity ?? 0, line)
    if (quantity > 0)
      lines.set(line.id, { id: line.id, quantity, properties: { ...before?.properties, ...line.properties }, at })
    else lines.delete(line.id)
  }
  return { ...list, items: limit([...lines.values()]), at }
}

function limit(lines: readonly Line[]): readonly Line[] {
  if (lines.length <= MOST_LINES) return lines
  const kept = new Set(lines.toSorted((a, b) => b.at - a.at).slice(0, MOST_LINES))
  return lines.filter((line) => kept.has(line))
}
