import * as z from 'zod/mini'
import { listOf } from './values.ts'

export const Tone = z.enum(['in', 'warn', 'bad', 'good', 'quiet', 'sent'])
export type Tone = z.infer<typeof Tone>

/** Something for people: a mark that stands alone too, a sentence, and what else there is to know. */
export const Told = z.object({ mark: z.string(), tone: Tone, text: z.string(), details: listOf(z.string()) })
export type Told = z.infer<typeof Told>

export const told = (mark: string, tone: Tone, text: string, details: readonly string[] = []): Told => ({
  mark,
  tone,
  text,
  details,
})

/** Making one takes as long as writing a hundred times with it. */
const formats = new Map<string, Intl.DateTimeFormat>()

function formatIn(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    day: '2-digit',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  })
  formats.set(zone, made)
  return made
}

/** `Sat 21 Nov 21:00` in a zone. */
export const localTime = (at: number, zone: string): string => {
  const part = Object.fromEntries(
    formatIn(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  )
  return `${part['weekday']} ${part['day']} ${part['month']} ${part['hour']}:${part['minute']}`
}

/** Time in a zone, with the zone's name. */
export const timeIn = (at: number, zone: string): string => `${localTime(at, zone)} (${zone})`
