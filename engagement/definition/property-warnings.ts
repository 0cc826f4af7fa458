import { type EventWarning, eventWarning, MOST_WARNINGS } from '../customer/event-warning.ts'
import type { Json, JsonObject } from '../customer/json.ts'
import { readInstant } from '../customer/read-date.ts'
import type { EventDefinition, PropertyDefinition, PropertyType } from './event-definition.ts'

/** Where an event's properties do not fit its definition; names and types, never values. */
export function propertyWarnings(properties: JsonObject, definition: EventDefinition): readonly EventWarning[] {
  return checkMembers(properties, definition.properties, 'detail.properties.').slice(0, MOST_WARNINGS)
}

type Members = { readonly [name: string]: PropertyDefinition }

function checkMembers(values: JsonObject, members: Members, prefix: string): readonly EventWarning[] {
  return Object.entries(members).flatMap(([name, member]) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    if (value === undefined || value === null)
      return member.required ? [eventWarning('missing-property', `${prefix}${name}`, 'missing')] : []
    return checkValue(value, member.type, `${prefix}${name}`)
  })
}

function checkValue(value: Json, type: PropertyType, place: string): readonly EventWarning[] {
  if (!fits(value, type)) return [unreadable(place, type.kind, value)]
  if (type.kind !== 'list' || !Array.isArray(value)) return []
  return value.slice(0, MOST_WARNINGS).flatMap((item: Json, index) => checkItem(item, type.of, `${place}[${index}]`))
}

function checkItem(item: Json, of: PropertyType | Members, place: string): readonly EventWarning[] {
  if (isType(of)) return checkValue(item, of, place)
  return isObject(item) ? checkMembers(item, of, `${place}.`) : [unreadable(place, 'object', item)]
}

const unreadable = (place: string, expected: string, value: Json): EventWarning =>
  eventWarning('unreadable-value', place, `expected ${expected}, got ${kindOf(value)}`)

function fits(value: Json, type: PropertyType): boolean {
  switch (type.kind) {
    case 'string':
      return typeof value === 'string'
    case 'number':
    case 'money':
      return typeof value === 'number'
    case 'boolean':
      return typeof value === 'boolean'
    case 'date':
      return readInstant(value, 'UTC') !== undefined
    case 'url':
      return typeof value === 'string' && URL.canParse(value)
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

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
