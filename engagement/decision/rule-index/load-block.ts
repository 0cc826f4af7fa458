import type { FieldRef } from '#engagement/definition/condition.ts'
import type { Column, IntervalColumn, MemberColumn, PublishedBlock } from './published-rules.ts'

/** A block ready to be asked. A row is `width` words of 32 bits, a bit for each rule. */
export interface Block {
  readonly width: number
  readonly rules: Int32Array
  /** All rules of the block. */
  readonly all: Int32Array
  readonly rest: ReadonlyMap<number, readonly number[]>
  readonly columns: readonly LoadedColumn[]
  /** Room for one answer, which is used again for the next. */
  readonly left: Int32Array
  readonly unknown: Int32Array
}

/** A row has the rules that a value does not exclude: those that match it and those that do not ask. */
export interface LoadedColumn {
  readonly field: FieldRef
  /** The field's own name where it is a property at the top, and no name that objects inherit. */
  readonly name: string | undefined
  readonly kind: Column['kind']
  readonly rows: Int32Array
  /** Where the row of a string or boolean begins; a value that no rule names has the row at 0. */
  readonly rowOf: ReadonlyMap<string | boolean, number>
  /** Row n is that of numbers from `bounds[n - 1]` up to `bounds[n]`. */
  readonly bounds: Float64Array
  /** Where the field is missing or of another type: who is not excluded, and who is unknown. */
  readonly passed: Int32Array
  readonly unknown: Int32Array
}

export function loadBlock({ rules, rest, columns }: PublishedBlock, fields: readonly FieldRef[]): Block {
  const width = Math.ceil(rules.length / 32)
  const all = new Int32Array(width)
  for (let rule = 0; rule < rules.length; rule++) turn(all, 0, rule, true)
  const remaining = new Map<number, readonly number[]>()
  for (const [rule, ...conditions] of rest) remaining.set(rule, conditions)
  return {
    width,
    rules: new Int32Array(rules),
    all,
    rest: remaining,
    columns: columns.map((column) => loadColumn(column, fields, all)),
    left: new Int32Array(width),
    unknown: new Int32Array(width),
  }
}

function loadColumn(column: Column, fields: readonly FieldRef[], all: Int32Array): LoadedColumn {
  const passed = all.slice()
  for (const rule of column.unmatched) turn(passed, 0, rule, false)
  const unknown = new Int32Array(all.length)
  for (const rule of column.unknown) turn(unknown, 0, rule, true)
  const field = fields[column.field]
  if (field === undefined) throw new RangeError(`no field ${column.field}`)
  const [first] = field.path
  const name = field.path.length === 1 && first !== undefined && !(first in Object.prototype) ? first : undefined
  return {
    field,
    name,
    kind: column.kind,
    passed,
    unknown,
    ...(column.kind === 'number' ? loadIntervals(column, all) : loadMembers(column, all)),
  }
}

function loadMembers(
  { keys, wanted, refused }: MemberColumn,
  all: Int32Array,
): Pick<LoadedColumn, 'rows' | 'rowOf' | 'bounds'> {
  const width = all.length
  const rows = new Int32Array((keys.length + 1) * width)
  rows.set(all)
  for (const rules of wanted) for (const rule of rules) turn(rows, 0, rule, false)
  const rowOf = new Map<string | boolean, number>()
  for (let n = 0; n < keys.length; n++) {
    const row = (n + 1) * width
    rows.copyWithin(row, 0, width)
    for (const rule of wanted[n] ?? []) turn(rows, row, rule, true)
    for (const rule of refused[n] ?? []) turn(rows, row, rule, false)
    rowOf.set(keys[n] ?? '', row)
  }
  return { rows, rowOf, bounds: NO_BOUNDS }
}

const NO_BOUNDS = new Float64Array(0)
const NO_ROWS: ReadonlyMap<string | boolean, number> = new Map()

/** Sweeps over the ends of intervals: each row is the one before with what begins and ends there. */
function loadIntervals(
  { rules, from, to }: IntervalColumn,
  all: Int32Array,
): Pick<LoadedColumn, 'rows' | 'rowOf' | 'bounds'> {
  const width = all.length
  const bounds = new Float64Array(new Set([...from, ...to].filter((end) => end !== null))).sort()
  const rows = new Int32Array((bounds.length + 1) * width)
  rows.set(all)
  for (const rule of rules) turn(rows, 0, rule, false)
  for (const [n, rule] of rules.entries()) if (from[n] === null) turn(rows, 0, rule, true)
  const [begin, end] = [listByEnd(from, rules), listByEnd(to, rules)]
  for (let n = 0; n < bounds.length; n++) {
    const row = (n + 1) * width
    rows.copyWithin(row, row - width, row)
    // What begins and ends at once is empty: the end comes last.
    for (const rule of begin.get(bounds[n] ?? 0) ?? []) turn(rows, row, rule, true)
    for (const rule of end.get(bounds[n] ?? 0) ?? []) turn(rows, row, rule, false)
  }
  return { rows, rowOf: NO_ROWS, bounds }
}

function listByEnd(ends: readonly (number | null)[], rules: readonly number[]): Map<number, number[]> {
  const lists = new Map<number, number[]>()
  for (const [n, end] of ends.entries()) {
    const rule = rules[n]
    if (end === null || rule === undefined) continue
    const list = lists.get(end)
    if (list === undefined) lists.set(end, [rule])
    else list.push(rule)
  }
  return lists
}

function turn(rows: Int32Array, row: number, rule: number, on: boolean): void {
  const word = row + (rule >>> 5)
  const bit = 1 << (rule & 31)
  rows[word] = on ? (rows[word] ?? 0) | bit : (rows[word] ?? 0) & ~bit
}
