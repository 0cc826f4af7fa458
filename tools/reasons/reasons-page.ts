import { REASON_CODES, REASONS, type ReasonPlace } from '#engagement/decision/reasons.ts'
import { reasonWords, remedyFor } from '#language/reason-words/reason-words.ts'

const HEAD = `# Reasons

Every decision, and every message that isn't sent, carries a reason: a stable code, kept in the timeline and shown by \`beforehand explain\`. This page is made by \`npm run reasons\` of \`engagement/decision/reasons.ts\` and the words in \`language/reason-words/\`.

Where the shop itself names what happened, the reason is that name: the event of an exit or a goal, the way that was taken, the reason of an \`end\` step. \`status-404\` and the like say what an endpoint or a provider answered.

A code that this version doesn't know was stored by another one: it is shown as \`unknown reason code\`.
`

const PLACES: { readonly [place in ReasonPlace]: string } = {
  entered: 'entered',
  not_entered: 'did not enter',
  restarted: 'started over',
  ignored: 'ignored',
  held: 'held',
  skipped: 'not sent',
  planned: 'planned',
  sent: 'sent',
  failed: 'failed',
  exited: 'left',
  ended: 'ended',
  goal_reached: 'goal reached',
  flagged: 'needs a look',
  branched: 'took a way',
  message: 'on a message',
}

const row = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`

/** `docs/reasons.md`. */
export function reasonsPage(): string {
  const reasons = REASON_CODES.map((code) =>
    row([
      `\`${code}\``,
      REASONS[code].map((place) => PLACES[place]).join(', '),
      reasonWords(code, 'en'),
      reasonWords(code, 'ja'),
      remedyFor(code) ?? '',
    ]),
  )
  return [HEAD, ...table(['code', 'where', 'in English', 'in Japanese', 'what to do'], reasons), ''].join('\n')
}

const table = (heads: readonly string[], rows: readonly string[]): readonly string[] => [
  row(heads),
  row(heads.map(() => '---')),
  ...rows,
]
