import type { EventDefinition, PropertyDefinition, PropertyType } from '#engagement/model/event-definition.ts'
import { PROMISE_EVENTS } from '#engagement/model/promise-definition.ts'
import type { EventSource, PropertySource } from '../form/event-schema.ts'
import type { Report } from '../form/problem.ts'
import type { Source } from '../form/read-source.ts'
import { carriedFields, type PromiseOutline } from './vocabulary.ts'

/** The vocabulary, by event name; two files for one name are an error. */
export function lowerEvents(
  sources: readonly Source<EventSource>[],
  report: Report,
): { readonly [name: string]: EventDefinition } {
  const events: { [name: string]: EventDefinition } = {}
  for (const source of sources) {
    const { name } = source.value
    if (Object.hasOwn(events, name))
      report.error(source.at(['name']), 'duplicate', `Another file describes \`${name}\` too`)
    else events[name] = lowerEvent(source.value)
  }
  return events
}

function lowerEvent({ name, description, source, engine, properties }: EventSource): EventDefinition {
  return {
    name,
    description,
    ...(source === undefined ? {} : { source }),
    engine: engine ?? false,
    properties: lowerProperties(properties ?? {}),
  }
}

const lowerProperties = (properties: { readonly [name: string]: PropertySource }): EventDefinition['properties'] =>
  Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, lowerProperty(property)]))

function lowerProperty(property: PropertySource): PropertyDefinition {
  return {
    type: lowerType(property),
    description: property.description,
    required: property.required ?? false,
    ...(property.example === undefined ? {} : { example: property.example }),
  }
}

function lowerType({ type, of }: PropertySource): PropertyType {
  if (type !== 'list') return { kind: type }
  if (of === undefined) return { kind: 'list', of: { kind: 'object' } }
  return { kind: 'list', of: typeof of === 'string' ? { kind: of } : lowerProperties(of) }
}

/** The engine's events carry what promises carry: their definitions say so, whatever the files list. */
export function withCarried(
  events: { readonly [name: string]: EventDefinition },
  promises: readonly PromiseOutline[],
): { readonly [name: string]: EventDefinition } {
  const carried: { [name: string]: PropertyDefinition } = {}
  for (const promise of promises) {
    for (const [name, field] of Object.entries(carriedFields({ events }, promise))) {
      if (field.type.kind !== 'any')
        carried[name] ??= {
          type: field.type,
          description: `Carried by the promise \`${promise.name}\`.`,
          required: false,
        }
    }
  }
  return Object.fromEntries(
    Object.entries(events).map(([name, event]) => [
      name,
      PROMISE_EVENTS.includes(name) ? { ...event, properties: { ...carried, ...event.properties } } : event,
    ]),
  )
}
