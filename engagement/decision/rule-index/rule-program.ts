import { dig, type Json } from '../../customer/json.ts'
import type { FieldRef } from '../../definition/condition.ts'
import { evaluate } from '../evaluate.ts'
import type { Scope } from '../scope.ts'
import { HOLDS, IF_MISSING, NODE_SIZE, OP, type PublishedRules } from './published-rules.ts'

export const UNMATCHED = 0
export const UNKNOWN = 1
export const MATCHED = 2
export type VerdictCode = typeof UNMATCHED | typeof UNKNOWN | typeof MATCHED

/** The nodes of all rules over typed arrays. One scope at a time: `read` fills the slots that the checks look at. */
export interface Program {
  /** What each slot holds (`HOLDS`), and its code. */
  readonly types: Uint8Array
  readonly codes: Float64Array
  read(scope: Scope, slots: Int32Array): void
  /** Kleene's and over the nodes `checks[from]` up to `checks[to]`. */
  checkAll(checks: Int32Array, from: number, to: number): VerdictCode
}

export function loadProgram(published: PublishedRules): Program {
  const { fields, conditions } = published
  const nodes = Int32Array.from(published.nodes)
  const pool = Float64Array.from(published.pool)
  const codeByString = new Map(published.strings.map((text, code) => [text, code]))
  const types = new Uint8Array(fields.length)
  const codes = new Float64Array(fields.length)
  let current: Scope = { history: {}, now: 0, zone: 'UTC' }

  function read(scope: Scope, slots: Int32Array): void {
    current = scope
    for (const slot of slots) {
      const value = readSlot(fields[slot], scope)
      types[slot] = typeOf(value, scope, fields[slot])
      codes[slot] = typeof value === 'string' ? (codeByString.get(value) ?? -1) : codeOf(value)
    }
  }

  function checkAll(checks: Int32Array | Float64Array, from: number, to: number): VerdictCode {
    let verdict: VerdictCode = MATCHED
    for (let i = from; i < to; i++) {
      const here = check(checks[i] ?? 0)
      if (here === UNMATCHED) return UNMATCHED
      if (here === UNKNOWN) verdict = UNKNOWN
    }
    return verdict
  }

  function check(node: number): VerdictCode {
    const at = node * NODE_SIZE
    const op = nodes[at] ?? 0
    const start = nodes[at + 3] ?? 0
    const end = start + (nodes[at + 4] ?? 0)
    if (op <= OP.evaluate) return checkBranch(op, start, end)
    const slot = nodes[at + 1] ?? 0
    const holds = types[slot] ?? 0
    const fits = op === OP.exists ? holds !== HOLDS.noRoot : holds === nodes[at + 2]
    if (!fits) return ifMissing(nodes[at + 5] ?? 0)
    const truth =
      op === OP.exists
        ? (holds !== HOLDS.nothing) === (pool[start] === 1)
        : compareCode(op, codes[slot] ?? 0, start, end)
    return truth ? MATCHED : UNMATCHED
  }

  function checkBranch(op: number, start: number, end: number): VerdictCode {
    const first = pool[start] ?? 0
    if (op === OP.evaluate) {
      const condition = conditions[first]
      return condition === undefined ? UNKNOWN : CODES[evaluate(condition, current)]
    }
    if (op === OP.not) return negate(check(first))
    return op === OP.any ? checkAny(start, end) : checkAll(pool, start, end)
  }

  function checkAny(start: number, end: number): VerdictCode {
    let verdict: VerdictCode = UNMATCHED
    for (let i = start; i < end; i++) {
      const here = check(pool[i] ?? 0)
      if (here === MATCHED) return MATCHED
      if (here === UNKNOWN) verdict = UNKNOWN
    }
    return verdict
  }

  function compareCode(op: number, code: number, start: number, end: number): boolean {
    const first = pool[start] ?? 0
    switch (op) {
      case OP.in:
        return includes(code, start, end)
      case OP.notIn:
        return !includes(code, start, end)
      case OP.above:
        return code > first
      case OP.below:
        return code < first
      case OP.atLeast:
        return code >= first
      case OP.atMost:
        return code <= first
      default:
        return code >= first && code <= (pool[start + 1] ?? 0)
    }
  }

  function includes(code: number, start: number, end: number): boolean {
    let [low, high] = [start, end - 1]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((pool[middle] ?? 0) < code) low = middle + 1
      else high = middle
    }
    return pool[low] === code
  }

  return { types, codes, read, checkAll }
}

const CODES = { unmatched: UNMATCHED, unknown: UNKNOWN, matched: MATCHED } as const

function readSlot(field: FieldRef | undefined, scope: Scope): Json | undefined {
  return field === undefined ? undefined : (dig(scope[field.root], field.path) ?? undefined)
}

function typeOf(value: Json | undefined, scope: Scope, field: FieldRef | undefined): number {
  switch (typeof value) {
    case 'string':
      return HOLDS.string
    case 'number':
      return HOLDS.number
    case 'boolean':
      return HOLDS.boolean
    case 'undefined':
      return field !== undefined && scope[field.root] !== undefined ? HOLDS.nothing : HOLDS.noRoot
    default:
      return HOLDS.other
  }
}

function codeOf(value: Json | undefined): number {
  if (typeof value === 'number') return value
  return value === true ? 1 : 0
}

function ifMissing(code: number): VerdictCode {
  if (code === IF_MISSING.unknown) return UNKNOWN
  return code === IF_MISSING.matched ? MATCHED : UNMATCHED
}

function negate(verdict: VerdictCode): VerdictCode {
  if (verdict === UNKNOWN) return UNKNOWN
  return verdict === MATCHED ? UNMATCHED : MATCHED
}
