// The functions, not the classes: those cannot be taken apart, and weigh three times as much in a bundle.
import * as ZonedDateTime from 'temporal-polyfill/fns/ZonedDateTime'

/** Zones that were asked for before, by what was written; undefined where it is none. Making a formatter is slow. */
const known = new Map<string, string | undefined>()
const MOST_KNOWN = 2_000

/**
 * A time zone in its own spelling: a name of the IANA database (`Asia/Tokyo`, also `Japan` or `EST5EDT`) or an offset
 * (`+09:00`). Undefined where it is none. Asked of the library that computes with it and of the one that writes dates, so
 * that what is accepted can be used: most abbreviations (`JST`) are known to one of them only, and mean several zones.
 */
export function readZone(written: string): string | undefined {
  const name = written.trim()
  const found = known.get(name)
  if (found !== undefined || known.has(name)) return found
  const zone = ask(name)
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(name, zone)
  return zone
}

export const isZone = (written: string): boolean => readZone(written) !== undefined

function ask(name: string): string | undefined {
  if (name === '' || name.length > 64) return undefined
  try {
    const { timeZoneId } = ZonedDateTime.create(0n, name)
    new Intl.DateTimeFormat('en', { timeZone: timeZoneId })
    return timeZoneId
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** What people mean by abbreviations, and what to write instead. Several where it is used in several places. */
const MEANT: { readonly [abbreviation: string]: string } = {
  JST: 'Asia/Tokyo',
  KST: 'Asia/Seoul',
  HKT: 'Asia/Hong_Kong',
  SGT: 'Asia/Singapore',
  PHT: 'Asia/Manila',
  ICT: 'Asia/Bangkok',
  WIB: 'Asia/Jakarta',
  CTT: 'Asia/Shanghai',
  VST: 'Asia/Ho_Chi_Minh',
  PLT: 'Asia/Karachi',
  NET: 'Asia/Yerevan',
  IST: 'Asia/Kolkata, Europe/Dublin or Asia/Jerusalem',
  BST: 'Europe/London or Asia/Dhaka',
  CST: 'America/Chicago or Asia/Shanghai',
  CDT: 'America/Chicago',
  EDT: 'America/New_York',
  MDT: 'America/Denver',
  PST: 'America/Los_Angeles',
  PDT: 'America/Los_Angeles',
  AST: 'America/Halifax or America/Anchorage',
  ADT: 'America/Halifax',
  AKST: 'America/Anchorage',
  AKDT: 'America/Anchorage',
  PNT: 'America/Phoenix',
  PRT: 'America/Puerto_Rico',
  IET: 'America/Indiana/Indianapolis',
  CNT: 'America/St_Johns',
  AGT: 'America/Argentina/Buenos_Aires',
  BET: 'America/Sao_Paulo',
  BRT: 'America/Sao_Paulo',
  CEST: 'Europe/Paris',
  EEST: 'Europe/Athens',
  WEST: 'Europe/Lisbon',
  ECT: 'Europe/Paris',
  MSK: 'Europe/Moscow',
  TRT: 'Europe/Istanbul',
  ART: 'Africa/Cairo',
  CAT: 'Africa/Maputo',
  EAT: 'Africa/Nairobi',
  WAT: 'Africa/Lagos',
  SAST: 'Africa/Johannesburg',
  GST: 'Asia/Dubai',
  ACT: 'Australia/Darwin',
  ACST: 'Australia/Darwin',
  AET: 'Australia/Sydney',
  AEST: 'Australia/Sydney',
  AEDT: 'Australia/Sydney',
  AWST: 'Australia/Perth',
  NST: 'Pacific/Auckland or America/St_Johns',
  NZST: 'Pacific/Auckland',
  NZDT: 'Pacific/Auckland',
  SST: 'Pacific/Guadalcanal or Pacific/Pago_Pago',
  MIT: 'Pacific/Apia',
  Z: 'UTC',
}

/** What to write instead of something that is no zone. Never quotes it. */
export function zoneHint(written: string): string {
  const name = written.trim().toUpperCase()
  const meant = Object.hasOwn(MEANT, name) ? MEANT[name] : undefined
  if (meant !== undefined) return `Write ${meant}.`
  if (/^(UTC|GMT)[+-]/.test(name)) return 'Write the place, such as Asia/Tokyo, or the offset alone, such as +09:00.'
  return 'Write its IANA name, such as Asia/Tokyo.'
}
