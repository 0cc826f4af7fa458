import { readMilliseconds } from './instant.ts'
import { instantOfLocal } from './zone.ts'

/** A date as read from a property: an instant, or a whole day of the customer where no time was written. */
export interface ReadDate {
  /** Epoch milliseconds; for a day, its beginning in the zone. */
  readonly at: number
  /** `2026-11-24`, where no time was written. */
  readonly day?: string
}

const DAY = /^(\d{4})-(\d\d)-(\d\d)$/
const TIME = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(Z|z|[+-]\d\d(?::?\d\d)?)?$/
const MINUTE = 60_000
const LAST_OF_DAY = 24 * 60 * MINUTE - 1

/** Reads an ISO 8601 date or date-time; one without an offset is the customer's local time. Undefined where it is neither. */
export function readDate(value: unknown, zone: string): ReadDate | undefined {
  if (typeof value !== 'string') return undefined
  const day = DAY.exec(value)
  if (day !== null) {
    const at = onDay(day, 0, zone)
    return at === undefined ? undefined : { at, day: value }
  }
  const time = TIME.exec(value)
  const clock = time === null ? undefined : readClock(time)
  if (time === null || clock === undefined) return undefined
  if (time[8] === undefined) return dated(onDay(time, clock, zone))
  const offset = readOffset(time[8])
  const at = onDay(time, clock, 'UTC')
  return at === undefined || offset === undefined ? undefined : { at: at - offset }
}

const dated = (at: number | undefined): ReadDate | undefined => (at === undefined ? undefined : { at })

/** An ISO string as `readDate` reads it, or whole epoch milliseconds; undefined where it is neither. */
export function readInstant(value: unknown, zone: string): number | undefined {
  return typeof value === 'number' ? readMilliseconds(value) : readDate(value, zone)?.at
}

/** The last instant that a date means: "by the 22nd" is the last millisecond of that day where the customer is. */
export function readDeadline(value: unknown, zone: string): number | undefined {
  const day = typeof value === 'string' ? DAY.exec(value) : null
  return day === null ? readInstant(value, zone) : onDay(day, LAST_OF_DAY, zone)
}

const onDay = (parts: RegExpExecArray, time: number, zone: string): number | undefined =>
  instantOfLocal(Number(parts[1]), Number(parts[2]), Number(parts[3]), time, zone)

function readClock(parts: RegExpExecArray): number | undefined {
  const [hours, minutes, seconds] = [Number(parts[4]), Number(parts[5]), Number(parts[6] ?? 0)]
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined
  const fraction = Number((parts[7] ?? '').slice(0, 3).padEnd(3, '0'))
  return (hours * 60 + minutes) * MINUTE + seconds * 1000 + fraction
}

/** Milliseconds; undefined where there is no such offset. */
function readOffset(text: string): number | undefined {
  if (text === 'Z' || text === 'z') return 0
  const digits = text.slice(1).replace(':', '')
  const [hours, minutes] = [Number(digits.slice(0, 2)), Number(digits.slice(2) || 0)]
  if (hours > 23 || minutes > 59) return undefined
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * MINUTE
}
