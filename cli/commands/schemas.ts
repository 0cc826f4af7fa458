import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Command } from 'commander'
import { editorSchemas } from '#engagement/definition/source/editor-schemas.ts'
import type { Context } from '../context.ts'

export function schemasCommand(context: Context): Command {
  return new Command('schemas')
    .description('Write the JSON Schemas from which editors complete workflow files.')
    .option('--check', 'change nothing; a stale file is a finding')
    .action(async (options: { readonly check?: boolean }) => {
      const folder = join(context.workflows, 'schemas')
      if (!options.check) await mkdir(folder, { recursive: true })
      for (const [name, text] of editorSchemas()) {
        const file = join(folder, name)
        // A file that is not there yet is as stale as one that differs.
        if ((await readFile(file, 'utf8').catch(() => undefined)) === text) continue
        if (options.check) context.exitCode = 1
        else await writeFile(file, text)
        context.terminal.out(`${options.check ? 'stale' : 'written'}  ${file}`)
      }
    })
}
