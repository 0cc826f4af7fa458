import type { Condition, FieldRef } from '#engagement/model/condition.ts'
import type { PublishedBlock, PublishedRules, Rule } from '#engagement/model/published-rules.ts'
import { buildColumn, type Placed } from './build-column.ts'
import { simplify } from './simple-leaf.ts'

/** Rules to a block: a row of bits then fills one cache line. */
const BLOCK = 512

/** Compiles rules into their published form: plain JSON that `loadRules` turns into a matcher. */
export function compileRules(rules: readonly Rule[]): PublishedRules {
  const fields = newTable<FieldRef>()
  const conditions = newTable<Condition>()
  const byEvent = new Map<string, number[]>()
  for (const [place, rule] of rules.entries()) {
    for (const event of new Set(rule.events)) {
      const places = byEvent.get(event) ?? []
      places.push(place)
      byEvent.set(event, places)
    }
  }
  const checks = rules.map(({ where }) => flatten(where))
  const groups: { [event: string]: PublishedBlock[] } = Object.create(null)
  for (const [event, places] of byEvent) {
    groups[event] = []
    for (let at = 0; at < places.length; at += BLOCK)
      groups[event].push(buildBlock(places.slice(at, at + BLOCK), checks, fields, conditions))
  }
  return { format: 1, ids: rules.map(({ id }) => id), fields: fields.items, conditions: conditions.items, groups }
}

/** What must all match: `all_of` within `all_of` is one list. */
function flatten(condition: Condition | undefined): Condition[] {
  if (condition === undefined) return []
  return condition.kind === 'all_of' ? condition.conditions.flatMap(flatten) : [condition]
}

function buildBlock(
  rules: readonly number[],
  checks: readonly (readonly Condition[])[],
  fields: Table<FieldRef>,
  conditions: Table<Condition>,
): PublishedBlock {
  const columns = new Map<string, Placed[]>()
  const rest: [rule: number, ...conditions: number[]][] = []
  for (const [rule, place] of rules.entries()) {
    const remaining: number[] = []
    for (const condition of checks[place] ?? []) {
      if (!placeInColumn(rule, condition, columns, fields)) remaining.push(conditions.placeOf(condition))
    }
    if (remaining.length > 0) rest.push([rule, ...remaining])
  }
  const sorted = [...columns.values()].sort((a, b) => excluded(b) - excluded(a))
  return { rules, rest, columns: sorted.map(buildColumn) }
}

/** How many rules a column is likely to exclude: the most comes first, as what nobody left asks about needs no look. */
function excluded(column: readonly Placed[]): number {
  return column[0]?.leaf.kind === 'string' ? column.length : column.length / 2
}

/** False where the condition has no column, or the rule asks of the field for the second time. */
function placeInColumn(
  rule: number,
  condition: Condition,
  columns: Map<string, Placed[]>,
  fields: Table<FieldRef>,
): boolean {
  const leaf = simplify(condition)
  if (leaf === undefined) return false
  const field = fields.placeOf(leaf.condition.field)
  const key = `${field} ${leaf.kind}`
  const column = columns.get(key) ?? []
  if (column.at(-1)?.rule === rule) return false
  column.push({ rule, field, leaf })
  columns.set(key, column)
  return true
}

interface Table<T> {
  readonly items: readonly T[]
  /** The place of an item, which is added where it is new. */
  placeOf(item: T): number
}

function newTable<T>(): Table<T> {
  const items: T[] = []
  const places = new Map<string, number>()
  return {
    items,
    placeOf(item) {
      const key = JSON.stringify(item)
      const place = places.get(key) ?? items.push(item) - 1
      places.set(key, place)
      return place
    },
  }
}
