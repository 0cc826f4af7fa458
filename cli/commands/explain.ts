import { Command, Option } from 'commander'
import { decisionWords } from '#language/reason-words/decision-words.ts'
import { LANGUAGES, type Language } from '#language/reason-words/language.ts'
import { type DecisionLine, type EventLine, Timeline } from '#views/timeline.ts'
import type { Context } from '../context.ts'
import { UsageError } from '../context.ts'
import { askHost, hostEndpoint } from '../host.ts'
import { table } from '../table.ts'

interface Options {
  readonly endpoint?: string
  readonly json?: boolean
  readonly lang: Language
}

export function explainCommand(context: Context): Command {
  return new Command('explain')
    .description('Say why a customer got a message, or did not: every decision with its reason and the values it saw.')
    .argument('<customer>', "the customer's id, as you sent it")
    .argument('[workflow]', "only this workflow (its folder's name), in full")
    .option('--endpoint <url>', 'the local host (default: http://127.0.0.1:$PORT, 4100)')
    .addOption(new Option('--lang <language>', 'in which language decisions are told').choices(LANGUAGES).default('en'))
    .option('--json', 'answer as JSON')
    .action(async (customer: string, workflow: string | undefined, options: Options) =>
      explain(context, customer, workflow, options),
    )
}

async function explain(
  context: Context,
  customer: string,
  workflow: string | undefined,
  options: Options,
): Promise<void> {
  const endpoint = hostEndpoint(context, options.endpoint)
  const timeline = await askHost(endpoint, `/customers/${encodeURIComponent(customer)}/timeline`, Timeline)
  if (timeline === undefined) throw new UsageError(`${endpoint} knows no customer "${customer}".`)
  const about = timeline.filter((line) => line.kind === 'event' || workflow === undefined || line.workflow === workflow)
  const decisions = about.filter((line): line is DecisionLine => line.kind === 'decision')
  if (workflow !== undefined && decisions.length === 0) context.exitCode = 1
  if (options.json) context.terminal.out(JSON.stringify({ customer, timeline: about }, null, 2))
  else
    context.terminal.out(
      workflow === undefined
        ? overview(context, customer, timeline, options.lang)
        : story(context, workflow, about, options.lang),
    )
}

/** One row a workflow: how far they came, and why. */
function overview({ terminal }: Context, customer: string, timeline: Timeline, lang: Language): string {
  const decisions = timeline.filter((line): line is DecisionLine => line.kind === 'decision')
  const byWorkflow = Map.groupBy(decisions, (line) => line.workflow)
  const misread = notUnderstood(terminal, timeline)
  if (byWorkflow.size === 0) return [`No workflow names anything that happened to ${customer}.`, ...misread].join('\n')
  const rows = [...byWorkflow].map(([workflow, lines]) => {
    const sent = timeline.filter(
      (line) => line.kind === 'message' && line.workflow === workflow && wentOut(line.status),
    ).length
    // Which way was taken says less than where it led.
    const last = lines.findLast(({ verdict }) => verdict !== 'branched') ?? lines.at(-1)
    return [workflow, String(sent), last === undefined ? '' : when(last.at), last === undefined ? '' : tell(last, lang)]
  })
  const hint = terminal.colors.dim(`beforehand explain ${customer} <workflow> tells one in full. Times are UTC.`)
  return [table(terminal, ['workflow', 'sent', 'last', 'and why'], rows), hint, ...misread].join('\n')
}

/** Events in which something was not understood, newest last: what workflows could not see. */
function notUnderstood({ colors }: Context['terminal'], timeline: Timeline): readonly string[] {
  const lines = timeline.filter((line): line is EventLine => line.kind === 'event' && line.warnings !== undefined)
  if (lines.length === 0) return []
  const shown = lines.slice(-10)
  const more = lines.length - shown.length
  return [
    '',
    colors.yellow('Not understood in what was sent:'),
    ...(more === 0 ? [] : [colors.dim(`${more} earlier events`)]),
    ...shown.flatMap((line) => [
      `${colors.dim(when(line.at))}  ${colors.bold(line.event)} ${colors.dim(line.messageId)}`,
      ...warningsOf(line),
    ]),
  ]
}

const warningsOf = ({ warnings = [] }: EventLine): readonly string[] =>
  warnings.map(
    ({ place, message, hint }) => `${' '.repeat(18)}${place}: ${message}${hint === undefined ? '' : `. ${hint}`}`,
  )

const wentOut = (status: string): boolean => ['sent', 'unknown', 'delivered', 'bounced', 'complained'].includes(status)
const tell = (line: DecisionLine, lang: Language): string =>
  decisionWords(line.until === undefined ? line : { ...line, until: when(line.until) }, lang)
const when = (iso: string): string => iso.slice(0, 16).replace('T', ' ')

/** Everything about one workflow, with the events that led to it. */
function story({ terminal }: Context, workflow: string, lines: Timeline, lang: Language): string {
  const { colors } = terminal
  const causes = new Set(
    lines.flatMap((line) => (line.kind === 'decision' && line.cause !== undefined ? [line.cause] : [])),
  )
  const told = lines.flatMap((line): readonly string[] => {
    const at = colors.dim(when(line.at))
    switch (line.kind) {
      case 'event':
        return causes.has(line.messageId) ? [`${at}  ${colors.bold(line.event)}`, ...warningsOf(line)] : []
      case 'decision':
        return [`${at}    ${tell(line, lang)} ${colors.dim(`[${line.reason}]`)}`, ...seen(terminal.colors, line)]
      case 'message':
        return [`${at}    ${colors.green(`${line.channel} "${line.message}": ${line.status}`)}`]
      case 'outcome':
        return [`${at}    ${colors.cyan(line.outcome)}`]
    }
  })
  return told.length === 0
    ? `${workflow} never had to decide about this customer: nothing that it names has happened.`
    : told.join('\n')
}

/** What each condition asked for and what it found; what matched is not the reason for a no. */
function seen(colors: Context['terminal']['colors'], { values = [], verdict }: DecisionLine): readonly string[] {
  const telling = verdict === 'not_entered' ? values.filter((value) => value.verdict !== 'matched') : values
  return telling.map(({ asked, saw, verdict: came }) => {
    const mark =
      came === 'matched' ? colors.green('yes') : came === 'unmatched' ? colors.red('no ') : colors.yellow('?  ')
    return `${' '.repeat(22)}${mark} ${asked}${colors.dim(saw === undefined ? ' (not known)' : ` (saw ${JSON.stringify(saw)})`)}`
  })
}
