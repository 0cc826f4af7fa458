import * as z from 'zod/mini'
import { EVENT_WARNINGS } from '#engagement/customer/event-warning.ts'
import type { Happening } from './happening.ts'
import { happeningWords } from './happening-words.ts'
import { Told } from './told.ts'
import { listOf, Time, timeOf } from './values.ts'

const Warning = z.object({
  code: z.enum(EVENT_WARNINGS),
  place: z.string(),
  message: z.string(),
  hint: z.optional(z.string()),
})

export const HappeningLine = z.object({
  seq: z.number(),
  at: Time,
  customer: z.string(),
  /** messageId of the event from outside that led to it. */
  cause: z.optional(z.string()),
  kind: z.enum(['accepted', 'refused', 'repeated', 'raised', 'decided', 'waits', 'message']),
  mark: Told.shape.mark,
  text: Told.shape.text,
  details: Told.shape.details,
  warnings: z.optional(listOf(Warning)),
  /** Until when it waits, and how to come there. */
  until: z.optional(Time),
  move: z.optional(z.string()),
  /** Where the message can be read. */
  letter: z.optional(z.string()),
})
export type HappeningLine = z.infer<typeof HappeningLine>

/** What one event led to, or what happened of late. `handled`: of one event, whether everything was decided about it. */
export const EventOutcome = z.object({ handled: z.optional(z.boolean()), lines: listOf(HappeningLine) })
export type EventOutcome = z.infer<typeof EventOutcome>

/** What a host knows beside the log. */
export interface HostWords {
  /** The command that moves its clock to what a line waits for. */
  readonly moveTo: (line: Happening) => string
  /** Where a letter is read. */
  readonly letterAt: (letter: number) => string
}

export function eventOutcome(
  lines: readonly Happening[],
  handled: boolean | undefined,
  words: HostWords,
): EventOutcome {
  return { ...(handled === undefined ? {} : { handled }), lines: lines.map((line) => happeningLine(line, words)) }
}

function happeningLine(line: Happening, { moveTo, letterAt }: HostWords): HappeningLine {
  const { mark, text, details } = happeningWords(line)
  const { what, at, seq, customer, cause } = line
  const until = waitsUntil(line)
  return {
    seq,
    customer,
    ...(cause === undefined ? {} : { cause }),
    at: timeOf(at),
    kind: what.kind,
    mark,
    text,
    details,
    ...(what.kind === 'accepted' ? { warnings: what.warnings } : {}),
    ...(until === undefined ? {} : { until: timeOf(until), move: moveTo(line) }),
    ...(what.kind === 'message' && what.letter !== undefined ? { letter: letterAt(what.letter) } : {}),
  }
}

/** Until when it waits, where it does: a run, or a message that is held back. */
export function waitsUntil({ what }: Pick<Happening, 'what'>): number | undefined {
  if (what.kind === 'waits') return what.waiting.until
  return what.kind === 'decided' ? what.decision.until : undefined
}
