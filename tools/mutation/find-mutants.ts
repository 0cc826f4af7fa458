import { changesOf, stepChange } from './changes.ts'
import type { Edit, Mutant } from './mutant.ts'
import { below, isNode, list, type Node, type Parsed, part } from './syntax.ts'
import { isName, isSpeech, OUTSIDE, onward, type Way } from './way.ts'

export interface Found {
  readonly edits: readonly Edit[]
  /** Where a turn of a loop begins: each is counted, so that one that no longer ends is stopped. */
  readonly turns: readonly Node[]
  readonly mutants: readonly Mutant[]
}

/** Changes of one stretch of text: each the text that takes its place, and how that is told. */
interface Offer {
  readonly at: Node
  readonly kind: Edit['kind']
  readonly instead: readonly { readonly text: string; readonly told: string }[]
}

/** Every mutant of a file. `first`: the id of the first of them. */
export function findMutants(file: string, { code, program }: Parsed, first: number): Found {
  const edits: Edit[] = []
  const turns: Node[] = []
  const mutants: Mutant[] = []
  const place = placesIn(code)
  const add = ({ at, kind, instead }: Offer, { within, atLoad }: Way): void => {
    const ids = instead.map(({ text, told }) => {
      const id = first + mutants.length
      const change = `${onOneLine(code.slice(at.start, at.end))} -> ${onOneLine(told)}`
      mutants.push({ id, file, ...place(at.start), within, change, atLoad })
      return { id, text }
    })
    if (ids.length > 0) edits.push({ start: at.start, end: at.end, kind, instead: ids })
  }
  const visit = (node: Node, way: Way): void => {
    if (isSpeech(node)) return
    if (LOOPS.has(node.type)) turns.push(part(node, 'body'))
    for (const offer of offers(node, way, code)) add(offer, way)
    for (const [key, child] of below(node)) if (!isName(node, key)) visit(child, onward(node, key, way, code))
  }
  visit(program, OUTSIDE)
  return { edits, turns, mutants }
}

const LOOPS = new Set(['ForStatement', 'ForOfStatement', 'ForInStatement', 'WhileStatement', 'DoWhileStatement'])

function offers(node: Node, way: Way, code: string): readonly Offer[] {
  const own =
    way.isLink || way.isQuiet
      ? []
      : [{ at: node, kind: 'expression' as const, instead: as(changesOf(node, code, way)) }]
  return [...own, ...left(node, way, code)]
}

const as = (texts: readonly string[]): Offer['instead'] => texts.map((text) => ({ text, told: text }))

const without = (at: Node, kind: Edit['kind'], text: string, told: string): readonly Offer[] => [
  { at, kind, instead: [{ text, told }] },
]

/** What may be left out: a statement, what a list or an object takes over, a loop's turns. */
function left(node: Node, way: Way, code: string): readonly Offer[] {
  switch (node.type) {
    case 'ExpressionStatement':
      return HAS_EFFECT.test(part(node, 'expression').type) ? without(node, 'statement', '', '(nothing)') : []
    case 'ThrowStatement':
      return without(node, 'statement', '', '(nothing)')
    case 'SpreadElement':
      return way.isQuiet || part(node, 'argument').type === 'ConditionalExpression'
        ? []
        : without(part(node, 'argument'), 'expression', way.inObject ? '{}' : '[]', '(nothing)')
    case 'ForOfStatement':
      return without(part(node, 'right'), 'expression', '[]', '(nothing)')
    case 'ForStatement':
      return isNode(node['update'])
        ? [{ at: node['update'], kind: 'expression', instead: as(stepChange(node['update'], code)) }]
        : []
    case 'ObjectExpression':
      return overrides(node).flatMap((each) => without(each, 'property', '', '(nothing)'))
    default:
      return []
  }
}

const HAS_EFFECT = /^(Call|Assignment|Update|Await|Chain|Logical|Conditional|Yield)Expression$/

/** `{ ...run, activity }`: what is said beside that which is taken over may be forgotten, and still be of the right type. */
function overrides(node: Node): readonly Node[] {
  const properties = list(node, 'properties')
  const base = properties.findIndex(({ type }) => type === 'SpreadElement')
  if (base === -1) return []
  return properties.slice(base + 1).filter((each) => each.type === 'Property' && each['kind'] === 'init')
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
