import type { FieldRef } from '#engagement/model/condition.ts'
import { KNOWN_FIELDS_EN, PROPERTY_NAMES_EN } from './field-names.ts'
import { type Predicates, sayPredicate } from './predicate.ts'
import type { SaidComparison, SaidHistory } from './tongue.ts'

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const

export function duration(ms: number): string {
  const parts: string[] = []
  let rest = ms
  for (const [unit, size] of UNITS) {
    const n = Math.floor(rest / size)
    if (n > 0) parts.push(`${n} ${unit}${n === 1 ? '' : 's'}`)
    rest -= n * size
  }
  return parts.join(' ') || 'no time'
}

/** "the last day", not "the last 1 day". */
const short = (length: string): string => length.replace(/^1 (\w+)$/, '$1')
export const time = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
export const words = (name: string): string =>
  PROPERTY_NAMES_EN[name] ??
  name
    .replaceAll('_', ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/\b(id|sku|url)\b/g, (word) => (word === 'id' ? 'ID' : word.toUpperCase()))
export const event = (name: string): string => `“${name}”`
export const value = (one: unknown): string =>
  typeof one === 'number' ? one.toLocaleString('en') : one === true ? 'yes' : one === false ? 'no' : String(one)
export const money = (amounts: { readonly [currency: string]: number }): string =>
  Object.entries(amounts)
    .map(([currency, amount]) => `${currency} ${value(amount)}`)
    .join(' / ')

export function list(items: readonly string[], word: 'and' | 'or'): string {
  if (items.length <= 1) return items[0] ?? ''
  return `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)}`
}

export function field({ root, path }: FieldRef): string {
  const known = KNOWN_FIELDS_EN[[root, ...path].join('.')]
  if (known !== undefined) return known
  const name = path.map(words).join(' ')
  switch (root) {
    case 'event':
      return `the ${name}`
    case 'entry':
      return `the ${name} at the start`
    case 'awaited':
      return `the ${name} of what was waited for`
    case 'profile':
      return `the customer's ${name}`
    case 'promise':
      return `the promise's ${name}`
    case 'next_word':
      return `the next word's ${name}`
    case 'item':
      return `its ${name}`
    case 'computed':
    case 'incidents':
      return `the ${name}`
  }
}

export function compare(said: SaidComparison): string {
  const clause = `${field(said.field)} ${sayPredicate(said, PREDICATES)}`
  if (said.ifMissing === 'matched') return `${clause} (or is not known)`
  return said.ifMissing === 'unmatched' ? `${clause} (if it is not known: no)` : clause
}

const PREDICATES: Predicates = {
  equals: ({ x, sameAsAtStart: same }) => (same ? 'is the same as at the start' : `is ${x}`),
  not_equals: ({ x, sameAsAtStart: same }) => (same ? 'is not the same as at the start' : `is not ${x}`),
  in: ({ x }) => `is ${x}`,
  not_in: ({ x, each }) => (each.length > 1 ? `is neither ${each.join(' nor ')}` : `is not ${x}`),
  above: ({ x, date }) => (date ? `is later than ${x}` : `is more than ${x}`),
  below: ({ x, date }) => (date ? `is earlier than ${x}` : `is less than ${x}`),
  at_least: ({ x, date }) => (date ? `is ${x} or later` : `is at least ${x}`),
  at_most: ({ x, date }) => (date ? `is ${x} or earlier` : `is at most ${x}`),
  between: ({ x, second, negated }) => `is ${negated ? 'not ' : ''}between ${x} and ${second}`,
  contains: ({ x, negated }) => (negated ? `does not contain ${x}` : `contains ${x}`),
  starts_with: ({ x, negated }) => (negated ? `does not start with ${x}` : `starts with ${x}`),
  exists: ({ constant, negated }) => ((constant === false) !== negated ? 'is not known' : 'is known'),
  within_last: ({ x, negated }) => `${negated ? 'does not lie' : 'lies'} within the last ${short(x)}`,
  older_than: ({ x, negated }) => {
    if (x === 'no time') return negated ? 'is still ahead' : 'is over'
    return `is ${negated ? 'not ' : ''}more than ${x} ago`
  },
}

const times = (n: number | string): string => (n === 1 ? 'once' : n === 2 ? 'twice' : `${n} times`)

export function history(said: SaidHistory): string {
  const span = [
    ...(said.within === undefined ? [] : [`within the last ${short(said.within)}`]),
    ...(said.since === undefined ? [] : [said.since.kind === 'entry' ? 'since the start' : sinceLast(said.since)]),
  ]
    .map((each, at) => (at === 0 ? ` ${each}` : ` and ${each}`))
    .join('')
  const which = said.where === undefined ? '' : ` (counting only those where ${said.where})`
  if (said.measure === 'sum')
    return `${said.summed ?? 'the amount'} of all ${event(said.event)}${span}${which} adds up to ${bounds(said, value)}`
  if (said.atMost === 0) return `${event(said.event)} has not happened${span}${which}`
  if (said.atLeast === 1 && said.atMost === undefined) return `${event(said.event)} has happened${span}${which}`
  return `${event(said.event)} has happened ${often(said)}${span}${which}`
}

const sinceLast = ({ event: name, same }: { readonly event: string; readonly same?: string }): string =>
  `since the last ${event(name)}${same === undefined ? '' : ` with the same ${same.replace(/^the /, '')}`}`

function often(said: SaidHistory): string {
  const { distinct } = said
  const different = (one: string, more: string) => (n: number | string) => `${n} ${n === 1 ? one : more}`
  if (distinct === undefined) return bounds(said, times)
  if (distinct.kind === 'day') return `on ${bounds(said, different('day', 'different days'))}`
  const values = `different values of ${distinct.words}`
  return `with ${bounds(said, different(`value of ${distinct.words}`, values))}`
}

function bounds({ atLeast, atMost }: SaidHistory, say: (n: number | string) => string): string {
  const parts = [
    ...(atLeast === undefined || (atLeast === 0 && atMost !== undefined) ? [] : [`at least ${say(atLeast)}`]),
    ...(atMost === undefined ? [] : [`at most ${say(atMost)}`]),
  ]
  return parts.join(' and ')
}
