/** What is demanded of one field, or of one count, by conditions that must all hold. */
export interface Demand {
  low: number
  lowOpen: boolean
  high: number
  highOpen: boolean
  /** As JSON; undefined: anything. */
  allowed: readonly string[] | undefined
  readonly forbidden: Set<string>
  exists: boolean | undefined
  /** Something is compared, so the field must be there. */
  needed: boolean
}

/** Demands by the name of what they are made of. */
export type Demands = Map<string, Demand>

export function demandOn(name: string, demands: Demands): Demand {
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

/** Numbers, and dates as numbers. */
function order(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}/.test(value)) return undefined
  const at = Date.parse(value)
  return Number.isNaN(at) ? undefined : at
}

/** One of these values. */
export function allow(demand: Demand, values: readonly unknown[]): void {
  const texts = values.map((value) => JSON.stringify(value))
  demand.allowed = demand.allowed === undefined ? texts : demand.allowed.filter((each) => texts.includes(each))
}

/** None of these values. */
export function forbid(demand: Demand, values: readonly unknown[]): void {
  for (const value of values) demand.forbidden.add(JSON.stringify(value))
}

/** At least (`open`: more than) this; nothing where it has no order. */
export function raise(demand: Demand, value: unknown, open: boolean): void {
  const to = order(value)
  if (to === undefined || to < demand.low) return
  demand.lowOpen = to === demand.low ? demand.lowOpen || open : open
  demand.low = to
}

/** At most (`open`: less than) this; nothing where it has no order. */
export function lower(demand: Demand, value: unknown, open: boolean): void {
  const to = order(value)
  if (to === undefined || to > demand.high) return
  demand.highOpen = to === demand.high ? demand.highOpen || open : open
  demand.high = to
}

/** No value meets it. */
export function isEmpty(demand: Demand): boolean {
  const { low, lowOpen, high, highOpen, allowed, forbidden, exists, needed } = demand
  if (exists === false && needed) return true
  if (low > high || (low === high && (lowOpen || highOpen))) return true
  return allowed?.every((each) => forbidden.has(each) || !inRange(order(JSON.parse(each)), demand)) === true
}

function inRange(at: number | undefined, { low, lowOpen, high, highOpen }: Demand): boolean {
  if (at === undefined) return true
  return (lowOpen ? at > low : at >= low) && (highOpen ? at < high : at <= high)
}
