import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { compileWorkspace } from '#engagement/compile-workspace.ts'
import type { Catalogue } from '#engagement/definition/catalogue.ts'
import type { Problem } from '#engagement/definition/source/problem.ts'
import { compileMessage } from '#engagement/message/compile-message.ts'
import { BARE_LAYOUT } from '#engagement/message/layout-slots.ts'
import { type Context, UsageError } from './context.ts'
import { type Files, showProblems, summarise } from './show-problems.ts'

/** What stands under `workflows/`, checked. No catalogue where there is an error. */
export interface CheckedWorkspace {
  readonly files: Files
  readonly problems: readonly Problem[]
  readonly catalogue?: Catalogue
}

/** Reads and compiles every file of the workspace. Throws `UsageError` where there is no such folder. */
export async function checkWorkspace(folder: string): Promise<CheckedWorkspace> {
  const files = await readTree(folder)
  return { files, ...compileWorkspace(files, { compileMessage, layout: BARE_LAYOUT }) }
}

/** The compiled workspace; with errors in it they are shown and `UsageError` is thrown: `purpose` cannot be done. */
export async function requireCatalogue(
  context: Context,
  purpose: string,
): Promise<{ catalogue: Catalogue; files: Files }> {
  const { catalogue, problems, files } = await checkWorkspace(context.workflows)
  if (catalogue !== undefined) return { catalogue, files }
  const errors = problems.filter(({ severity }) => severity === 'error')
  context.terminal.err(showProblems(context.terminal, errors, files, placePrefix(context)))
  throw new UsageError(`${purpose} needs workflows without errors: ${summarise(errors)}.`)
}

/** What stands before a file's path, so that a terminal or an editor can open the place from here. */
export const placePrefix = ({ workflows }: Context): string => `${relative(process.cwd(), workflows) || '.'}/`

async function readTree(folder: string): Promise<Files> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    throw new UsageError(`There is no folder ${folder}: run this where workflows/ is, or name it with --workflows.`, {
      cause: error,
    })
  })
  const paths = entries
    .filter((entry) => entry.isFile() && /\.(ya?ml|md)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
  const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8')))
  return new Map(paths.map((path, at) => [relative(folder, path).split(sep).join('/'), texts[at] ?? '']))
}
