import { relative } from 'node:path'
import { compileFolder } from '#adapters/files/compile-folder.ts'
import type { Catalogue } from '#engagement/model/catalogue.ts'
import type { Problem } from '#language/form/problem.ts'
import type { Files } from '#language/form/workspace-files.ts'
import { type Context, UsageError } from './context.ts'
import { showProblems, summarise } from './show-problems.ts'

/** What stands under `workflows/`, checked. No catalogue where there is an error. */
export interface CheckedWorkspace {
  readonly files: Files
  readonly problems: readonly Problem[]
  readonly catalogue?: Catalogue
}

/** Reads and compiles every file of the workspace. Throws `UsageError` where there is no such folder. */
export async function checkWorkspace(folder: string): Promise<CheckedWorkspace> {
  return compileFolder(folder).catch((error: unknown) => {
    throw new UsageError(`There is no folder ${folder}: run this where workflows/ is, or name it with --workflows.`, {
      cause: error,
    })
  })
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
