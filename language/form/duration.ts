import type { MinuteOfDay, Span } from '#engagement/model/workflow.ts'

const UNITS: { readonly [unit: string]: number } = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }
const DAYS: { readonly [unit: string]: number } = { d: 1, w: 7 }

export const DURATION = /^\d+(\.\d+)?[smhdw]( ?\d+(\.\d+)?[smhdw])*$/
export const TIME_OF_DAY = /^([01]?\d|2[0-3]):[0-5]\d$/

/** Nothing in this language lasts longer: ten years, in milliseconds. */
const LONGEST = 3_653 * 86_400_000

export type DurationFault = 'unreadable' | 'too-long' | 'nothing'

/** What is wrong with a duration as written; undefined where nothing is. */
export function durationFault(text: string): DurationFault | undefined {
  const read = readDuration(text)
  if (read === undefined) return 'unreadable'
  return read.ms > LONGEST ? 'too-long' : undefined
}

/** The same for a length of time in which something is to happen. */
export const periodFault = (text: string): DurationFault | undefined =>
  durationFault(text) ?? (readDuration(text)?.ms === 0 ? 'nothing' : undefined)

/** `1d 12h` -> 36 hours with 1 whole day, in whole milliseconds. Undefined where it is no duration. */
export function readDuration(text: string): Span | undefined {
  if (!DURATION.test(text)) return undefined
  let ms = 0
  let days = 0
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)([smhdw])/g)) {
    ms += Number(amount) * (UNITS[unit ?? ''] ?? 0)
    days += Number(amount) * (DAYS[unit ?? ''] ?? 0)
  }
  return { ms: Math.round(ms), ...(days > 0 && Number.isInteger(days) ? { days } : {}) }
}

/** A duration that the schema has already checked. */
export function span(text: string): Span {
  const read = readDuration(text)
  if (read === undefined) throw new RangeError(`not a duration: ${text}`)
  return read
}

/** `18:30` -> 1110. */
export function minuteOfDay(text: string): MinuteOfDay {
  const [hours, minutes] = text.split(':')
  return Number(hours) * 60 + Number(minutes)
}
