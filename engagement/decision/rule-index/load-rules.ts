import { dig, type Json } from '#engagement/customer/json.ts'
import type { Verdict } from '#engagement/decision/decision.ts'
import { evaluate } from '#engagement/decision/evaluate.ts'
import { allOf } from '#engagement/decision/kleene.ts'
import type { Scope } from '#engagement/decision/scope.ts'
import type { Condition } from '#engagement/model/condition.ts'
import type { PublishedRules } from '#engagement/model/published-rules.ts'
import { type Block, type LoadedColumn, loadBlock, VALUE_ROWS } from './load-block.ts'

/** Ids of the rules that matched and of those that came out unknown, each in the order of publication. */
export interface Matches {
  readonly matched: readonly string[]
  readonly unknown: readonly string[]
}

export interface RuleMatcher {
  /** Asks the rules that name the event. Verdicts are those of `evaluate`. */
  match(event: string, scope: Scope): Matches
}

/**
 * Turns published rules into a matcher. For each field that the rules of an event name ask about, the value picks a row of
 * bits: the rules that it does not exclude. The rows' intersection are the rules that match or are unknown; only of those
 * the remaining conditions are evaluated. The rules of a name are made ready when its first event comes.
 */
export function loadRules(published: PublishedRules): RuleMatcher {
  const { groups, fields } = published
  const loaded = new Map<string, readonly Block[]>()
  return {
    match(event, scope) {
      const found: Found = { matched: [], unknown: [] }
      let blocks = loaded.get(event)
      if (blocks === undefined) {
        blocks = (Object.hasOwn(groups, event) ? groups[event] : undefined)?.map((block) => loadBlock(block, fields))
        if (blocks === undefined) return found
        loaded.set(event, blocks)
      }
      for (const block of blocks) matchBlock(block, scope, published, found)
      return found
    },
  }
}

interface Found extends Matches {
  readonly matched: string[]
  readonly unknown: string[]
}

function matchBlock(block: Block, scope: Scope, published: PublishedRules, found: Found): void {
  const { width, left, unknown } = block
  for (let word = 0; word < width; word++) {
    left[word] = block.all[word] ?? 0
    unknown[word] = 0
  }
  for (const column of block.columns) {
    // Who asks is the first row.
    if (!meet(left, column.rows)) continue
    const row = findRow(column, readField(column, scope), width)
    if (row === width)
      for (let word = 0; word < width; word++)
        unknown[word] = (unknown[word] ?? 0) | (column.rows[2 * width + word] ?? 0)
    if (!keep(left, column.rows, row)) return
  }
  collect(block, left, unknown, scope, published, found)
}

/** Whether a rule that is left asks at all. */
function meet(left: Int32Array, asked: Int32Array): boolean {
  for (let word = 0; word < left.length; word++) if (((left[word] ?? 0) & (asked[word] ?? 0)) !== 0) return true
  return false
}

/** Leaves what the row has too; false where nothing is left. */
function keep(left: Int32Array, rows: Int32Array, from: number): boolean {
  let any = 0
  for (let word = 0; word < left.length; word++) {
    const both = (left[word] ?? 0) & (rows[from + word] ?? 0)
    left[word] = both
    any |= both
  }
  return any !== 0
}

/** As `dig`, without a look at what is own where nothing could be inherited. */
function readField({ field, name }: LoadedColumn, scope: Scope): Json | undefined {
  const properties = scope[field.root]
  return name === undefined || properties === undefined ? dig(properties, field.path) : properties[name]
}

/** Where the row of a value begins; the second row is that of a value that is missing or of another type. */
function findRow({ kind, rowOf, bounds }: LoadedColumn, value: Json | undefined, width: number): number {
  switch (typeof value) {
    case 'string':
      return kind === 'string' ? (rowOf.get(value) ?? VALUE_ROWS * width) : width
    case 'boolean':
      return kind === 'boolean' ? (rowOf.get(value) ?? VALUE_ROWS * width) : width
    case 'number':
      return kind === 'number' ? (VALUE_ROWS + countReached(bounds, value)) * width : width
    default:
      return width
  }
}

/** How many of the ascending bounds the value reaches. */
function countReached(bounds: LoadedColumn['bounds'], value: number): number {
  let low = 0
  let high = bounds.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((bounds[middle] ?? 0) <= value) low = middle + 1
    else high = middle
  }
  return low
}

function collect(
  block: Block,
  left: Int32Array,
  unknown: Int32Array,
  scope: Scope,
  { ids, conditions }: PublishedRules,
  found: Found,
): void {
  for (let word = 0; word < block.width; word++) {
    for (let bits = left[word] ?? 0; bits !== 0; bits &= bits - 1) {
      const bit = 31 - Math.clz32(bits & -bits)
      const rule = word * 32 + bit
      const asked = ((unknown[word] ?? 0) & (1 << bit)) === 0 ? 'matched' : 'unknown'
      const verdict = askRest(asked, block.rest.get(rule), scope, conditions)
      if (verdict !== 'unmatched') found[verdict].push(ids[block.rules[rule] ?? 0] ?? '')
    }
  }
}

function askRest(
  asked: Verdict,
  rest: readonly number[] | undefined,
  scope: Scope,
  conditions: readonly Condition[],
): Verdict {
  if (rest === undefined) return asked
  const remaining = allOf(rest, (place) => {
    const condition = conditions[place]
    return condition === undefined ? 'unknown' : evaluate(condition, scope)
  })
  return remaining === 'matched' ? asked : remaining
}
