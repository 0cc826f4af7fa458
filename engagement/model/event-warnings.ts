import { type CustomerEvent, IDENTIFY } from '../customer/customer-event.ts'
import { type EventWarning, isMistake, MOST_WARNINGS } from '../customer/event-warning.ts'
import type { JsonObject } from '../customer/json.ts'
import type { Catalogue } from './catalogue.ts'
import { fieldWarnings } from './field-warnings.ts'
import { nameMember, nameWarnings } from './name-warnings.ts'
import { propertyWarnings } from './property-warnings.ts'
import { traitWarnings } from './trait-warnings.ts'

/**
 * Everything in an accepted event that was not understood: its name, members that nobody reads, properties and traits.
 * `detail`: as it was sent. Mistakes come first, so that what is merely unknown is what falls off where there is much.
 */
export function eventWarnings(event: CustomerEvent, detail: JsonObject, catalogue: Catalogue): readonly EventWarning[] {
  const definition = Object.hasOwn(catalogue.events, event.name) ? catalogue.events[event.name] : undefined
  const told = [
    ...nameWarnings(event.name, detail, catalogue),
    ...fieldWarnings(event.name, detail, definition, nameMember(event.name, detail, catalogue)),
    ...(definition === undefined ? [] : propertyWarnings(event.properties, definition)),
    ...(event.name === IDENTIFY ? traitWarnings(event.traits ?? {}, catalogue.settings) : []),
    ...(event.warnings ?? []),
  ]
  return told.toSorted((a, b) => Number(isMistake(b)) - Number(isMistake(a))).slice(0, MOST_WARNINGS)
}
