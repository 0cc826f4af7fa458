import type { Json } from '#engagement/customer/json.ts'
import type { CompareCondition, Condition } from '#engagement/model/condition.ts'

/** A comparison that a look at the value answers: one of some values (or none of them), or a number within intervals. */
export type SimpleLeaf =
  | {
      readonly kind: 'string' | 'boolean'
      readonly condition: CompareCondition
      readonly values: readonly (string | boolean)[]
      readonly wanted: boolean
    }
  | { readonly kind: 'number'; readonly condition: CompareCondition; readonly intervals: readonly Interval[] }

/** From (included) to (excluded); null is without end. */
export type Interval = readonly [from: number | null, to: number | null]

/** Undefined where only the evaluator can answer. */
export function simplify(condition: Condition): SimpleLeaf | undefined {
  if (condition.kind !== 'compare') return undefined
  const values: Json[] = []
  for (const operand of condition.operands) {
    if (operand.kind !== 'value') return undefined
    values.push(operand.value)
  }
  switch (condition.comparison) {
    case 'equals':
      return members(condition, values, true)
    case 'not_equals':
      return members(condition, values, false)
    case 'in':
      return Array.isArray(values[0]) ? members(condition, values[0], true) : undefined
    case 'not_in':
      return Array.isArray(values[0]) ? members(condition, values[0], false) : undefined
    case 'above':
    case 'below':
    case 'at_least':
    case 'at_most':
    case 'between':
      return bounds(condition, values)
    case 'contains':
    case 'starts_with':
    case 'exists':
    case 'within_last':
    case 'older_than':
      return undefined
  }
}

function members(condition: CompareCondition, values: readonly Json[], wanted: boolean): SimpleLeaf | undefined {
  const texts = values.filter((value) => typeof value === 'string')
  const flags = values.filter((value) => typeof value === 'boolean')
  const numbers = values.filter((value) => typeof value === 'number')
  if (values.length === 0) return undefined
  if (texts.length === values.length) return { kind: 'string', condition, values: [...new Set(texts)], wanted }
  if (flags.length === values.length) return { kind: 'boolean', condition, values: [...new Set(flags)], wanted }
  if (numbers.length !== values.length) return undefined
  const sorted = [...new Set(numbers)].sort((a, b) => a - b)
  return {
    kind: 'number',
    condition,
    intervals: wanted ? sorted.map((value) => [value, nextAbove(value)]) : around(sorted),
  }
}

/** Everything but these numbers. */
function around(sorted: readonly number[]): Interval[] {
  return [...sorted, null].map((to, index) => {
    const before = sorted[index - 1]
    return [before === undefined ? null : nextAbove(before), to]
  })
}

function bounds(condition: CompareCondition, [first, second]: readonly Json[]): SimpleLeaf | undefined {
  const interval = typeof first === 'number' ? findInterval(condition, first, second) : undefined
  // Without an end it asks nothing of a number but that it is one: the evaluator's matter.
  return interval?.some((end) => end !== null) ? { kind: 'number', condition, intervals: [interval] } : undefined
}

function findInterval({ comparison }: CompareCondition, first: number, second: Json | undefined): Interval | undefined {
  if (comparison === 'at_least') return [first, null]
  if (comparison === 'below') return [null, first]
  if (comparison === 'at_most') return [null, nextAbove(first)]
  if (comparison === 'above') return first < Number.MAX_VALUE ? [nextAbove(first), null] : undefined
  // An interval that ends before it begins is empty, and ends where it begins.
  return typeof second === 'number' ? [first, second < first ? first : nextAbove(second)] : undefined
}

/** The next larger double: "at most x" ends before it. Null after the last one. */
function nextAbove(x: number): number | null {
  if (x >= Number.MAX_VALUE) return null
  if (x === 0) return Number.MIN_VALUE
  const bits = new BigInt64Array(new Float64Array([x]).buffer)
  bits[0] = (bits[0] ?? 0n) + (x > 0 ? 1n : -1n)
  return new Float64Array(bits.buffer)[0] ?? null
}
