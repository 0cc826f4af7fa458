import type { FieldRef } from '#engagement/definition/condition.ts'
import { KNOWN_FIELDS_EN, PROPERTY_NAMES_EN } from './field-names.ts'
import { isDateField } from './is-date-field.ts'
import type { SaidComparison, SaidHistory, SaidOperand, Tongue } from './tongue.ts'

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const

function duration(ms: number): string {
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
const time = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
const words = (name: string): string =>
  PROPERTY_NAMES_EN[name] ??
  name
    .replaceAll('_', ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/\b(id|sku|url)\b/g, (word) => (word === 'id' ? 'ID' : word.toUpperCase()))
const event = (name: string): string => `“${name}”`
const value = (one: unknown): string =>
  typeof one === 'number' ? one.toLocaleString('en') : one === true ? 'yes' : one === false ? 'no' : String(one)
const money = (amounts: { readonly [currency: string]: number }): string =>
  Object.entries(amounts)
    .map(([currency, amount]) => `${currency} ${value(amount)}`)
    .join(' / ')

function list(items: readonly string[], word: 'and' | 'or'): string {
  if (items.length <= 1) return items[0] ?? ''
  return `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)}`
}

function field({ root, path }: FieldRef): string {
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
    case 'item':
      return `its ${name}`
    case 'computed':
    case 'incidents':
      return `the ${name}`
  }
}

function compare(said: SaidComparison): string {
  const clause = `${field(said.field)} ${predicate(said)}`
  if (said.ifMissing === 'matched') return `${clause} (or is not known)`
  return said.ifMissing === 'unmatched' ? `${clause} (if it is not known: no)` : clause
}

function predicate({ field: left, comparison, operands, value: constant, negated = false }: SaidComparison): string {
  const [first, second] = operands
  const x = first?.words ?? ''
  const date = isDateField(left)
  switch (comparison) {
    case 'equals':
      return sameAsAtStart(left, first) ? 'is the same as at the start' : `is ${x}`
    case 'not_equals':
      return sameAsAtStart(left, first) ? 'is another than at the start' : `is not ${x}`
    case 'in':
      return `is ${x}`
    case 'not_in':
      return first?.each !== undefined && first.each.length > 1
        ? `is neither ${first.each.join(' nor ')}`
        : `is not ${x}`
    case 'above':
      return date ? `is later than ${x}` : `is more than ${x}`
    case 'below':
      return date ? `is earlier than ${x}` : `is less than ${x}`
    case 'at_least':
      return date ? `is ${x} or later` : `is at least ${x}`
    case 'at_most':
      return date ? `is ${x} or earlier` : `is at most ${x}`
    case 'between':
      return `is ${negated ? 'not ' : ''}between ${x} and ${second?.words ?? ''}`
    case 'contains':
      return negated ? `does not contain ${x}` : `contains ${x}`
    case 'starts_with':
      return negated ? `does not start with ${x}` : `starts with ${x}`
    case 'exists':
      return (constant === false) !== negated ? 'is not known' : 'is known'
    case 'within_last':
      return `${negated ? 'does not lie' : 'lies'} within the last ${short(x)}`
    case 'older_than':
      if (x === 'no time') return negated ? 'is still ahead' : 'is over'
      return `is ${negated ? 'not ' : ''}more than ${x} ago`
  }
}

/** The same property of the run's first event. */
const sameAsAtStart = (left: FieldRef, right: SaidOperand | undefined): boolean =>
  right?.field?.root === 'entry' && left.root === 'event' && right.field.path.join('.') === left.path.join('.')

const times = (n: number | string): string => (n === 1 ? 'once' : n === 2 ? 'twice' : `${n} times`)

function history(said: SaidHistory): string {
  const span = [
    ...(said.within === undefined ? [] : [`within the last ${short(said.within)}`]),
    ...(said.since === undefined
      ? []
      : [said.since.kind === 'entry' ? 'since the start' : `since the last ${event(said.since.event)}`]),
  ]
    .map((each) => ` ${each}`)
    .join('')
  const which = said.where === undefined ? '' : ` (counting those where ${said.where})`
  if (said.measure === 'sum')
    return `${said.summed ?? 'the amount'} of all ${event(said.event)}${span}${which} adds up to ${bounds(said, value)}`
  if (said.atMost === 0) return `${event(said.event)} has not happened${span}${which}`
  if (said.atLeast === 1 && said.atMost === undefined) return `${event(said.event)} has happened${span}${which}`
  return `${event(said.event)} has happened ${bounds(said, times)}${span}${which}`
}

function bounds({ atLeast, atMost }: SaidHistory, say: (n: number | string) => string): string {
  const parts = [
    ...(atLeast === undefined || (atLeast === 0 && atMost !== undefined) ? [] : [`at least ${say(atLeast)}`]),
    ...(atMost === undefined ? [] : [`at most ${say(atMost)}`]),
  ]
  return parts.join(' and ')
}

const CHANNEL = { email: 'e-mail', sms: 'SMS', line: 'LINE' } as const
const where = (clause: string | undefined): string => (clause === undefined ? '' : `, if ${clause}`)
const pairs = (values: readonly (readonly [string, string])[]): string =>
  list(
    values.map(([name, what]) => `${words(name)} = ${what}`),
    'and',
  )
const shift = (plus: number | undefined, minus: number | undefined): string =>
  minus !== undefined ? `${duration(minus)} before ` : plus !== undefined ? `${duration(plus)} after ` : ''

/** English, as one colleague tells another. */
export const english: Tongue = {
  duration,
  time,
  value,
  money,
  event,
  list,
  field,
  compare,
  history,
  quantified: (quantifier, of, clause, ifMissing) =>
    `${quantifier === 'some' ? 'at least one' : 'every one'} of ${field(of)} is such that ${clause}${ifMissing === undefined ? '' : ifMissing === 'matched' ? ' (or it is not known)' : ' (if it is not known: no)'}`,
  group: (kind, clauses) => clauses.join(kind === 'all_of' ? ' and ' : ' or '),
  nest: (clause) => `(${clause})`,
  not: (clause) => `it is not so that ${clause}`,
  title: ({ name, description }) => (description === undefined ? `${name}.` : `${name}: ${description}`),
  kind: ({ class: kind, topic }) =>
    kind === 'service'
      ? 'It is a service to the customer: it needs no marketing consent and no cap holds it back.'
      : `It is marketing${topic === undefined ? '' : ` on the topic “${topic}”`}: only with consent, within the caps, outside quiet hours, and never while an incident is open.`,
  starts: ({ trigger, onePer }, clause) =>
    `It starts for a customer when ${list(trigger.events.map(event), 'or')} happens${where(clause)}; ${onePer === undefined ? 'one at a time per customer' : `one at a time per ${words(onePer.path.join(' '))}`}.`,
  maxAge: (ms) => `An event older than ${duration(ms)} does not start it.`,
  restarts: ({ whenRunning }) =>
    whenRunning === 'restart'
      ? 'If that happens again before the first message, it begins anew.'
      : 'If that happens again while it runs, nothing changes.',
  reentry: ({ reentry }) => {
    if (reentry.kind === 'never') return 'Nobody goes through it twice.'
    return reentry.kind === 'always'
      ? 'It may start again as soon as it has ended.'
      : `It may start again ${duration(reentry.ms)} later at the earliest.`
  },
  onlyWhile: (clause) => `It starts, and every message goes out, only while ${clause}.`,
  exits: (events, clause) => `It ends at once when ${events} happens${where(clause)}.`,
  goal: (events, clause, within) =>
    `It has succeeded when ${events} happens within ${within} of the start${where(clause)}.`,
  holdout: (percent) => `${percent}% of the customers get nothing, to see what difference it makes.`,
  wait: ({ for: length, at }) =>
    at === undefined
      ? `Wait ${duration(length.ms)}.`
      : `Wait ${duration(length.ms)}, then until it is ${time(at)} where the customer is.`,
  waitField: (step) =>
    `Wait ${step.times === 1 ? '' : `${value(step.times)} times `}${field(step.field)}, but at least ${duration(step.atLeast.ms)} and at most ${duration(step.atMost.ms)}.`,
  waitUntil: (step) => {
    const when = `${shift(step.plus?.ms, step.minus?.ms)}${field(step.until)}${step.at === undefined ? '' : `, at ${time(step.at)} where the customer is`}`
    const quiet = step.quietHours === undefined ? '' : '; if that is in quiet hours, just before they begin'
    return `Wait until ${when}${quiet}; if that is over already, ${step.ifPast === 'now' ? 'go on at once' : 'leave out everything up to and including the next message'}.`
  },
  waitEvent: (events, clause, timeout) => `Wait for ${events}${where(clause)}, for ${timeout} at most.`,
  onEvent: () => 'When it comes:',
  onTimeout: () => 'When it does not come in time:',
  send: (step, channels) => {
    const by = channels.map((channel) => CHANNEL[channel]).join(', else ')
    const until =
      step.goodUntil === undefined
        ? ''
        : step.goodUntil.kind === 'plus'
          ? `; if it cannot go out within ${duration(step.goodUntil.span.ms)}, leave it out`
          : `; if it cannot go out until ${shift(undefined, step.goodUntil.minus?.ms)}${field(step.goodUntil.field)}, leave it out`
    const renewed = Object.entries(step.renews)
      .map(([promise, to]) => `; it names a new date, so the promise “${promise}” is now ${field(to)}`)
      .join('')
    return `Send “${step.message}” by ${by}${channels.length > 1 ? " (the customer's own preference goes first)" : ''}${step.urgent ? ', at any hour' : ''}${until}${renewed}.`
  },
  if: (clause, first) => `${first ? 'If' : 'Else, if'} ${clause}:`,
  otherwise: () => 'Otherwise:',
  split: () => 'Chance decides, the same for a customer every time:',
  way: (name, percent) => `${percent}% (“${name}”):`,
  set: (values) => `Note about the customer: ${pairs(values)}.`,
  emit: (name, values) => `Raise ${name}${values.length === 0 ? '' : ` with ${pairs(values)}`}.`,
  webhook: (to, values) => `Call “${to}”${values.length === 0 ? '' : ` with ${pairs(values)}`}.`,
  handOver: (to, reason) => `Hand over to a person at “${to}”: ${reason}.`,
  end: (reason) => `End here (${words(reason.replaceAll('-', ' '))}).`,
  goesOn: () => 'Go on below.',
}
