import type { CompareCondition, Condition, HistoryCondition } from '#engagement/definition/condition.ts'

/** What is demanded of one field, or of one count, by conditions that must all hold. */
interface Demand {
  low: number
  lowOpen: boolean
  high: number
  highOpen: boolean
  allowed: readonly string[] | undefined
  readonly forbidden: Set<string>
  exists: boolean | undefined
  /** Something is compared, so the field must be there. */
  needed: boolean
}

/** The name of a field (or count) that these conditions, all to hold together, leave no value for; undefined where there is none. */
export function findContradiction(conditions: readonly Condition[]): string | undefined {
  const demands = new Map<string, Demand>()
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

function demandOn(name: string, demands: Map<string, Demand>): Demand {
  const known = demands.get(name)
  if (known !== undefined) return known
  const fresh: Demand = {
    low: Number.NEGATIVE_INFINITY,
    lowOpen: false,
    high: Number.POSITIVE_INFINITY,
    highOpen: false,
    allowed: undefined,
    forbidden: new Set(),
    exists: undefined,
    needed: false,
  }
  demands.set(name, fresh)
  return fresh
}

function demandOfField(
  { field, comparison, operands, ifMissing }: CompareCondition,
  demands: Map<string, Demand>,
): void {
  const name = [field.root, ...field.path].join('.')
  const values = operands.map((operand) => (operand.kind === 'value' ? operand.value : undefined))
  const [first, second] = values
  const demand = demandOn(name, demands)
  if (comparison === 'exists') {
    if (typeof first !== 'boolean') return
    if (demand.exists !== undefined && demand.exists !== first) demand.allowed = []
    demand.exists = first
    return
  }
  if (ifMissing === 'matched') return
  demand.needed = true
  const [from, to] = [order(first), order(second)]
  switch (comparison) {
    case 'equals':
      if (first !== undefined && first !== null) allow(demand, [first])
      if (from !== undefined) raise(demand, from, false), lower(demand, from, false)
      return
    case 'in':
      if (Array.isArray(first)) allow(demand, first)
      return
    case 'not_equals':
      if (first !== undefined) demand.forbidden.add(JSON.stringify(first))
      return
    case 'not_in':
      if (Array.isArray(first)) for (const each of first) demand.forbidden.add(JSON.stringify(each))
      return
    case 'above':
    case 'at_least':
      if (from !== undefined) raise(demand, from, comparison === 'above')
      return
    case 'below':
    case 'at_most':
      if (from !== undefined) lower(demand, from, comparison === 'below')
      return
    case 'between':
      if (from !== undefined) raise(demand, from, false)
      if (to !== undefined) lower(demand, to, false)
      return
    case 'within_last':
      if (typeof first === 'number') lower(demandOn(`age of ${name}`, demands), first, false)
      return
    case 'older_than':
      if (typeof first === 'number') raise(demandOn(`age of ${name}`, demands), first, true)
      return
    case 'contains':
    case 'starts_with':
  }
}

function demandOfCount(condition: HistoryCondition, demands: Map<string, Demand>): void {
  const { measure, event, counter, within, since, match, atLeast, atMost } = condition
  const same = JSON.stringify([counter, within ?? null, since ?? null, match])
  const demand = demandOn(`${measure === 'count' ? 'how often' : 'sum of'} ${event} ${same}`, demands)
  if (typeof atLeast === 'number') raise(demand, atLeast, false)
  if (typeof atMost === 'number') lower(demand, atMost, false)
}

/** Numbers, and dates as numbers. */
function order(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}/.test(value)) return undefined
  const at = Date.parse(value)
  return Number.isNaN(at) ? undefined : at
}

function allow(demand: Demand, values: readonly unknown[]): void {
  const texts = values.map((value) => JSON.stringify(value))
  demand.allowed = demand.allowed === undefined ? texts : demand.allowed.filter((each) => texts.includes(each))
}

function raise(demand: Demand, to: number, open: boolean): void {
  if (to < demand.low) return
  demand.lowOpen = to === demand.low ? demand.lowOpen || open : open
  demand.low = to
}

function lower(demand: Demand, to: number, open: boolean): void {
  if (to > demand.high) return
  demand.highOpen = to === demand.high ? demand.highOpen || open : open
  demand.high = to
}

function isEmpty({ low, lowOpen, high, highOpen, allowed, forbidden, exists, needed }: Demand): boolean {
  if (exists === false && needed) return true
  if (low > high || (low === high && (lowOpen || highOpen))) return true
  if (allowed === undefined) return false
  return allowed.every((each) => forbidden.has(each) || !inRange(JSON.parse(each), low, high, lowOpen, highOpen))
}

function inRange(value: unknown, low: number, high: number, lowOpen: boolean, highOpen: boolean): boolean {
  const at = order(value)
  if (at === undefined) return true
  return (lowOpen ? at > low : at >= low) && (highOpen ? at < high : at <= high)
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
