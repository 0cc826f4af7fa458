import { isNode, list, type Node, part } from './syntax.ts'
import type { Way } from './way.ts'

/** What a node is asked to become, each a text that stands in its place. */
export type Change = string

type Standing = Pick<Way, 'isTest' | 'isOperand'>

const BOUNDARIES: { readonly [operator: string]: string } = { '<': '<=', '<=': '<', '>': '>=', '>=': '>' }
const COMPARISONS = new Set(['<', '<=', '>', '>=', '===', '!==', '==', '!=', 'in', 'instanceof'])
const ARITHMETIC: { readonly [operator: string]: string } = { '+': '-', '-': '+', '*': '/', '/': '*', '%': '*' }
const STEPS: { readonly [operator: string]: string } = { '++': '--', '--': '++', '+=': '-=', '-=': '+=' }

/** Methods that another one could be mistaken for. */
const MISTAKEN: { readonly [method: string]: string } = {
  some: 'every',
  every: 'some',
  find: 'findLast',
  findLast: 'find',
  findIndex: 'findLastIndex',
  findLastIndex: 'findIndex',
  min: 'max',
  max: 'min',
  startsWith: 'endsWith',
  endsWith: 'startsWith',
  toUpperCase: 'toLowerCase',
  toLowerCase: 'toUpperCase',
}
/** Methods that give the same kind of thing back, so that a forgotten call is easily made. */
const FORGOTTEN = new Set(['filter', 'toSorted', 'toReversed', 'slice', 'trim', 'normalize', 'concat', 'replaceAll'])

/** All changes of an expression. One that another implies (an `!==` for an `===` that is also made `true` and `false`) is left out. */
export function changesOf(node: Node, code: string, { isTest, isOperand }: Standing): readonly Change[] {
  const text = (of: Node): string => code.slice(of.start, of.end)
  const decided = isTest && !isOperand ? ['true', 'false'] : []
  switch (node.type) {
    case 'LogicalExpression':
      return logical(node, text, { isTest, isOperand })
    case 'BinaryExpression':
      return [...(decided.length > 0 ? decided : truths(node, isOperand)), ...operators(node, code)]
    case 'UnaryExpression':
      return [...(decided.length > 0 ? decided : unary(node, text, isOperand))]
    case 'CallExpression':
      return [...decided, ...calls(node, code)]
    case 'Literal':
      return [...literal(node)]
    case 'TemplateLiteral':
      return node.end - node.start > 2 ? ["''"] : []
    case 'ArrayExpression':
      return list(node, 'elements').length > 0 ? ['[]'] : []
    default:
      return decided
  }
}

type Text = (node: Node) => string

function truths(node: Node, isOperand: boolean): readonly Change[] {
  return !isOperand && COMPARISONS.has(String(node['operator'])) ? ['true', 'false'] : []
}

/** A condition forgotten, for each of them; and the whole of them as if none held, or any. */
function logical(node: Node, text: Text, { isTest, isOperand }: Standing): readonly Change[] {
  const [left, right] = [part(node, 'left'), part(node, 'right')]
  const forgotten = [...(isGuard(left, right, text, String(node['operator'])) ? [] : [text(right)]), text(left)]
  if (node['operator'] === '??' || isOperand) return forgotten
  const isTruth = isTest || isComparison(right)
  return isTruth ? [...forgotten, node['operator'] === '&&' ? 'false' : 'true'] : forgotten
}

/** `a !== undefined && a > b`: the compiler asks for the first, and what is undefined is greater than nothing anyway. */
function isGuard(left: Node, right: Node, text: Text, operator: string): boolean {
  if (operator !== '&&' || !Object.hasOwn(BOUNDARIES, String(right['operator']))) return false
  if (left.type !== 'BinaryExpression' || left['operator'] !== '!==' || text(part(left, 'right')) !== 'undefined')
    return false
  const guarded = text(part(left, 'left'))
  return [part(right, 'left'), part(right, 'right')].some((each) => text(each) === guarded)
}

const isComparison = (node: Node): boolean =>
  (node.type === 'BinaryExpression' && COMPARISONS.has(String(node['operator']))) ||
  (node.type === 'UnaryExpression' && node['operator'] === '!')

function operators(node: Node, code: string): readonly Change[] {
  const operator = String(node['operator'])
  const [left, right] = [part(node, 'left'), part(node, 'right')]
  const other = BOUNDARIES[operator] ?? (isText(left) || isText(right) ? undefined : ARITHMETIC[operator])
  if (other === undefined) return []
  // Brackets around an operand belong to no node: what stands between is kept.
  const between = code.slice(left.end, right.start).replace(operator, other)
  return [`${code.slice(node.start, left.end)}${between}${code.slice(right.start, node.end)}`]
}

const isText = (node: Node): boolean =>
  node.type === 'TemplateLiteral' ||
  (node.type === 'Literal' && typeof node['value'] === 'string') ||
  (node.type === 'BinaryExpression' &&
    node['operator'] === '+' &&
    (isText(part(node, 'left')) || isText(part(node, 'right'))))

function unary(node: Node, text: Text, isOperand: boolean): readonly Change[] {
  if (node['operator'] === '!' && !isOperand) return ['true', 'false']
  return node['operator'] === '-' ? [text(part(node, 'argument'))] : []
}

function calls(node: Node, code: string): readonly Change[] {
  const callee = part(node, 'callee')
  const property = callee['property']
  if (callee.type !== 'MemberExpression' || callee['computed'] === true || !isNode(property)) return []
  const method = String(property['name'])
  const object = part(callee, 'object')
  const other = Object.hasOwn(MISTAKEN, method) ? MISTAKEN[method] : undefined
  const mistaken = `${code.slice(node.start, property.start)}${other}${code.slice(property.end, node.end)}`
  return [
    ...(other === undefined ? [] : [mistaken]),
    ...(FORGOTTEN.has(method) ? [code.slice(object.start, object.end)] : []),
  ]
}

function literal({ value }: Node): readonly Change[] {
  switch (typeof value) {
    case 'boolean':
      return [String(!value)]
    case 'number':
      return [String(value + 1)]
    case 'string':
      return [value === '' ? "'mutated'" : "''"]
    default:
      return []
  }
}

/** `x += 1` as `x -= 1`, where its value is asked for. */
export function stepChange(node: Node, code: string): readonly Change[] {
  const other = STEPS[String(node['operator'])]
  if (other === undefined) return []
  return [code.slice(node.start, node.end).replace(String(node['operator']), other)]
}
