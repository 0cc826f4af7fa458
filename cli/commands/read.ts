import { Command, Option } from 'commander'
import type { Workflow } from '#engagement/model/workflow.ts'
import { readWorkflow } from '#language/read/read-workflow.ts'
import { LANGUAGES, type Language } from '#language/reason-words/language.ts'
import { type Context, UsageError } from '../context.ts'
import { requireCatalogue } from '../workspace.ts'

interface Options {
  readonly lang: Language
  readonly json?: boolean
}

export function readCommand(context: Context): Command {
  return new Command('read')
    .description('Read a workflow back as plain sentences, as a colleague would tell it.')
    .argument('<workflow>', "its folder's name")
    .addOption(new Option('--lang <language>', 'in which language').choices(LANGUAGES).default('en'))
    .option('--json', 'answer as JSON: { workflow, version, lang, sentences }')
    .action(async (name: string, options: Options) => {
      const { catalogue } = await requireCatalogue(context, 'Reading a workflow back')
      const workflow = find(catalogue.workflows, name)
      const sentences = readWorkflow(workflow, options.lang)
      const { id, version } = workflow
      if (options.json)
        context.terminal.out(JSON.stringify({ workflow: id, version, lang: options.lang, sentences }, null, 2))
      else context.terminal.out(sentences.join('\n'))
    })
}

function find(workflows: readonly Workflow[], name: string): Workflow {
  const workflow = workflows.find(({ id }) => id === name)
  if (workflow === undefined)
    throw new UsageError(`There is no workflow ${name}; there are ${workflows.map(({ id }) => id).join(', ')}.`)
  return workflow
}
