import { resolve } from 'node:path'
import { Command, CommanderError, Option } from 'commander'
import { explainCommand } from './commands/explain.ts'
import { previewCommand } from './commands/preview.ts'
import { publishCommand } from './commands/publish.ts'
import { readCommand } from './commands/read.ts'
import { schemasCommand } from './commands/schemas.ts'
import { sendEventCommand } from './commands/send-event.ts'
import { testCommand } from './commands/test.ts'
import { typesCommand } from './commands/types.ts'
import { validateCommand } from './commands/validate.ts'
import { type Context, type ExitCode, UsageError } from './context.ts'

/** Runs `beforehand <args>`. Never throws for what a user can do wrong: says it, and answers with the exit code. */
export async function runCli(args: readonly string[], context: Context, version: string): Promise<ExitCode> {
  try {
    await program(context, version).parseAsync([...args], { from: 'user' })
    return context.exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    if (!(error instanceof UsageError)) throw error
    context.terminal.err(`${context.terminal.colors.red('error')}: ${error.message}`)
    return 2
  }
}

function program(context: Context, version: string): Command {
  const { terminal } = context
  const root = new Command('beforehand')
    .description('Tell your customers first: check, try, explain and publish workflows.')
    .version(version, '-v, --version')
    .addOption(new Option('--workflows <folder>', 'where the workflows are').default(context.workflows, './workflows'))
    .hook('preAction', (command) => {
      context.workflows = resolve(command.opts<{ workflows: string }>().workflows)
    })
    .addHelpText(
      'after',
      '\nExit codes: 0 well, 1 something was found, 2 asked wrongly or something needed is not there.',
    )
    .showSuggestionAfterError()
  const commands = [
    validateCommand,
    testCommand,
    previewCommand,
    readCommand,
    explainCommand,
    sendEventCommand,
    publishCommand,
    schemasCommand,
    typesCommand,
  ]
  for (const create of commands) root.addCommand(create(context))
  for (const command of [root, ...root.commands]) {
    command
      .exitOverride()
      .showHelpAfterError('(--help says more)')
      .configureOutput({
        writeOut: (text) => terminal.out(text.trimEnd()),
        writeErr: (text) => terminal.err(text.trimEnd()),
        getOutHasColors: () => terminal.colors.isColorSupported,
        getErrHasColors: () => terminal.colors.isColorSupported,
      })
  }
  return root
}
