import {
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type ParsedNode,
  parseDocument,
} from 'yaml'
import type { Place, Problem } from './problem.ts'

export type Path = readonly PropertyKey[]

/** A parsed YAML file: its plain value and where each part of it stands. */
export interface YamlSource {
  readonly file: string
  readonly text: string
  readonly value: unknown
  /** Where the value at `path` begins (of the nearest parent that exists). */
  at(path: Path): Place
  /** Where the key at the end of `path` begins. */
  keyAt(path: Path): Place
}

const first = (line: string): string => line.split('\n')[0] ?? line

const FRIENDLY: { readonly [code: string]: string } = {
  DUPLICATE_KEY: 'This key is given twice',
  BAD_INDENT: 'The indentation does not fit',
  TAB_AS_INDENT: 'Tabs cannot indent YAML; use spaces',
}

/** Reads YAML 1.2 (core schema). Duplicate keys and aliases are errors; every syntax error has its place. */
export function readYaml(
  file: string,
  text: string,
  firstLine = 1,
): { readonly source?: YamlSource; readonly problems: readonly Problem[] } {
  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines,
    version: '1.2',
    uniqueKeys: true,
    prettyErrors: true,
    strict: true,
    stringKeys: true,
  })
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { file, line: Math.max(line, 1) + firstLine - 1, column: Math.max(col, 1) }
  }
  // What follows a tab is read as something else, and every line of it complained about.
  const tab = document.errors.find(({ code }) => code === 'TAB_AS_INDENT')
  const problems: Problem[] = (tab === undefined ? document.errors : [tab]).map((error) => ({
    severity: 'error',
    code: 'yaml',
    ...place(error.pos[0]),
    message:
      FRIENDLY[error.code] ?? `Not valid YAML: ${first(error.message).replace(/ at line \d+, column \d+:?$/, '')}`,
  }))
  if (problems.length > 0) return { problems }
  const alias = findAlias(document.contents)
  if (alias !== undefined) {
    return {
      problems: [
        {
          severity: 'error',
          code: 'yaml',
          ...place(alias),
          message: 'Aliases (`*name`) are not part of the language; write the value out',
        },
      ],
    }
  }
  const root = document.contents
  const offsetOf = (path: Path, key: boolean): number => findOffset(root, path, key)
  return {
    problems,
    source: {
      file,
      text,
      value: document.toJS(),
      at: (path) => place(offsetOf(path, false)),
      keyAt: (path) => place(offsetOf(path, true)),
    },
  }
}

function findOffset(root: ParsedNode | null, path: Path, key: boolean): number {
  let node: unknown = root
  let offset = root?.range[0] ?? 0
  for (const [depth, step] of path.entries()) {
    const last = depth === path.length - 1
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step))
      if (pair === undefined) return offset
      const keyOffset = start(pair.key) ?? offset
      const empty = !isNode(pair.value) || (isScalar(pair.value) && pair.value.source === '')
      offset = (last && key) || empty ? keyOffset : (start(pair.value) ?? keyOffset)
      node = pair.value
    } else if (isSeq(node)) {
      node = node.items[Number(step)]
      offset = start(node) ?? offset
    } else return offset
  }
  return offset
}

const start = (node: unknown): number | undefined => (isNode(node) ? (node as Node).range?.[0] : undefined)

function findAlias(node: unknown): number | undefined {
  if (isPair(node)) return findAlias(node.key) ?? findAlias(node.value)
  if (isMap(node) || isSeq(node)) {
    for (const item of node.items) {
      const found = findAlias(item)
      if (found !== undefined) return found
    }
    return undefined
  }
  return isAlias(node) ? start(node) : undefined
}
