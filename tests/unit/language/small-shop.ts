import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { findEndpointFault } from '#adapters/http/endpoint-fault.ts'
import { BARE_LAYOUT } from '#engagement/content/layout-slots.ts'
import type { Catalogue } from '#engagement/model/catalogue.ts'
import { compileWorkspace } from '#language/compile-workspace.ts'
import { compileMessage } from '#language/content/compile-message.ts'
import type { Problem } from '#language/form/problem.ts'

const REPOSITORY = join(import.meta.dirname, '..', '..', '..')

/** The files of a workspace, by path relative to it. */
export function readFiles(folder: string): Map<string, string> {
  const root = join(REPOSITORY, folder)
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return new Map(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name)
      return [relative(root, path).split(sep).join('/'), readFileSync(path, 'utf8')]
    }),
  )
}

/** One change to a file: `from` is there once more than nowhere, else the test means something else than it says. */
export interface Edit {
  readonly file: string
  /** Absent: the file is new, or written anew. */
  readonly from?: string
  readonly to: string
}

export function smallShop(...edits: readonly Edit[]): Map<string, string> {
  const files = readFiles('tests/fixtures/workspaces/small-shop')
  for (const { file, from, to } of edits) {
    const text = files.get(file) ?? ''
    if (from !== undefined && !text.includes(from)) throw new Error(`${file} has no ${from}`)
    files.set(file, from === undefined ? to : text.replace(from, to))
  }
  return files
}

export const compile = (
  files: ReadonlyMap<string, string>,
): { readonly catalogue?: Catalogue; readonly problems: readonly Problem[] } =>
  compileWorkspace(files, { compileMessage, layout: BARE_LAYOUT, findEndpointFault })

/** The catalogue of a workspace without errors. */
export function catalogueOf(...edits: readonly Edit[]): Catalogue {
  const { catalogue, problems } = compile(smallShop(...edits))
  if (catalogue === undefined) throw new Error(JSON.stringify(problems, null, 2))
  return catalogue
}

/** `file:line:column severity code`, with message and hint apart. */
export const summary = ({ file, line, column, severity, code }: Problem): string =>
  `${file}:${line}:${column} ${severity} ${code}`

/** A workflow of one's own in place of `cart`, with its messages. */
export const workflow = (text: string): Edit => ({ file: 'cart/workflow.yaml', to: text })
