import type { CompareCondition, Comparison, Condition, HistoryCondition } from '#engagement/model/condition.ts'
import { allow, type Demand, type Demands, demandOn, forbid, isEmpty, lower, raise } from './demand.ts'

/** The name of a field (or count) that these conditions, all to hold together, leave no value for; undefined where there is none. */
export function findContradiction(conditions: readonly Condition[]): string | undefined {
  const demands: Demands = new Map()
  for (const condition of conditions.flatMap(conjuncts)) {
    if (condition.kind === 'compare') demandOfField(condition, demands)
    if (condition.kind === 'history') demandOfCount(condition, demands)
  }
  for (const [name, demand] of demands) if (isEmpty(demand)) return name
  return undefined
}

function conjuncts(condition: Condition): readonly Condition[] {
  return condition.kind === 'all_of' ? condition.conditions.flatMap(conjuncts) : [condition]
}

type Making = (demand: Demand, value: unknown, more: { readonly second: unknown; readonly age: () => Demand }) => void

const listed = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const nothing: Making = () => undefined

/** What each comparison with a constant demands. */
const MADE_BY: { readonly [comparison in Comparison]: Making } = {
  equals: (demand, value) => {
    allow(demand, [value])
    raise(demand, value, false)
    lower(demand, value, false)
  },
  not_equals: (demand, value) => forbid(demand, [value]),
  in: (demand, values) => allow(demand, listed(values)),
  not_in: (demand, values) => forbid(demand, listed(values)),
  above: (demand, value) => raise(demand, value, true),
  at_least: (demand, value) => raise(demand, value, false),
  below: (demand, value) => lower(demand, value, true),
  at_most: (demand, value) => lower(demand, value, false),
  between: (demand, from, { second }) => {
    raise(demand, from, false)
    lower(demand, second, false)
  },
  within_last: (_, length, { age }) => lower(age(), length, false),
  older_than: (_, length, { age }) => raise(age(), length, true),
  exists: (demand, there) => {
    if (demand.exists !== undefined && demand.exists !== there) demand.allowed = []
    demand.exists = there === true
  },
  contains: nothing,
  starts_with: nothing,
}

function demandOfField({ field, comparison, operands, ifMissing }: CompareCondition, demands: Demands): void {
  // What matches where the field is missing demands nothing for certain, but what it forbids it forbids wherever it is there.
  if (ifMissing === 'matched' && comparison !== 'not_equals') return
  const name = [field.root, ...field.path].join('.')
  const demand = demandOn(name, demands)
  if (comparison !== 'exists' && ifMissing !== 'matched') demand.needed = true
  const [first, second] = operands
  if (first?.kind !== 'value') return
  MADE_BY[comparison](demand, first.value, {
    second: second?.kind === 'value' ? second.value : undefined,
    age: () => demandOn(`age of ${name}`, demands),
  })
}

function demandOfCount(condition: HistoryCondition, demands: Demands): void {
  const { measure, event, counter, within, since, match, distinct, atLeast, atMost } = condition
  const same = JSON.stringify([counter, within ?? null, since ?? null, match, distinct ?? null])
  const demand = demandOn(`${measure === 'count' ? 'how often' : 'sum of'} ${event} ${same}`, demands)
  raise(demand, atLeast, false)
  lower(demand, atMost, false)
}

/** The readable part of a contradiction's name. */
export const readableName = (name: string): string => name.replace(/ \[.*$/, '')

/** Holds whatever happens: at least nothing. */
export function alwaysMatches(condition: Condition): boolean {
  switch (condition.kind) {
    case 'all_of':
      return condition.conditions.every(alwaysMatches)
    case 'any_of':
      return condition.conditions.some(alwaysMatches)
    case 'not':
      return findContradiction([condition.condition]) !== undefined
    case 'history':
      return condition.atMost === undefined && condition.atLeast === 0
    case 'compare':
    case 'list':
      return false
  }
}
