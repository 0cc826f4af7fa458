import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { extname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Catalogue } from '#engagement/model/catalogue.ts'
import { SetupError } from './setup-error.ts'

/** As TypeScript in this repository, as JavaScript in the package. */
const program = fileURLToPath(new URL(`compile-workflows${extname(import.meta.url)}`, import.meta.url))
const compiled = new Map<string, Catalogue>()

/**
 * The catalogue that a folder of workflows compiles to; once per folder and process. Throws `SetupError` with the place
 * of every error: what does not check is not deployed.
 */
export function compiledWorkflows(folder: string): Catalogue {
  const path = resolve(folder)
  const known = compiled.get(path)
  if (known !== undefined) return known
  if (!existsSync(path)) throw new SetupError(`workflows: there is no folder ${folder}.`)
  const said = execFileSync(process.execPath, [program, path], { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 })
  // Said by our own program beside this file.
  const { catalogue, errors } = JSON.parse(said) as { catalogue?: Catalogue; errors: readonly string[] }
  if (catalogue === undefined)
    throw new SetupError(
      `${folder} does not check, so it is not deployed:\n${errors.map((error) => `  ${error}`).join('\n')}`,
    )
  compiled.set(path, catalogue)
  return catalogue
}
