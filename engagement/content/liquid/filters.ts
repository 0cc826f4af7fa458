import { filters as builtIn, type Context } from 'liquidjs'
import { readDeadline } from '../../customer/read-date.ts'
import { formatCountry } from '../format/country.ts'
import { type DateReader, formatDay, formatDayTime, formatShortDay, formatTime } from '../format/date.ts'
import { formatHonorific, formatSalutation } from '../format/honorific.ts'
import { isLegible } from '../format/legible.ts'
import { formatMoney, formatNumber } from '../format/money.ts'
import { renderingOf } from './rendering.ts'

interface FilterThis {
  readonly context: Context
}
/** Values of a template are whatever the events hold. */
type Filter = (this: FilterThis, value: unknown, ...args: unknown[]) => unknown

/**
 * Liquid's own filters that messages may use. Left out: those that read a clock or chance (`sample`), undo escaping
 * (`raw`), escape twice (`escape`), or run expressions.
 */
export const STANDARD_FILTERS = [
  'abs',
  'append',
  'at_least',
  'at_most',
  'capitalize',
  'ceil',
  'compact',
  'concat',
  'date',
  'default',
  'divided_by',
  'downcase',
  'first',
  'floor',
  'join',
  'last',
  'lstrip',
  'map',
  'minus',
  'modulo',
  'plus',
  'prepend',
  'remove',
  'remove_first',
  'replace',
  'replace_first',
  'reverse',
  'round',
  'rstrip',
  'size',
  'slice',
  'sort',
  'split',
  'strip',
  'strip_newlines',
  'sum',
  'times',
  'truncate',
  'truncatewords',
  'uniq',
  'upcase',
  'url_encode',
  'where',
] as const

export const OWN_FILTERS = [
  'day',
  'short_day',
  'time',
  'day_time',
  'money',
  'honorific',
  'salutation',
  'number',
  'ahead',
  'legible',
  'country',
] as const

export const FILTER_NAMES: readonly string[] = [...STANDARD_FILTERS, ...OWN_FILTERS]

/** Filters that a missing value may pass: they put something, or nothing, in its place. */
export const FORGIVING_FILTERS: ReadonlySet<string> = new Set(['default', 'honorific', 'salutation'])

/** Filters that may make nothing of what is there: a date without a time, one that has passed, a script of another language. */
export const FALLIBLE_FILTERS: ReadonlySet<string> = new Set(['time', 'ahead', 'legible'])

/** A test with nothing but these is only true of what is there. */
export const GUARDING_FILTERS: ReadonlySet<string> = new Set(['ahead', 'legible'])

const reader = (self: FilterThis): DateReader => renderingOf(self.context)

const own: { readonly [name in (typeof OWN_FILTERS)[number]]: Filter } = {
  day(value) {
    return formatDay(value, reader(this))
  },
  short_day(value) {
    return formatShortDay(value, reader(this))
  },
  time(value) {
    return formatTime(value, reader(this))
  },
  day_time(value) {
    return formatDayTime(value, reader(this))
  },
  money(value, currency) {
    return formatMoney(value, currency, renderingOf(this.context).locale)
  },
  honorific(value) {
    return formatHonorific(value, renderingOf(this.context).locale)
  },
  salutation(value) {
    return formatSalutation(value, renderingOf(this.context).locale)
  },
  /** A code of two letters as the reader calls that country. */
  country(value) {
    return formatCountry(value, renderingOf(this.context).locale)
  },
  /** The value itself where a reader of the message's language can read its script, else missing. */
  legible(value) {
    return isLegible(value, renderingOf(this.context).locale) ? value : undefined
  },
  /** The date itself while it is still to come; missing once it has passed. A day ends with its last moment. */
  ahead(value) {
    const { now, zone } = reader(this)
    const at = readDeadline(value, zone)
    return at !== undefined && at > now ? value : undefined
  },
  number(value) {
    return formatNumber(value, renderingOf(this.context).locale)
  },
}

/** Liquid's `date`, with the engine's clock and the customer's zone. */
function date(this: FilterThis, value: unknown, format?: unknown): unknown {
  const { now, zone } = renderingOf(this.context)
  const dateOnly = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)
  const moment =
    value === 'now' || value === 'today' ? new Date(now) : typeof value === 'number' ? new Date(value) : value
  return handlerOf('date').call(this, moment, format, dateOnly ? 'UTC' : zone)
}

function handlerOf(name: string): Filter {
  const filter: unknown = builtIn[name]
  if (typeof filter === 'function') return filter as Filter // liquidjs types its filters loosely
  if (typeof filter === 'object' && filter !== null && 'handler' in filter) return filter.handler as Filter // as above
  throw new Error(`liquidjs has no filter ${name}`)
}

const isMissing = (value: unknown): boolean =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 2 && value[1] === undefined)

/** What is computed from a missing fact is missing: an appended "!" must not hide the hole. */
function carryingMissing(name: string, filter: Filter): Filter {
  const forgiving = FORGIVING_FILTERS.has(name)
  return function (value, ...args) {
    if (!forgiving && (isMissing(value) || args.some(isMissing))) return undefined
    return filter.call(this, value, ...args)
  }
}

/** Every filter that a message may use, by name. */
export function messageFilters(): ReadonlyMap<string, Filter> {
  const all = new Map<string, Filter>()
  for (const name of STANDARD_FILTERS) all.set(name, carryingMissing(name, name === 'date' ? date : handlerOf(name)))
  for (const name of OWN_FILTERS) all.set(name, carryingMissing(name, own[name]))
  return all
}
