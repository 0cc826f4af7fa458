import type { Column } from '#engagement/model/published-rules.ts'
import type { SimpleLeaf } from './simple-leaf.ts'

/** A rule's comparison with one field. */
export interface Placed {
  /** Place of the rule in its block. */
  readonly rule: number
  readonly field: number
  readonly leaf: SimpleLeaf
}

type Key = string | boolean | number

/** Gathers comparisons with the same field and type of value into a column. */
export function buildColumn(placed: readonly Placed[]): Column {
  const [first] = placed
  if (first === undefined) throw new RangeError('a column of nothing')
  const pick = (wants: (leaf: SimpleLeaf) => boolean): number[] =>
    placed.filter(({ leaf }) => wants(leaf)).map(({ rule }) => rule)
  const byKey = new Map<Key, number[]>()
  for (const { rule, leaf } of placed) {
    for (const key of keysOf(leaf)) {
      const rules = byKey.get(key) ?? []
      rules.push(rule)
      byKey.set(key, rules)
    }
  }
  const entries = [...byKey]
  if (first.leaf.kind === 'number') entries.sort(([a], [b]) => Number(a) - Number(b))
  const ends: number[] = []
  for (const [, rules] of entries) ends.push((ends.at(-1) ?? 0) + rules.length)
  return {
    field: first.field,
    kind: first.leaf.kind,
    keys: entries.map(([key]) => key),
    ends,
    flips: entries.flatMap(([, rules]) => rules),
    held: pick(holdsFirst),
    matched: pick((leaf) => leaf.condition.ifMissing === 'matched'),
    unmatched: pick((leaf) => leaf.condition.ifMissing === 'unmatched'),
  }
}

/** Where a rule begins or ceases to hold; an empty interval does both at once. */
function keysOf(leaf: SimpleLeaf): readonly Key[] {
  return leaf.kind === 'number' ? leaf.intervals.flat().filter((end) => end !== null) : leaf.values
}

function holdsFirst(leaf: SimpleLeaf): boolean {
  return leaf.kind === 'number' ? leaf.intervals[0]?.[0] === null : !leaf.wanted
}
