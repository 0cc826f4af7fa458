import { stripTypeScriptTypes } from 'node:module'
import { parseAst } from 'vitest/node'

/** A node of the syntax tree, read by key: the walk knows no more of a node than its type and its place. */
export interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [key: string]: unknown
}

export interface Parsed {
  /** The source with its types blanked out, so that every place in it is a place in the file. */
  readonly code: string
  readonly program: Node
}

export function parse(source: string): Parsed {
  const code = stripTypeScriptTypes(source)
  // The tree's declared type has a shape for every kind of node; it is read here by key alone.
  return { code, program: parseAst(code) as unknown as Node }
}

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'

/** The nodes directly below, each with the key that it stands under. */
export function* below(node: Node): Generator<readonly [key: string, child: Node]> {
  for (const [key, value] of Object.entries(node)) {
    if (isNode(value)) yield [key, value]
    else if (Array.isArray(value)) for (const each of value) if (isNode(each)) yield [key, each]
  }
}

/** A node below that is known to stand there. */
export function part(node: Node, key: string): Node {
  const child = node[key]
  if (!isNode(child)) throw new TypeError(`${node.type} has no ${key}`)
  return child
}

export const list = (node: Node, key: string): readonly Node[] => {
  const children = node[key]
  return Array.isArray(children) ? children.filter(isNode) : []
}
