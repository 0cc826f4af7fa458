import type { Column, IntervalColumn, MemberColumn } from './published-rules.ts'
import type { SimpleLeaf } from './simple-leaf.ts'

/** A rule's comparison with one field. */
export interface Placed {
  /** Place of the rule in its block. */
  readonly rule: number
  readonly field: number
  readonly leaf: SimpleLeaf
}

/** Gathers comparisons with the same field and type of value into a column. */
export function buildColumn(placed: readonly Placed[]): Column {
  const [first] = placed
  if (first === undefined) throw new RangeError('a column of nothing')
  const pick = (wants: (ifMissing: string | undefined) => boolean): number[] =>
    placed.filter(({ leaf }) => wants(leaf.condition.ifMissing)).map(({ rule }) => rule)
  const asked = {
    field: first.field,
    unknown: pick((ifMissing) => ifMissing === undefined),
    unmatched: pick((ifMissing) => ifMissing === 'unmatched'),
  }
  return first.leaf.kind === 'number'
    ? { ...asked, ...gatherIntervals(placed) }
    : { ...asked, ...gatherMembers(placed, first.leaf.kind) }
}

function gatherIntervals(placed: readonly Placed[]): Pick<IntervalColumn, 'kind' | 'rules' | 'from' | 'to'> {
  const all = placed.flatMap(({ rule, leaf }) =>
    leaf.kind === 'number' ? leaf.intervals.map(([from, to]) => ({ rule, from, to })) : [],
  )
  return {
    kind: 'number',
    rules: all.map(({ rule }) => rule),
    from: all.map(({ from }) => from),
    to: all.map(({ to }) => to),
  }
}

function gatherMembers(
  placed: readonly Placed[],
  kind: 'string' | 'boolean',
): Pick<MemberColumn, 'kind' | 'keys' | 'wanted' | 'refused'> {
  const byKey = new Map<string | boolean, { wanted: number[]; refused: number[] }>()
  for (const { rule, leaf } of placed) {
    if (leaf.kind === 'number') continue
    for (const value of leaf.values) {
      const lists = byKey.get(value) ?? { wanted: [], refused: [] }
      lists[leaf.wanted ? 'wanted' : 'refused'].push(rule)
      byKey.set(value, lists)
    }
  }
  const lists = [...byKey.values()]
  return {
    kind,
    keys: [...byKey.keys()],
    wanted: lists.map(({ wanted }) => wanted),
    refused: lists.map(({ refused }) => refused),
  }
}
