import { Command } from 'commander'
import type { Context } from '../context.ts'
import { showProblems, summarise } from '../show-problems.ts'
import { type CheckedWorkspace, checkWorkspace, placePrefix } from '../workspace.ts'

interface Options {
  readonly json?: boolean
  readonly strict?: boolean
}

export function validateCommand(context: Context): Command {
  return new Command('validate')
    .description('Check every workflow, message, scenario and setting; all problems at once, each with its place.')
    .option('--strict', 'warnings count as findings too')
    .option('--json', 'answer as JSON: { ok, problems }')
    .action(async (options: Options) => {
      const checked = await checkWorkspace(context.workflows)
      const ok = checked.catalogue !== undefined && !(options.strict && checked.problems.length > 0)
      if (!ok) context.exitCode = 1
      context.terminal.out(
        options.json ? JSON.stringify({ ok, problems: checked.problems }, null, 2) : tell(context, checked),
      )
    })
}

function tell(context: Context, { files, problems, catalogue }: CheckedWorkspace): string {
  const { colors } = context.terminal
  const shown = problems.length === 0 ? [] : [showProblems(context.terminal, problems, files, placePrefix(context)), '']
  const summary =
    catalogue === undefined
      ? colors.red(summarise(problems))
      : `${colors.green('ok')}  ${catalogue.workflows.length} workflows, ${Object.keys(catalogue.events).length} events, ${catalogue.promises.length} promises${problems.length === 0 ? '' : `; ${summarise(problems)}`}`
  return [...shown, summary].join('\n')
}
