import { Command } from 'commander'
import { staleSchemas, writeSchemas } from '#adapters/files/editor-schema-files.ts'
import type { Context } from '../context.ts'

export function schemasCommand(context: Context): Command {
  return new Command('schemas')
    .description('Write the JSON Schemas from which editors complete workflow files.')
    .option('--check', 'change nothing; a stale file is a finding')
    .action(async (options: { readonly check?: boolean }) => {
      const files = options.check ? await staleSchemas(context.workflows) : await writeSchemas(context.workflows)
      if (options.check && files.length > 0) context.exitCode = 1
      for (const { path } of files) context.terminal.out(`${options.check ? 'stale' : 'written'}  ${path}`)
    })
}
