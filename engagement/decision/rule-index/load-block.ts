import type { FieldRef } from '#engagement/model/condition.ts'
import type { Column, PublishedBlock } from '#engagement/model/published-rules.ts'

/** A block ready to be asked. A row is `width` words of 32 bits, a bit for each rule. */
export interface Block {
  readonly width: number
  readonly rules: readonly number[]
  /** All rules of the block. */
  readonly all: Int32Array
  readonly rest: ReadonlyMap<number, readonly number[]>
  readonly columns: readonly LoadedColumn[]
  /** Room for one answer, which is used again for the next. */
  readonly left: Int32Array
  readonly unknown: Int32Array
}

/**
 * In `rows`, one after the other: the rules that ask; those that a missing value (or one of another type) does not exclude;
 * those that it makes unknown; and then, for each value, those that it does not exclude (they hold, or do not ask).
 */
export interface LoadedColumn {
  readonly field: FieldRef
  /** The field's own name where it is a property at the top, and no name that objects inherit. */
  readonly name: string | undefined
  readonly kind: Column['kind']
  readonly rows: Int32Array
  /** Where the row of a text or flag begins. */
  readonly rowOf: ReadonlyMap<string | boolean | number, number>
  /** Row n is that of numbers from `bounds[n - 1]` up to `bounds[n]`. */
  readonly bounds: readonly number[]
}

/** Rows before those of values. */
export const VALUE_ROWS = 3

export function loadBlock({ rules, rest, columns }: PublishedBlock, fields: readonly FieldRef[]): Block {
  const width = Math.ceil(rules.length / 32)
  const all = new Int32Array(width).fill(-1)
  if (rules.length % 32 !== 0) all[width - 1] = (1 << (rules.length % 32)) - 1
  const remaining = new Map<number, readonly number[]>()
  for (const [rule, ...conditions] of rest) remaining.set(rule, conditions)
  return {
    width,
    rules,
    all,
    rest: remaining,
    columns: columns.map((column) => loadColumn(column, fields, all)),
    left: new Int32Array(width),
    unknown: new Int32Array(width),
  }
}

function loadColumn(column: Column, fields: readonly FieldRef[], all: Int32Array): LoadedColumn {
  const { kind, keys, flips, ends } = column
  const width = all.length
  const rows = new Int32Array((keys.length + 1 + VALUE_ROWS) * width)
  // While rows are made of flips, each begins as the one that it differs from; the first is still empty.
  const base = VALUE_ROWS * width
  for (let n = 0, at = 0; n < keys.length; n++) {
    const row = base + (n + 1) * width
    if (kind === 'number') rows.copyWithin(row, row - width, row)
    for (const end = ends[n] ?? 0; at < end; at++) {
      const rule = flips[at] ?? 0
      const word = rule >>> 5
      const bit = 1 << (rule & 31)
      rows[row + word] = (rows[row + word] ?? 0) ^ bit
      rows[word] = (rows[word] ?? 0) | bit
    }
  }
  fillFirst(column, rows, all)
  for (let at = base + width; at < rows.length; at++)
    rows[at] = (rows[at] ?? 0) ^ (rows[base + ((at - base) % width)] ?? 0)
  return {
    ...locate(fields[column.field]),
    kind,
    rows,
    bounds: kind === 'number' ? keys.map(Number) : [],
    rowOf: kind === 'number' ? NO_ROWS : mapKeys(keys, base, width),
  }
}

/** The rows of a missing value and of a value that no key covers, once it is known who asks. */
function fillFirst({ held, matched, unmatched }: Column, rows: Int32Array, all: Int32Array): void {
  const width = all.length
  for (let word = 0; word < width; word++) {
    const asked = rows[word] ?? 0
    rows[width + word] = all[word] ?? 0
    rows[2 * width + word] = asked
    rows[VALUE_ROWS * width + word] = (all[word] ?? 0) & ~asked
  }
  for (const rule of held) flip(rows, VALUE_ROWS * width, rule)
  for (const rule of matched) flip(rows, 2 * width, rule)
  for (const rule of unmatched) {
    flip(rows, 2 * width, rule)
    flip(rows, width, rule)
  }
}

function flip(rows: Int32Array, row: number, rule: number): void {
  const word = row + (rule >>> 5)
  rows[word] = (rows[word] ?? 0) ^ (1 << (rule & 31))
}

const NO_ROWS: LoadedColumn['rowOf'] = new Map()

function mapKeys(keys: Column['keys'], base: number, width: number): LoadedColumn['rowOf'] {
  const rowOf = new Map<string | boolean | number, number>()
  for (const key of keys) rowOf.set(key, base + (rowOf.size + 1) * width)
  return rowOf
}

function locate(field: FieldRef | undefined): Pick<LoadedColumn, 'field' | 'name'> {
  if (field === undefined) throw new RangeError('a column without a field')
  const [name] = field.path
  const plain = field.path.length === 1 && name !== undefined && !(name in Object.prototype)
  return { field, name: plain ? name : undefined }
}
