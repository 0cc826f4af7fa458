// The functions, not the classes: those cannot be taken apart, and weigh three times as much in a bundle.
import * as PlainDate from 'temporal-polyfill/fns/PlainDate'
import * as PlainTime from 'temporal-polyfill/fns/PlainTime'
import * as ZonedDateTime from 'temporal-polyfill/fns/ZonedDateTime'
import { answered } from './answered.ts'
import { isZone } from './read-zone.ts'

/** A quiet (or any other) stretch of the day in minutes after midnight; `from` may be later than `to`. */
interface Stretch {
  readonly from: number
  readonly to: number
}

const local = (at: number, zone: string): ZonedDateTime.Record => ZonedDateTime.create(BigInt(at) * 1_000_000n, zone)

const localDay = (at: number, zone: string): PlainDate.Record => ZonedDateTime.toPlainDate(local(at, zone))

const timeOfDay = (minute: number): PlainTime.Record => PlainTime.create(Math.floor(minute / 60), minute % 60)

/** That minute of the local day; a time that a DST change skips is read as the one after the gap. */
const onDay = (day: PlainDate.Record, minute: number, zone: string): number =>
  PlainDate.toZonedDateTime(day, { timeZone: zone, plainTime: timeOfDay(minute) }).epochMilliseconds

/** The first local `minute` at or after `at`. Epoch milliseconds. */
export function nextLocalTime(at: number, minute: number, zone: string): number {
  const day = localDay(at, zone)
  const today = onDay(day, minute, zone)
  return today >= at ? today : onDay(PlainDate.addDays(day, 1), minute, zone)
}

/** `days` calendar days later at the same local time. */
export const addLocalDays = (at: number, days: number, zone: string): number =>
  ZonedDateTime.addDays(local(at, zone), days).epochMilliseconds

/** Dates lie close together: what customers are told falls on the same few days. */
const MOST_DATES = 5_000

/** The local day of `at`, moved by `days`, at local `minute`. */
export const localDayAt = answered(MOST_DATES, (at: number, days: number, minute: number, zone: string): number =>
  onDay(PlainDate.addDays(localDay(at, zone), days), minute, zone),
)

/** A local date and time, `time` in milliseconds after midnight; in a gap the time after it, of two the earlier. Undefined where there is no such day. */
export const instantOfLocal = answered(MOST_DATES, readLocal)

function readLocal(year: number, month: number, day: number, time: number, zone: string): number | undefined {
  try {
    const date = PlainDate.create(year, month, day)
    const seconds = Math.floor(time / 1000)
    const plainTime = PlainTime.create(
      Math.floor(seconds / 3600),
      Math.floor(seconds / 60) % 60,
      seconds % 60,
      time % 1000,
    )
    return PlainDate.toZonedDateTime(date, { timeZone: zone, plainTime }).epochMilliseconds
  } catch {
    // 2026-02-30 and the like: not a date, hence unknown to every condition.
    return undefined
  }
}

/** The calendar day of an instant, as `2026-11-24`. */
export const dayAt = (at: number, zone: string): string => PlainDate.toString(localDay(at, zone))

function isWithin(at: number, stretch: Stretch, zone: string): boolean {
  const { hour, minute } = local(at, zone)
  const now = hour * 60 + minute
  return stretch.from <= stretch.to ? now >= stretch.from && now < stretch.to : now >= stretch.from || now < stretch.to
}

/** Quiet hours of two zones may leave no common hour; after this many moves there is none. */
const MOVES = 12

/** The first instant at or after `at` that lies in the stretch in none of the zones; undefined where there is none. */
export function firstOutside(at: number, stretch: Stretch, zones: readonly string[]): number | undefined {
  let here = at
  for (let moves = 0; moves < MOVES; moves += 1) {
    const within = zones.find((zone) => isWithin(here, stretch, zone))
    if (within === undefined) return here
    here = nextLocalTime(here + 1, stretch.to, within)
  }
  return undefined
}

/** The last whole minute at or before `at` that lies in the stretch in none of the zones; undefined where there is none. */
export function lastOutside(at: number, stretch: Stretch, zones: readonly string[]): number | undefined {
  let here = at
  for (let moves = 0; moves < MOVES; moves += 1) {
    const within = zones.find((zone) => isWithin(here, stretch, zone))
    if (within === undefined) return here
    here = previousLocalTime(here, stretch.from, within) - 60_000
  }
  return undefined
}

function previousLocalTime(at: number, minute: number, zone: string): number {
  const day = localDay(at, zone)
  const today = onDay(day, minute, zone)
  return today <= at ? today : onDay(PlainDate.addDays(day, -1), minute, zone)
}

/** Zones of a country (ISO 3166 alpha-2) that can be computed with; empty where the runtime knows none. */
export const zonesOfCountry = (country: string): readonly string[] =>
  /^[A-Z]{2}$/.test(country) ? zonesKnown(country) : []

/** There are no more countries than two letters can name. */
const zonesKnown = answered(26 * 26, (country: string): readonly string[] => {
  const place: Intl.Locale & { getTimeZones?: () => string[] | undefined } = new Intl.Locale(`und-${country}`)
  return (place.getTimeZones?.() ?? []).filter(isZone)
})
