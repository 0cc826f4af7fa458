import picocolors from 'picocolors'
import { waitsUntil } from '#views/event-outcome.ts'
import type { Happening } from '#views/happening.ts'
import { happeningWords } from '#views/happening-words.ts'
import { localTime, type Tone } from '#views/told.ts'

export interface TerminalOptions {
  readonly say: (line: string) => void
  /** Zone of the times at the head of the lines. */
  readonly zone: () => string
  readonly url: string
  readonly colored: boolean
  /** Real milliseconds: a replay of thousands is counted, not told one by one. */
  readonly now?: () => number
}

/** Where a person looks, unless `NO_COLOR` asks for none. */
export const isColored = (): boolean => process.stdout.isTTY === true && !process.env['NO_COLOR']

/** Lines a second that somebody can still read. */
const MOST_A_SECOND = 40
const NAME_WIDTH = 12

/** Tells each happening as it comes; of a flood it tells how many there were. */
export function terminalTeller({
  say,
  zone,
  url,
  colored,
  now = Date.now,
}: TerminalOptions): (line: Happening) => void {
  const colors = picocolors.createColors(colored)
  const tint = tints(colors)
  let second = 0
  let count = 0
  let hinted = false
  return (happening) => {
    const current = Math.floor(now() / 1_000)
    if (current !== second) {
      if (count > MOST_A_SECOND) say(colors.dim(`${count - MOST_A_SECOND} more lines: ${url}/log has the latest`))
      second = current
      count = 0
    }
    count += 1
    if (count > MOST_A_SECOND) return
    const { mark, tone, text, details } = happeningWords(happening)
    say(
      `${colors.dim(localTime(happening.at, zone()))}  ${column(happening.customer)}${tint[tone](mark)}  ${tint[tone](text)}`,
    )
    for (const detail of details) say(`${' '.repeat(18 + NAME_WIDTH + 3)}${colors.dim(detail)}`)
    if (waitsUntil(happening) !== undefined && !hinted) {
      hinted = true
      say(
        `${' '.repeat(18 + NAME_WIDTH + 3)}${colors.dim(`to see it now, move the clock: ${clockCommand(happening, url)}`)}`,
      )
    }
  }
}

/** The command that moves the clock just past what is waited for. */
export function clockCommand(happening: Happening, url: string): string {
  const { at } = happening
  const until = waitsUntil(happening) ?? at
  return `curl -d '{"advance":"${inWords(Math.max(0, until - at))}"}' ${url}/clock`
}

function inWords(ms: number): string {
  const minutes = Math.ceil(ms / 60_000) + 1
  const [days, hours, rest] = [Math.floor(minutes / 1_440), Math.floor((minutes % 1_440) / 60), minutes % 60]
  return [days && `${days}d`, hours && `${hours}h`, rest && `${rest}m`].filter(Boolean).join(' ')
}

const tints = (
  colors: ReturnType<typeof picocolors.createColors>,
): { readonly [tone in Tone]: (text: string) => string } => ({
  in: colors.cyan,
  warn: colors.yellow,
  bad: colors.red,
  good: colors.green,
  quiet: (text) => text,
  sent: colors.magenta,
})

/** A full-width character takes two columns. */
const width = (text: string): number => [...text].reduce((sum, each) => sum + (/[⺀-￯]/.test(each) ? 2 : 1), 0)
function column(text: string): string {
  let cut = text
  while (width(cut) > NAME_WIDTH) cut = [...cut].slice(0, -1).join('')
  return cut + ' '.repeat(NAME_WIDTH - width(cut) + 1)
}
