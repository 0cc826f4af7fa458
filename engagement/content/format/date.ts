import { readDeadline } from '../../customer/read-date.ts'

const DATE_ONLY = /^\d{4}-\d{2}-\d{2}$/
const DAY_MS = 86_400_000
/** Further away than this, a date without its year could be misread. */
const YEAR_UNCLEAR_MS = 180 * DAY_MS

/** For whom a date is written. */
export interface DateReader {
  readonly locale: string
  /** IANA name. */
  readonly zone: string
  /** Epoch milliseconds. */
  readonly now: number
}

interface Parts {
  readonly year: string
  readonly month: string
  readonly day: string
  readonly weekday: string
}

/** `11月24日(火)`, `Tuesday, 24 November`; with the year where it is far away. Undefined where `value` is no date. */
export function formatDay(value: unknown, reader: DateReader): string | undefined {
  const at = readDeadline(value, reader.zone)
  if (at === undefined) return undefined
  const far = Math.abs(at - reader.now) > YEAR_UNCLEAR_MS
  switch (reader.locale) {
    case 'ja': {
      const { year, month, day, weekday } = partsOf(at, 'ja', reader.zone, 'short')
      return `${far ? `${year}年` : ''}${month}月${day}日(${weekday})`
    }
    case 'en': {
      const { year, month, day, weekday } = partsOf(at, 'en-GB', reader.zone, 'long')
      return `${weekday}, ${day} ${month}${far ? ` ${year}` : ''}`
    }
    default:
      return formatterOf(reader.locale, {
        timeZone: reader.zone,
        weekday: 'long',
        day: 'numeric',
        month: 'long',
        ...(far ? { year: 'numeric' } : {}),
      }).format(at)
  }
}

/** For the subject of a mail, of which a phone shows little: `11月24日(火)`, `Tue 24 Nov`. */
export function formatShortDay(value: unknown, reader: DateReader): string | undefined {
  const at = readDeadline(value, reader.zone)
  if (at === undefined || reader.locale === 'ja') return formatDay(value, reader)
  const { month, day, weekday } = partsOf(at, reader.locale === 'en' ? 'en-GB' : reader.locale, reader.zone, 'short')
  return `${weekday} ${day} ${month.slice(0, 3)}`
}

/** `20時`, `20時30分`, `8 pm`, `8:30 pm`. Undefined where `value` is no date, or a date without a time. */
export function formatTime(value: unknown, reader: DateReader): string | undefined {
  const at = readDeadline(value, reader.zone)
  if (at === undefined || isWholeDay(value, at, reader.zone)) return undefined
  const { hour, minute } = clockOf(at, reader.zone)
  const minutes = String(minute).padStart(2, '0')
  switch (reader.locale) {
    case 'ja':
      return minute === 0 ? `${hour}時` : `${hour}時${minutes}分`
    case 'en':
      return englishTime(hour, minute, minutes)
    default:
      return formatterOf(reader.locale, { timeZone: reader.zone, hour: 'numeric', minute: '2-digit' }).format(at)
  }
}

/** `11月24日(火)20時`, `8 pm on Tuesday, 24 November`; the day alone where there is no time. */
export function formatDayTime(value: unknown, reader: DateReader): string | undefined {
  const day = formatDay(value, reader)
  const time = formatTime(value, reader)
  if (day === undefined || time === undefined) return day
  switch (reader.locale) {
    case 'ja':
      return `${day}${time}`
    case 'en':
      return `${time} on ${day}`
    default:
      return `${day}, ${time}`
  }
}

function englishTime(hour: number, minute: number, minutes: string): string {
  if (minute === 0 && hour === 0) return 'midnight'
  if (minute === 0 && hour === 12) return 'noon'
  const half = hour < 12 ? 'am' : 'pm'
  const twelve = hour % 12 === 0 ? 12 : hour % 12
  return minute === 0 ? `${twelve} ${half}` : `${twelve}:${minutes} ${half}`
}

/** A date without time is kept as the last millisecond of its day: no customer is told 23:59:59. */
function isWholeDay(value: unknown, at: number, zone: string): boolean {
  if (typeof value === 'string' && DATE_ONLY.test(value)) return true
  const { hour, minute, second } = clockOf(at, zone)
  return hour === 23 && minute === 59 && second === 59 && at % 1000 === 999
}

function clockOf(
  at: number,
  zone: string,
): { readonly hour: number; readonly minute: number; readonly second: number } {
  const parts = formatterOf('en-GB', {
    timeZone: zone,
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    hourCycle: 'h23',
  }).formatToParts(at)
  const read = (type: string): number => Number(parts.find((part) => part.type === type)?.value)
  return { hour: read('hour'), minute: read('minute'), second: read('second') }
}

function partsOf(at: number, locale: string, zone: string, weekday: 'short' | 'long'): Parts {
  const parts = formatterOf(locale, {
    timeZone: zone,
    year: 'numeric',
    month: locale === 'ja' ? 'numeric' : 'long',
    day: 'numeric',
    weekday,
  }).formatToParts(at)
  const read = (type: string): string => parts.find((part) => part.type === type)?.value ?? ''
  return { year: read('year'), month: read('month'), day: read('day'), weekday: read('weekday') }
}

/** Making a formatter costs a hundred times what using it does. */
const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterOf(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale}|${JSON.stringify(options)}`
  const known = formatters.get(key)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat(locale, options)
  if (formatters.size >= 500) formatters.clear()
  formatters.set(key, made)
  return made
}
