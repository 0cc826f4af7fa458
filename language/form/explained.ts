import type * as z from 'zod'
import type { Path } from './yaml-source.ts'

/** What zod found wrong. */
export type Issue = z.core.$ZodIssue

/** What is wrong at a path of the file, as a marketer is told. */
export type Explained = {
  readonly path: Path
  readonly onKey: boolean
  readonly code: string
  readonly message: string
  readonly hint?: string | undefined
}

export const missing = (path: Path): Explained => ({
  path: path.slice(0, -1),
  onKey: false,
  code: 'missing-key',
  message: `\`${String(path.at(-1))}\` is missing`,
})

export const KINDS: { readonly [expected: string]: string } = {
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
}

export function kindOf(value: unknown): string {
  if (value === null) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a mapping'
  return typeof value === 'string' ? `the text \`${value}\`` : `\`${String(value)}\``
}
export const show = (value: unknown): string => (typeof value === 'object' ? kindOf(value) : String(value))

export function dig(value: unknown, path: Path): unknown {
  let here = value
  for (const step of path) {
    if (typeof here !== 'object' || here === null) return undefined
    here = Reflect.get(here, step)
  }
  return here
}
