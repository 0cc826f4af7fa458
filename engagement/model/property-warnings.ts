import { type EventWarning, type EventWarningCode, eventWarning, MOST_WARNINGS } from '../customer/event-warning.ts'
import { isObject, type Json, type JsonObject } from '../customer/json.ts'
import { nearName } from '../customer/near-name.ts'
import { readAddress } from '../customer/read-address.ts'
import { readInstant } from '../customer/read-date.ts'
import { currencyFault } from './currency.ts'
import type { EventDefinition, PropertyDefinition, PropertyType } from './event-definition.ts'

/** The property that says in which currency the amounts beside it are. */
const CURRENCY = 'currency'
const CURRENCY_HINT = 'Write its code of ISO 4217, such as JPY'

type Members = { readonly [name: string]: PropertyDefinition }

/** Where an event's properties do not fit its definition; names and types, never values. */
export function propertyWarnings(properties: JsonObject, { name, properties: members }: EventDefinition) {
  const misfits = checkMembers(properties, members, 'detail.properties.', name)
  const misspelt = new Set(misfits.map(({ place }) => place))
  const unknown = Object.keys(properties).filter(
    (each) => !Object.hasOwn(members, each) && !misspelt.has(`detail.properties.${each}`),
  )
  return [...misfits.slice(0, MOST_WARNINGS), ...unknownOf(unknown, name)]
}

/** Properties that nobody described, in one line: they are kept, and the sender may well know. */
function unknownOf(names: readonly string[], event: string): readonly EventWarning[] {
  if (names.length === 0) return []
  const some = names.slice(0, MOST_WARNINGS).join(', ')
  const hint = `Kept; describe them in the file of \`${event}\` to use them`
  return [eventWarning('unknown-property', 'detail.properties', `not in the vocabulary: ${some}`, hint)]
}

function checkMembers(values: JsonObject, members: Members, prefix: string, event: string): readonly EventWarning[] {
  const fitting = Object.entries(members).flatMap(([name, member]) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    if (value === undefined || value === null)
      return member.required ? [eventWarning('missing-property', `${prefix}${name}`, 'missing')] : []
    if (name === CURRENCY && isNoCurrency(value, member.type))
      return [eventWarning('unreadable-value', `${prefix}${name}`, 'not a currency', CURRENCY_HINT)]
    return checkValue(value, member.type, `${prefix}${name}`, event)
  })
  return [...fitting, ...misspeltIn(values, members, prefix, event)]
}

/** Amounts are compared per currency: where it does not read, they are unknown. */
const isNoCurrency = (value: Json, type: PropertyType): boolean =>
  type.kind === 'string' && typeof value === 'string' && currencyFault(value) !== undefined

/** A name near one that is there too is no slip of the pen. */
function misspeltIn(values: JsonObject, members: Members, prefix: string, event: string): readonly EventWarning[] {
  const names = Object.keys(members)
  const unknown = Object.keys(values).filter((name) => !Object.hasOwn(members, name))
  return unknown.slice(0, MOST_WARNINGS).flatMap((name) => {
    const meant = nearName(name, names)
    if (meant === undefined || Object.hasOwn(values, meant)) return []
    const message = `\`${event}\` has no such property`
    return [eventWarning('misspelt-property', `${prefix}${name}`, message, `Did you mean \`${meant}\`?`)]
  })
}

function checkValue(value: Json, type: PropertyType, place: string, event: string): readonly EventWarning[] {
  const misfits = misfit(value, type, place)
  if (misfits.length > 0 || type.kind !== 'list' || !Array.isArray(value)) return misfits
  return value
    .slice(0, MOST_WARNINGS)
    .flatMap((item: Json, index) => checkItem(item, type.of, `${place}[${index}]`, event))
}

function checkItem(item: Json, of: PropertyType | Members, place: string, event: string): readonly EventWarning[] {
  if (isType(of)) return checkValue(item, of, place, event)
  return isObject(item) ? checkMembers(item, of, `${place}.`, event) : misfit(item, { kind: 'object' }, place)
}

/** A value that does not read as its type, with how to write it. */
export function misfit(
  value: Json,
  type: PropertyType,
  place: string,
  code: EventWarningCode = 'unreadable-value',
): readonly EventWarning[] {
  if (fits(value, type)) return []
  return [eventWarning(code, place, `expected ${type.kind}, got ${kindOf(value)}`, howToWrite(value, type))]
}

function howToWrite(value: Json, { kind }: PropertyType): string | undefined {
  switch (kind) {
    case 'date':
      return 'Write it as 2026-11-24 or 2026-11-24T18:00:00+09:00'
    case 'number':
    case 'money':
      return typeof value === 'string' ? 'Send it as a number, without quotes' : undefined
    case 'boolean':
      return 'Send true or false, without quotes'
    case 'url':
      return 'Write it in full, such as https://www.example.jp/p/1'
    case 'string':
      return typeof value === 'number' ? 'Send it as a text, in quotes' : undefined
    case 'object':
    case 'list':
      return undefined
  }
}

function fits(value: Json, type: PropertyType): boolean {
  switch (type.kind) {
    case 'string':
      return typeof value === 'string'
    case 'number':
    case 'money':
      return typeof value === 'number' && Number.isFinite(value)
    case 'boolean':
      return typeof value === 'boolean'
    case 'date':
      // As conditions and messages read it: what they cannot read is unknown to them. The zone says when, not whether.
      return readInstant(value, 'UTC') !== undefined
    case 'url':
      // As messages read it: what they would not lead to is missing there.
      return typeof value === 'string' && readAddress(value) !== undefined
    case 'object':
      return isObject(value)
    case 'list':
      return Array.isArray(value)
  }
}

function kindOf(value: Json): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'list' : typeof value
}

/** A type has a `kind` that is a word; members have definitions. */
function isType(of: PropertyType | Members): of is PropertyType {
  return typeof of.kind === 'string'
}
