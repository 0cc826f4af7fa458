import { isNode, type Node, part } from './syntax.ts'

/** What is known of the place that a node stands in. */
export interface Way {
  readonly within: string
  /** Outside every function. */
  readonly atLoad: boolean
  /** It decides a way: the test of an `if`, a loop or a choice. */
  readonly isTest: boolean
  /** An operand of `&&` or `||`, whose changes its parent has already. */
  readonly isOperand: boolean
  /** Words about words: a changed one tells nothing of what the code does. */
  readonly isQuiet: boolean
  /** Something hangs on it that a wrap around it would cut off. */
  readonly isLink: boolean
  readonly inObject: boolean
}

export const OUTSIDE: Way = {
  within: '(module)',
  atLoad: true,
  isTest: false,
  isOperand: false,
  isQuiet: false,
  isLink: false,
  inObject: false,
}

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'])
const TESTED = new Set(['IfStatement', 'ConditionalExpression', 'WhileStatement', 'DoWhileStatement', 'ForStatement'])

/** The way on to what stands under `key`. */
export function onward(node: Node, key: string, way: Way, code: string): Way {
  const isFunction = FUNCTIONS.has(node.type)
  return {
    within: nameOf(node, way) ?? way.within,
    atLoad: way.atLoad && !isFunction,
    isTest: TESTED.has(node.type) && key === 'test',
    isOperand: node.type === 'LogicalExpression' && node['operator'] !== '??',
    isQuiet: isComparedText(node, key) || node.type === 'ThrowStatement' || (way.isQuiet && !isFunction),
    isLink: isLink(node, key, code),
    inObject: node.type === 'ObjectExpression',
  }
}

/** A callee keeps its object, and a chain that may end early hangs together. */
function isLink(node: Node, key: string, code: string): boolean {
  if (node.type === 'MemberExpression') return key === 'object' && code.slice(node.start, node.end).includes('?.')
  return (node.type === 'CallExpression' || node.type === 'NewExpression') && key === 'callee'
}

/** `kind === 'send'`: the comparison is made true and false already; another text would say the same. */
const isComparedText = (node: Node, key: string): boolean =>
  node.type === 'BinaryExpression' &&
  node['operator'] !== '+' &&
  (key === 'left' || key === 'right') &&
  part(node, key).type === 'Literal' &&
  typeof part(node, key)['value'] === 'string'

/** The name of a function, or of the constant of a module that holds one. */
function nameOf(node: Node, { within }: Way): string | undefined {
  const id = node['id']
  if (!isNode(id) || id.type !== 'Identifier') return undefined
  if (FUNCTIONS.has(node.type)) return String(id['name'])
  const init = node['init']
  return within === '(module)' && isNode(init) && FUNCTIONS.has(init.type) ? String(id['name']) : undefined
}

/** Imports, and schemas: a schema is a type, and types are the compiler's to check. */
export function isSpeech(node: Node): boolean {
  if (node.type === 'ImportDeclaration' || node.type === 'ExportAllDeclaration') return true
  if (node.type === 'ExportNamedDeclaration') return isNode(node['source'])
  return node.type === 'CallExpression' && startsAtSchema(node)
}

/** `z.object(...).meta(...)`: a chain of calls that begins at zod. */
function startsAtSchema(node: Node): boolean {
  let at: unknown = node
  while (isNode(at) && at.type !== 'Identifier') at = at.type === 'CallExpression' ? at['callee'] : at['object']
  return isNode(at) && at['name'] === 'z'
}

/** A key, a label, the left of an assignment: no expression stands there. */
export function isName(node: Node, key: string): boolean {
  switch (node.type) {
    case 'Property':
    case 'MethodDefinition':
    case 'PropertyDefinition':
      return key === 'key' && node['computed'] !== true
    case 'MemberExpression':
      return key === 'property' && node['computed'] !== true
    case 'AssignmentExpression':
      return key === 'left'
    case 'SwitchCase':
      return key === 'test'
    case 'TaggedTemplateExpression':
      return key === 'quasi'
    case 'UpdateExpression':
      return true
    default:
      return false
  }
}
