import type { Scope } from '../scope.ts'
import type { EqualIndex, PublishedGroup, PublishedRules, RangeIndex } from './published-rules.ts'
import { HOLDS } from './published-rules.ts'
import { loadProgram, MATCHED, type Program, UNMATCHED } from './rule-program.ts'

/** Ids of the rules that matched and of those that came out unknown, in the order of publication. */
export interface Matches {
  readonly matched: readonly string[]
  readonly unknown: readonly string[]
}

export interface RuleMatcher {
  /** Asks the rules that name the event. Verdicts are those of `evaluate`. */
  match(event: string, scope: Scope): Matches
}

const NOTHING: Matches = { matched: [], unknown: [] }

/** Turns published rules into a matcher. */
export function loadRules(published: PublishedRules): RuleMatcher {
  const program = loadProgram(published)
  const groups = new Map(Object.entries(published.groups).map(([event, group]) => [event, loadGroup(group)]))
  const { ids } = published
  return {
    match(event, scope) {
      const group = groups.get(event)
      if (group === undefined) return NOTHING
      program.read(scope, group.slots)
      const found: Found = { matched: [], unknown: [] }
      matchGroup(group, program, found)
      return { matched: name(found.matched, ids), unknown: name(found.unknown, ids) }
    },
  }
}

interface Group {
  readonly slots: Int32Array
  readonly rules: Int32Array
  readonly starts: Int32Array
  readonly checks: Int32Array
  readonly always: Int32Array
  readonly equal: readonly Loaded<EqualIndex>[]
  readonly range: readonly Loaded<RangeIndex>[]
}

/** Lists of numbers become typed arrays; keys and bounds need not be whole. */
type Loaded<Index> = {
  readonly [key in keyof Index]: Index[key] extends number
    ? number
    : key extends 'keys' | 'lows' | 'highs'
      ? Float64Array
      : Int32Array
}

interface Found {
  readonly matched: number[]
  readonly unknown: number[]
}

function loadGroup(group: PublishedGroup): Group {
  return {
    slots: Int32Array.from(group.slots),
    rules: Int32Array.from(group.rules),
    starts: Int32Array.from(group.starts),
    checks: Int32Array.from(group.checks),
    always: Int32Array.from(group.always),
    equal: group.equal.map(({ slot, type, keys, starts, rules, open }) => ({
      slot,
      type,
      keys: Float64Array.from(keys),
      starts: Int32Array.from(starts),
      rules: Int32Array.from(rules),
      open: Int32Array.from(open),
    })),
    range: group.range.map(({ slot, lows, lowRules, highs, highRules, open }) => ({
      slot,
      lows: Float64Array.from(lows),
      lowRules: Int32Array.from(lowRules),
      highs: Float64Array.from(highs),
      highRules: Int32Array.from(highRules),
      open: Int32Array.from(open),
    })),
  }
}

function matchGroup(group: Group, program: Program, found: Found): void {
  ask(group, program, group.always, 0, group.always.length, 0, found)
  for (const index of group.equal) {
    if (program.types[index.slot] !== index.type) {
      ask(group, program, index.open, 0, index.open.length, 0, found)
      continue
    }
    const key = bisect(index.keys, program.codes[index.slot] ?? -1)
    // Their first check has just been answered.
    if (key >= 0) ask(group, program, index.rules, index.starts[key] ?? 0, index.starts[key + 1] ?? 0, 1, found)
  }
  for (const index of group.range) {
    if (program.types[index.slot] !== HOLDS.number) {
      ask(group, program, index.open, 0, index.open.length, 0, found)
      continue
    }
    const value = program.codes[index.slot] ?? 0
    ask(
      group,
      program,
      index.lowRules,
      0,
      countUntil(index.lows, (low) => low > value),
      0,
      found,
    )
    ask(
      group,
      program,
      index.highRules,
      0,
      countUntil(index.highs, (high) => high < value),
      0,
      found,
    )
  }
}

/** Asks the rules `list[from]` up to `list[to]`, leaving out their first `skip` checks. */
function ask(
  { rules, starts, checks }: Group,
  program: Program,
  list: Int32Array,
  from: number,
  to: number,
  skip: number,
  found: Found,
): void {
  for (let i = from; i < to; i++) {
    const rule = list[i] ?? 0
    const verdict = program.checkAll(checks, (starts[rule] ?? 0) + skip, starts[rule + 1] ?? 0)
    if (verdict === UNMATCHED) continue
    const into = verdict === MATCHED ? found.matched : found.unknown
    into.push(rules[rule] ?? 0)
  }
}

function bisect(keys: Float64Array, key: number): number {
  let [low, high] = [0, keys.length - 1]
  while (low <= high) {
    const middle = (low + high) >>> 1
    const here = keys[middle] ?? 0
    if (here === key) return middle
    if (here < key) low = middle + 1
    else high = middle - 1
  }
  return -1
}

function countUntil(bounds: Float64Array, isBeyond: (bound: number) => boolean): number {
  let [low, high] = [0, bounds.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isBeyond(bounds[middle] ?? 0)) high = middle
    else low = middle + 1
  }
  return low
}

function name(places: number[], ids: readonly string[]): readonly string[] {
  if (places.length > 1) places.sort((a, b) => a - b)
  return places.map((place) => ids[place] ?? '')
}
