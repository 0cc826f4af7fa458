import type { Json } from '../../customer/json.ts'
import type { CompareCondition, Condition, FieldRef } from '../../definition/condition.ts'
import { HOLDS, IF_MISSING, NODE_SIZE, OP } from './published-rules.ts'

/** A node before it is written down. */
export interface Node {
  readonly op: number
  readonly slot: number
  readonly type: number
  readonly args: readonly number[]
  readonly ifMissing: number
}

/** Collects what rules share: each field, string and node is written once. */
export interface Codebook {
  readonly fields: FieldRef[]
  readonly strings: string[]
  readonly conditions: Condition[]
  readonly pool: number[]
  readonly nodes: number[]
  readonly decoded: Node[]
  /** Index by kind and content. */
  readonly places: Map<string, number>
}

export function newCodebook(): Codebook {
  return { fields: [], strings: [], conditions: [], pool: [], nodes: [], decoded: [], places: new Map() }
}

/** Writes a condition down; the index of its node. */
export function encode(condition: Condition, book: Codebook): number {
  switch (condition.kind) {
    case 'all_of':
      return write({ ...BRANCH, op: OP.all, args: condition.conditions.map((each) => encode(each, book)) }, book)
    case 'any_of':
      return write({ ...BRANCH, op: OP.any, args: condition.conditions.map((each) => encode(each, book)) }, book)
    case 'not':
      return write({ ...BRANCH, op: OP.not, args: [encode(condition.condition, book)] }, book)
    case 'compare':
      return write(encodeCompare(condition, book) ?? fallBack(condition, book), book)
    case 'list':
    case 'history':
      return write(fallBack(condition, book), book)
  }
}

const BRANCH = { slot: 0, type: 0, ifMissing: IF_MISSING.unknown } as const

function fallBack(condition: Condition, book: Codebook): Node {
  const place = intern(book, `condition ${JSON.stringify(condition)}`, book.conditions, condition)
  return { ...BRANCH, op: OP.evaluate, args: [place] }
}

function write(node: Node, book: Codebook): number {
  return remember(book, `node ${JSON.stringify(node)}`, () => {
    book.nodes.push(node.op, node.slot, node.type, book.pool.length, node.args.length, node.ifMissing)
    book.pool.push(...node.args)
    book.decoded.push(node)
    return book.nodes.length / NODE_SIZE - 1
  })
}

/** A comparison with plain values of one type; undefined where it has no short form. */
function encodeCompare(condition: CompareCondition, book: Codebook): Node | undefined {
  const values: Json[] = []
  for (const operand of condition.operands) {
    if (operand.kind !== 'value') return undefined
    values.push(operand.value)
  }
  const short = encodeValues(condition, values, book)
  if (short === undefined) return undefined
  const slot = intern(book, `field ${JSON.stringify(condition.field)}`, book.fields, condition.field)
  return { ...short, slot, ifMissing: IF_MISSING[condition.ifMissing ?? 'unknown'] }
}

function encodeValues(
  condition: CompareCondition,
  values: readonly Json[],
  book: Codebook,
): Pick<Node, 'op' | 'type' | 'args'> | undefined {
  const [value] = values
  switch (condition.comparison) {
    case 'equals':
      return encodeMembers(OP.in, [value], book)
    case 'not_equals':
      return encodeMembers(OP.notIn, [value], book)
    case 'in':
      return Array.isArray(value) ? encodeMembers(OP.in, value, book) : undefined
    case 'not_in':
      return Array.isArray(value) ? encodeMembers(OP.notIn, value, book) : undefined
    case 'above':
      return encodeBounds(OP.above, [value])
    case 'below':
      return encodeBounds(OP.below, [value])
    case 'at_least':
      return encodeBounds(OP.atLeast, [value])
    case 'at_most':
      return encodeBounds(OP.atMost, [value])
    case 'between':
      return values.length === 2 ? encodeBounds(OP.between, values) : undefined
    case 'exists':
      return typeof value === 'boolean' ? { op: OP.exists, type: HOLDS.nothing, args: [Number(value)] } : undefined
    case 'contains':
    case 'starts_with':
    case 'within_last':
    case 'older_than':
      return undefined
  }
}

/** Sorted codes of values of one type: found by bisection. */
function encodeMembers(
  op: number,
  values: readonly (Json | undefined)[],
  book: Codebook,
): Pick<Node, 'op' | 'type' | 'args'> | undefined {
  const type = typeOf(values[0])
  if (type === HOLDS.other || values.some((value) => typeOf(value) !== type)) return undefined
  const codes = new Set(values.map((value) => codeOf(value, book)))
  return { op, type, args: [...codes].sort((a, b) => a - b) }
}

function encodeBounds(
  op: number,
  values: readonly (Json | undefined)[],
): Pick<Node, 'op' | 'type' | 'args'> | undefined {
  const bounds = values.filter((value) => typeof value === 'number')
  return bounds.length === values.length ? { op, type: HOLDS.number, args: bounds } : undefined
}

function typeOf(value: Json | undefined): number {
  if (typeof value === 'string') return HOLDS.string
  if (typeof value === 'number') return HOLDS.number
  return typeof value === 'boolean' ? HOLDS.boolean : HOLDS.other
}

function codeOf(value: Json | undefined, book: Codebook): number {
  return typeof value === 'string' ? intern(book, `string ${value}`, book.strings, value) : Number(value)
}

function intern<T>(book: Codebook, key: string, list: T[], value: T): number {
  return remember(book, key, () => list.push(value) - 1)
}

function remember(book: Codebook, key: string, add: () => number): number {
  const known = book.places.get(key)
  if (known !== undefined) return known
  const place = add()
  book.places.set(key, place)
  return place
}
