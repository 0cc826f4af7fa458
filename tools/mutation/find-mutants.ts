import { changesOf, stepChange } from './changes.ts'
import type { Edit, Mutant } from './mutant.ts'
import { below, isNode, list, type Node, type Parsed, part } from './syntax.ts'

export interface Found {
  readonly edits: readonly Edit[]
  /** Where a turn of a loop begins: each is counted, so that one that no longer ends is stopped. */
  readonly turns: readonly Node[]
  readonly mutants: readonly Mutant[]
}

/** What the walk knows of where it is. */
interface Way {
  readonly within: string
  readonly atLoad: boolean
  readonly isTest: boolean
  readonly isOperand: boolean
  /** Names, labels and words about words: a changed one tells nothing of what the code does. */
  readonly isQuiet: boolean
  /** The rest of an optional chain hangs on it: it cannot be wrapped. */
  readonly isLink: boolean
}

/** Every mutant of a file. `first`: the id of the first of them. */
export function findMutants(file: string, { code, program }: Parsed, first: number): Found {
  const edits: Edit[] = []
  const turns: Node[] = []
  const mutants: Mutant[] = []
  const place = placesIn(code)

  const add = (node: Node, kind: Edit['kind'], changes: readonly (readonly [text: string, to: string])[], way: Way) => {
    if (changes.length === 0) return
    const instead = changes.map(([text, to]) => {
      const id = first + mutants.length
      const change = `${onOneLine(code.slice(node.start, node.end))} -> ${onOneLine(to)}`
      mutants.push({ id, file, ...place(node.start), within: way.within, change, atLoad: way.atLoad })
      return { id, text }
    })
    edits.push({ start: node.start, end: node.end, kind, instead })
  }
  const same = (texts: readonly string[]) => texts.map((text) => [text, text] as const)

  const visit = (node: Node, way: Way): void => {
    if (isSpeech(node)) return
    if (LOOPS.has(node.type)) turns.push(part(node, 'body'))
    if (node.type === 'ExpressionStatement' && hasEffect(part(node, 'expression')))
      add(node, 'statement', [['', '(nothing)']], way)
    if (node.type === 'ThrowStatement') add(node, 'statement', [['', '(nothing)']], way)
    if (node.type === 'SpreadElement') dropSpread(node, way)
    if (node.type === 'ObjectExpression') dropOverrides(node, way)
    if (node.type === 'ForOfStatement') add(part(node, 'right'), 'expression', [['[]', 'nothing to go through']], way)
    if (!way.isLink && !way.isQuiet) add(node, 'expression', same(changesOf(node, code, way)), way)
    for (const [key, child] of below(node)) if (!isName(node, key)) visit(child, onward(node, key, way, code))
    if (node.type === 'ForStatement' && isNode(node['update']))
      add(node['update'], 'expression', same(stepChange(node['update'], code)), way)
  }
  const dropSpread = (node: Node, way: Way): void => {
    const argument = part(node, 'argument')
    const empty = argument.type === 'ConditionalExpression' ? undefined : way.isQuiet ? undefined : 'nothing'
    if (empty !== undefined) add(argument, 'expression', [[isInObject.has(node) ? '{}' : '[]', empty]], way)
  }
  const isInObject = new Set<Node>()
  const dropOverrides = (node: Node, way: Way): void => {
    const properties = list(node, 'properties')
    const base = properties.findIndex(({ type }) => type === 'SpreadElement')
    for (const each of properties) if (each.type === 'SpreadElement') isInObject.add(each)
    if (base === -1) return
    for (const each of properties.slice(base + 1))
      if (each.type === 'Property' && each['kind'] === 'init') add(each, 'property', [['', '(nothing)']], way)
  }
  visit(program, {
    within: '(module)',
    atLoad: true,
    isTest: false,
    isOperand: false,
    isQuiet: false,
    isLink: false,
  })
  return { edits, turns, mutants }
}

const LOOPS = new Set(['ForStatement', 'ForOfStatement', 'ForInStatement', 'WhileStatement', 'DoWhileStatement'])
const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'])
const TESTED = new Set([
  'IfStatement',
  'ConditionalExpression',
  'WhileStatement',
  'DoWhileStatement',
  'ForStatement',
])

/** Imports, exports from elsewhere, and schemas: a schema is a type, and types are the compiler's to check. */
function isSpeech(node: Node): boolean {
  if (node.type === 'ImportDeclaration' || node.type === 'ExportAllDeclaration') return true
  if (node.type === 'ExportNamedDeclaration') return isNode(node['source'])
  return node.type === 'CallExpression' && startsAtSchema(node)
}

/** `z.object(...).meta(...)`: a chain of calls that begins at zod. */
function startsAtSchema(node: Node): boolean {
  let at: unknown = node
  while (isNode(at)) {
    if (at.type === 'CallExpression') at = at['callee']
    else if (at.type === 'MemberExpression') at = at['object']
    else return at.type === 'Identifier' && at['name'] === 'z'
  }
  return false
}

/** A key, a label, the left of an assignment: no expression stands there. */
function isName(node: Node, key: string): boolean {
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
      return key === 'directive'
  }
}

function onward(node: Node, key: string, way: Way, code: string): Way {
  const isTest = TESTED.has(node.type) && key === 'test'
  const isOperand = node.type === 'LogicalExpression' && node['operator'] !== '??'
  // A callee keeps its object, and a chain that may end early hangs together.
  const isLink =
    ((node.type === 'CallExpression' || node.type === 'NewExpression') && key === 'callee') ||
    (node.type === 'MemberExpression' && key === 'object' && isChained(node, code))
  const isQuiet = isComparedText(node, key) || node.type === 'ThrowStatement' || (way.isQuiet && !FUNCTIONS.has(node.type))
  if (!FUNCTIONS.has(node.type)) return { ...way, within: named(node, way.within), isTest, isOperand, isQuiet, isLink }
  return { ...way, within: functionName(node) ?? way.within, atLoad: false, isTest, isOperand, isQuiet: false, isLink }
}

/** The object has a `?.` somewhere: wrapped, it would no longer end the chain where nothing is there. */
const isChained = (node: Node, code: string): boolean => code.slice(node.start, node.end).includes('?.')

/** `kind === 'send'`: the comparison is made true and false already; another text would say the same. */
const isComparedText = (node: Node, key: string): boolean =>
  node.type === 'BinaryExpression' &&
  (key === 'left' || key === 'right') &&
  part(node, key).type === 'Literal' &&
  typeof part(node, key)['value'] === 'string'

function hasEffect(expression: Node): boolean {
  return /^(Call|Assignment|Update|Await|Chain|Logical|Conditional|Yield)Expression$/.test(expression.type)
}

function named(node: Node, within: string): string {
  const id = node['id']
  if (node.type !== 'VariableDeclarator' || !isNode(id) || id.type !== 'Identifier') return within
  return isNode(node['init']) && FUNCTIONS.has(part(node, 'init').type) && within === '(module)' ? String(id['name']) : within
}

function functionName(node: Node): string | undefined {
  const id = node['id']
  return isNode(id) ? String(id['name']) : undefined
}

const onOneLine = (text: string): string => {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length > 90 ? `${line.slice(0, 60)} ... ${line.slice(-24)}` : line
}

function placesIn(code: string): (offset: number) => { line: number; column: number } {
  const starts = [0]
  for (const { index } of code.matchAll(/\n/g)) starts.push(index + 1)
  return (offset) => {
    const line = starts.findLastIndex((start) => start <= offset)
    return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 }
  }
}
