import type { Json, JsonObject } from '../customer/json.ts'
import type { EventDefinition, PropertyDefinition, PropertyType } from './event-definition.ts'

/** More than these say nothing new about an event. */
const MOST = 20

/**
 * Where an event's properties do not fit its definition, as `price: expected number, got string`; names and types, never
 * values. Properties that the vocabulary does not know are no fault.
 */
export function propertyWarnings(properties: JsonObject, definition: EventDefinition): readonly string[] {
  return checkMembers(properties, definition.properties, '').slice(0, MOST)
}

type Members = { readonly [name: string]: PropertyDefinition }

function checkMembers(values: JsonObject, members: Members, prefix: string): readonly string[] {
  return Object.entries(members).flatMap(([name, member]) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    if (value === undefined || value === null) return member.required ? [`${prefix}${name}: missing`] : []
    return checkValue(value, member.type, `${prefix}${name}`)
  })
}

function checkValue(value: Json, type: PropertyType, place: string): readonly string[] {
  if (!fits(value, type)) return [`${place}: expected ${type.kind}, got ${kindOf(value)}`]
  if (type.kind !== 'list' || !Array.isArray(value)) return []
  return value.slice(0, MOST).flatMap((item: Json, index) => checkItem(item, type.of, `${place}[${index}]`))
}

function checkItem(item: Json, of: PropertyType | Members, place: string): readonly string[] {
  if (isType(of)) return checkValue(item, of, place)
  return isObject(item) ? checkMembers(item, of, `${place}.`) : [`${place}: expected object, got ${kindOf(item)}`]
}

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
      return typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value) && !Number.isNaN(Date.parse(value))
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
