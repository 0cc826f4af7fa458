import { Command } from 'commander'
import type { Catalogue } from '#engagement/model/catalogue.ts'
import type { Difference } from '#simulation/scenarios/compare.ts'
import { type PlayedWorkflow, passed, playWorkflow } from '#simulation/scenarios/play.ts'
import { type Context, UsageError } from '../context.ts'
import { tellUnreached, tellWorkflow } from '../scenarios/tell.ts'
import { placePrefix, requireCatalogue } from '../workspace.ts'

interface Options {
  readonly only: string
  readonly strict?: boolean
  readonly json?: boolean
}

export function testCommand(context: Context): Command {
  return new Command('test')
    .description(
      'Play the scenarios beside each workflow on a virtual clock, and name the steps and ways that none reaches.',
    )
    .argument('[workflows...]', 'only these (names of their folders)')
    .option('--only <words>', 'only scenarios with these words in their sentence', '')
    .option('--strict', 'a step or way that no scenario reaches is a finding too')
    .option('--json', 'answer as JSON: { passed, failed, workflows }')
    .action(async (names: readonly string[], options: Options) => test(context, names, options))
}

async function test(context: Context, names: readonly string[], options: Options): Promise<void> {
  const { catalogue, files } = await requireCatalogue(context, 'Playing scenarios')
  const workflows: PlayedWorkflow[] = []
  for (const workflow of chosen(catalogue, names)) {
    const played = await playWorkflow(catalogue, workflow, files, options.only)
    workflows.push(played)
    if (!options.json) context.terminal.out(tellWorkflow(context.terminal, played, placePrefix(context)))
  }
  const all = workflows.flatMap(({ played }) => played)
  const failed = all.filter((one) => !passed(one)).length
  const gaps = workflows.some(({ unreached }) => unreached.steps.length + unreached.ways.length > 0)
  if (failed > 0 || all.length === 0 || (options.strict && gaps)) context.exitCode = 1
  if (options.json) context.terminal.out(asJson(workflows, all.length - failed, failed))
  else tellEnd(context, workflows, all.length - failed, failed, options.only === '')
}

function tellEnd(
  { terminal }: Context,
  workflows: readonly PlayedWorkflow[],
  well: number,
  failed: number,
  whole: boolean,
): void {
  // Part of the scenarios says nothing about what the whole of them reaches.
  const unreached = whole ? tellUnreached(terminal, workflows) : ''
  if (unreached !== '') terminal.out(`\n${unreached}`)
  terminal.out(`\n${terminal.colors[failed > 0 ? 'red' : 'green'](`${well} passed, ${failed} failed`)}`)
}

function chosen({ workflows }: Catalogue, names: readonly string[]): Catalogue['workflows'] {
  const unknown = names.filter((name) => !workflows.some(({ id }) => id === name))
  if (unknown.length > 0)
    throw new UsageError(
      `There is no workflow ${unknown.join(', ')}; there are ${workflows.map(({ id }) => id).join(', ')}.`,
    )
  return names.length === 0 ? workflows : workflows.filter(({ id }) => names.includes(id))
}

function asJson(workflows: readonly PlayedWorkflow[], well: number, failed: number): string {
  const told = workflows.map(({ workflow, file, played, unreached }) => ({
    workflow,
    scenarios: played.map((one) => ({
      scenario: one.scenario.scenario,
      file,
      line: one.line,
      passed: passed(one),
      ...(one.differences.length === 0 ? {} : { differences: one.differences.map(brief) }),
      ...(one.crash === undefined ? {} : { crash: one.crash.message }),
    })),
    unreached,
  }))
  return JSON.stringify({ passed: well, failed, workflows: told }, null, 2)
}

/** Without the bodies: which message, when, on which channel. */
function brief(difference: Difference): object {
  if (!('sent' in difference)) return difference
  const { at, name, outgoing, locale } = difference.sent
  return { ...difference, sent: { name, at: new Date(at).toISOString(), channel: outgoing.channel, locale } }
}
