import { type Token, TypeGuards } from 'liquidjs'

/** What a name inside a template stands for: a path such as `event.products[]`, or nothing that can be named. */
export type Locals = ReadonlyMap<string, string | undefined>

/** A field as written in a template, resolved through the locals. */
export interface FieldPath {
  /** As `event.products[].name`; undefined for a local without a field behind it, and for computed access. */
  readonly path?: string
  /** As the author wrote its first word. */
  readonly root: string
  /** The first word is a name that the template itself gave. */
  readonly local: boolean
  readonly line: number
  readonly column: number
}

/** The field that `token` reads; undefined where it is not a field but a literal or a range. */
export function readPath(token: Token, locals: Locals): FieldPath | undefined {
  if (!TypeGuards.isPropertyAccessToken(token) || token.variable !== undefined) return undefined
  const steps = token.props.map(stepOf)
  const [first] = steps
  const [line = 1, column = 1] = token.getPosition()
  if (first === undefined) return { root: '?', local: false, line, column }
  const place = { root: first, local: locals.has(first), line, column }
  if (steps.includes(undefined)) return place
  const base = locals.has(first) ? locals.get(first) : first
  if (base === undefined) return place
  return { ...place, path: joinSteps(base, steps.slice(1)) }
}

/** An item of a list, by index or as its first or last, is `[]`. */
function joinSteps(base: string, steps: readonly (string | undefined)[]): string {
  let path = base
  for (const step of steps) path += step === undefined || /^-?\d+$/.test(step) ? '[]' : `.${step}`
  return path
}

function stepOf(token: Token): string | undefined {
  if (TypeGuards.isWordToken(token)) return token.content
  if (TypeGuards.isQuotedToken(token) || TypeGuards.isNumberToken(token)) return String(token.content)
  return undefined
}

/** Whether something known to be there makes `path` known: the path itself, or anything inside it. */
export function isKnown(path: string, known: ReadonlySet<string>): boolean {
  if (known.has(path)) return true
  for (const other of known) if (other.startsWith(`${path}.`) || other.startsWith(`${path}[`)) return true
  return false
}

/** `event.products.first.url` -> `event.products[].url`: an item of a list, whichever it is. */
export const anyItem = (path: string): string => path.replace(/\.(?:first|last|\d+)(?=[.[]|$)/g, '[]')
