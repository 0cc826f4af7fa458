import picocolors from 'picocolors'
import * as z from 'zod'
import { PEOPLE } from './story.ts'

/** What the timeline page says, as far as the story needs it. */
export const Timeline = z.array(
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('event'), at: z.string(), event: z.string(), raisedByUs: z.boolean() }),
    z.object({
      kind: z.literal('decision'),
      at: z.string(),
      workflow: z.string(),
      verdict: z.string(),
      reason: z.string(),
      until: z.string().optional(),
      message: z.string().optional(),
      values: z.array(z.object({ asked: z.string(), saw: z.unknown().optional(), verdict: z.string() })).optional(),
    }),
    z.object({
      kind: z.literal('message'),
      at: z.string(),
      id: z.string(),
      message: z.string(),
      channel: z.string(),
      status: z.string(),
    }),
    z.object({ kind: z.literal('outcome'), at: z.string() }),
  ]),
)
export type Entry = z.infer<typeof Timeline>[number]

export const Letters = z.array(
  z.object({
    id: z.string(),
    channel: z.string(),
    to: z.string(),
    subject: z.string().nullish(),
    text: z.string().nullish(),
    workflow: z.string(),
    step: z.string(),
    customerId: z.string(),
    sentAt: z.string(),
  }),
)
export type Letter = z.infer<typeof Letters>[number]

const color = picocolors.createColors(process.stdout.isTTY === true && !process.env['NO_COLOR'])
const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Tokyo', hour: '2-digit', minute: '2-digit' })
const day = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Tokyo', weekday: 'short', day: 'numeric' })
export const when = (at: string): string => `${day.format(new Date(at))}  ${clock.format(new Date(at))}`

const nameOf = (who: string): string => PEOPLE.find((person) => person.id === who)?.name ?? who
/** A full-width character takes two columns. */
const width = (text: string): number => [...text].reduce((sum, each) => sum + (/[\u2e80-\uffef]/.test(each) ? 2 : 1), 0)
const column = (text: string, size: number): string => text + ' '.repeat(Math.max(1, size - width(text)))

const line = (at: string, who: string, mark: string, text: string): string =>
  `${color.dim(when(at))}  ${column(nameOf(who), 12)}${mark}  ${text}`
const under = (text: string): string => `${' '.repeat(28)}${text}`

/** Decisions that tell the story; the others say that nothing was to be done. */
const TOLD: ReadonlySet<string> = new Set([
  'entered',
  'restarted',
  'exited',
  'skipped',
  'held',
  'flagged',
  'goal_reached',
])

/** One entry of a customer's timeline as lines for a reader; none for what does not matter to the story. */
export function tell(who: string, entry: Entry): readonly string[] {
  switch (entry.kind) {
    case 'event':
      if (entry.event === 'identify' || entry.event.startsWith('Email ')) return []
      return [
        line(
          entry.at,
          who,
          entry.raisedByUs ? color.yellow('!') : color.cyan('>'),
          entry.raisedByUs ? `${entry.event} ${color.dim('(raised by the engine)')}` : entry.event,
        ),
      ]
    case 'decision':
      return TOLD.has(entry.verdict) ? tellDecision(who, entry) : []
    case 'message':
    case 'outcome':
      return []
  }
}

function tellDecision(who: string, entry: Extract<Entry, { kind: 'decision' }>): readonly string[] {
  const silent = entry.verdict === 'skipped' || entry.verdict === 'exited'
  const words = `${entry.workflow}: ${entry.verdict}, ${entry.reason}${entry.until === undefined ? '' : ` until ${when(entry.until)}`}`
  const seen = (entry.values ?? [])
    .slice(0, 3)
    .map((value) =>
      under(color.dim(`${value.asked}: ${value.saw === undefined ? 'nothing there' : JSON.stringify(value.saw)}`)),
    )
  return [line(entry.at, who, silent ? color.red('x') : color.green('*'), words), ...seen]
}

/** A letter as it arrived: its subject and first lines. */
export function tellLetter(letter: Letter): readonly string[] {
  const text = (letter.text ?? '')
    .split('\n')
    .filter((each) => each.trim() !== '')
    .slice(0, 4)
  return [
    line(letter.sentAt, letter.customerId, color.magenta('✉'), color.bold(letter.subject ?? letter.step)),
    ...text.map((each) => under(color.dim('│ ') + each)),
  ]
}

export const heading = (text: string): string => `\n${color.bold(text)}`
export const good = (text: string): string => `${color.green('ok')}   ${text}`
export const bad = (text: string): string => `${color.red('NOT')}  ${text}`
