import type { Decision } from '#engagement/decision/decision.ts'
import { isCustomerChannel } from '#engagement/model/channels.ts'
import type { Scenario } from '#language/form/scenario-schema.ts'
import { decisionWords } from '#language/reason-words/decision-words.ts'
import { type Difference, inOffsetOf, wordsOf } from '#simulation/scenarios/compare.ts'
import { type Played, type PlayedWorkflow, passed } from '#simulation/scenarios/play.ts'
import type { Sent } from '#simulation/world.ts'
import type { Terminal } from '../context.ts'

/** A workflow's scenarios, a line each; those that failed with what was expected (-) and what happened (+). */
export function tellWorkflow(terminal: Terminal, { workflow, file, played }: PlayedWorkflow, prefix: string): string {
  const { colors } = terminal
  const lines = played.flatMap((one) => {
    const mark = passed(one) ? colors.green('ok    ') : colors.red('FAILED')
    return [
      `  ${mark}  ${one.scenario.scenario}`,
      ...(passed(one) ? [] : tellFailure(terminal, one, `${prefix}${file}:${one.line}`)),
    ]
  })
  return [colors.bold(workflow), ...(lines.length === 0 ? [colors.yellow('  no scenarios')] : lines)].join('\n')
}

function tellFailure(
  { colors }: Terminal,
  { scenario, differences, result, crash }: Played,
  place: string,
): readonly string[] {
  const said = [
    colors.dim(place),
    ...(crash === undefined ? [] : [colors.red(crash.stack ?? crash.message)]),
    ...differences.flatMap((difference) =>
      tellDifference(difference, scenario).map((line) =>
        line.startsWith('+') ? colors.green(line) : line.startsWith('-') ? colors.red(line) : line,
      ),
    ),
    ...(result === undefined || result.decisions.length === 0 ? [] : [colors.dim('what was decided:')]),
    ...(result?.decisions ?? []).map((decision) => colors.dim(`  ${tellDecision(decision, scenario)}`)),
  ]
  return said.map((line) => line.replaceAll(/^/gm, ' '.repeat(10)))
}

function tellDecision({ at, until, ...decision }: Decision, scenario: Scenario): string {
  const shown = until === undefined ? {} : { until: inOffsetOf(scenario.until, until) }
  return `${inOffsetOf(scenario.until, at)}  ${decisionWords({ ...decision, ...shown })} [${decision.reason}]`
}

function tellDifference(difference: Difference, scenario: Scenario): readonly string[] {
  switch (difference.kind) {
    case 'missing':
      return [`- expected  ${flow(difference.expected)}`]
    case 'unexpected':
      return [`+ also sent  ${tellSent(difference.sent, scenario)}`]
    case 'different':
      return [
        `  ${tellSent(difference.sent, scenario)}`,
        ...difference.fields.flatMap(({ field, expected, saw }) => [
          `-   ${field}: ${expected}`,
          `+   ${field}: ${saw.replaceAll('\n', '\n+       ')}`,
        ]),
      ]
    case 'undecided':
      return [`- expected  a decision ${flow(difference.expected)}`]
  }
}

function tellSent(sent: Sent, { until }: Scenario): string {
  const [words = ''] = wordsOf(sent.outgoing).split('\n')
  const shown = isCustomerChannel(sent.outgoing.channel) ? ` "${words}"` : ''
  return `${sent.name}  ${inOffsetOf(until, sent.at)}  ${sent.outgoing.channel}${shown}`
}

/** As it would stand in the file. */
const flow = (expected: object): string =>
  `{ ${Object.entries(expected)
    .map(([key, value]) => `${key}: ${Array.isArray(value) ? `[${value.join(', ')}]` : value}`)
    .join(', ')} }`

/** What no scenario reaches, by workflow; nothing where all is reached. */
export function tellUnreached(terminal: Terminal, workflows: readonly PlayedWorkflow[]): string {
  const lines = workflows.flatMap(({ workflow, unreached: { steps, ways } }) => [
    ...steps.map(({ id, what }) => `  ${workflow}  step ${id} (${what})`),
    ...ways.map((way) => `  ${workflow}  way ${way}`),
  ])
  return lines.length === 0 ? '' : [terminal.colors.yellow('No scenario reaches'), ...lines].join('\n')
}
