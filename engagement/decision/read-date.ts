import type { Json } from '../customer/json.ts'

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

/** Reads an ISO 8601 date or date-time; one without an offset is the customer's local time. Undefined where it is neither. */
export function readDate(value: Json | undefined, zone: string): ReadDate | undefined {
  if (typeof value !== 'string') return undefined
  const day = DAY.exec(value)
  if (day) {
    const local = utcDay(day)
    return local === undefined ? undefined : { at: fromLocal(local, zone), day: value }
  }
  const time = TIME.exec(value)
  if (!time) return undefined
  const local = utcDay(time)
  const clock = readClock(time)
  if (local === undefined || clock === undefined) return undefined
  const offset = time[8]
  return { at: offset === undefined ? fromLocal(local + clock, zone) : local + clock - readOffset(offset) }
}

/** An ISO string as `readDate` reads it, or epoch milliseconds. */
export function readInstant(value: Json | undefined, zone: string): number | undefined {
  return typeof value === 'number' ? value : readDate(value, zone)?.at
}

/** The customer's calendar day at an instant, as `2026-11-24`. */
export function dayAt(at: number, zone: string): string {
  return new Date(at + offsetAt(at, zone)).toISOString().slice(0, 10)
}

function utcDay(parts: RegExpExecArray): number | undefined {
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])]
  const at = Date.UTC(year, month - 1, day)
  const date = new Date(at)
  const real = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return real ? at : undefined
}

function readClock(parts: RegExpExecArray): number | undefined {
  const [hours, minutes, seconds] = [Number(parts[4]), Number(parts[5]), Number(parts[6] ?? 0)]
  if (hours > 23 || minutes > 59 || seconds > 60) return undefined
  const fraction = Math.floor(Number(`0.${parts[7] ?? 0}`) * 1000)
  return (hours * 60 + minutes) * MINUTE + seconds * 1000 + fraction
}

function readOffset(text: string): number {
  if (text === 'Z' || text === 'z') return 0
  const digits = text.slice(1).replace(':', '')
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2) || 0)
  return (text.startsWith('-') ? -minutes : minutes) * MINUTE
}

/** Local wall time to an instant: in a gap the time after it, of two the earlier (RFC 5545's way). */
function fromLocal(local: number, zone: string): number {
  const before = offsetAt(local - 24 * 60 * MINUTE, zone)
  const after = offsetAt(local + 24 * 60 * MINUTE, zone)
  const early = local - before
  if (before === after || offsetAt(early, zone) === before) return early
  const late = local - after
  return offsetAt(late, zone) === after ? late : early
}

const formats = new Map<string, Intl.DateTimeFormat>()

function offsetAt(at: number, zone: string): number {
  if (zone === 'UTC') return 0
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    formats.set(zone, format)
  }
  const part: { [name: string]: number } = {}
  for (const { type, value } of format.formatToParts(at)) part[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000
}
