import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { Command } from 'commander'
import type { Context } from '../context.ts'
import { eventTypes } from '../types/event-types.ts'
import { requireCatalogue } from '../workspace.ts'

interface Options {
  readonly out?: string
  readonly check?: boolean
}

export function typesCommand(context: Context): Command {
  return new Command('types')
    .description(
      'Write the vocabulary as TypeScript types, with an emitter for producers: one file, to be copied or written into their code.',
    )
    .option('-o, --out <file>', 'where to (default: schemas/events.ts in the folder of the workflows)')
    .option('--check', 'change nothing; a stale file is a finding')
    .addHelpText('after', '\nExample: beforehand types --out ../shop/src/beforehand-events.ts')
    .action(async (options: Options) => {
      const { catalogue } = await requireCatalogue(context, 'Writing types')
      const file = options.out === undefined ? join(context.workflows, 'schemas', 'events.ts') : resolve(options.out)
      const text = eventTypes(catalogue)
      // A file that is not there yet is as stale as one that differs.
      if ((await readFile(file, 'utf8').catch(() => undefined)) === text) return
      if (options.check) context.exitCode = 1
      else {
        await mkdir(dirname(file), { recursive: true })
        await writeFile(file, text)
      }
      context.terminal.out(`${options.check ? 'stale' : 'written'}  ${file}`)
    })
}
