import { ALWAYS_HEARD, IDENTIFY } from '../customer/customer-event.ts'
import { type EventWarning, eventWarning } from '../customer/event-warning.ts'
import type { JsonObject } from '../customer/json.ts'
import { nearName } from '../customer/near-name.ts'
import type { Catalogue } from './catalogue.ts'

type Known = Pick<Catalogue, 'events' | 'settings'>

const PLACE = 'detail-type'
/** Kinds of calls that clients put where the event's name belongs. */
const CALLS: ReadonlySet<string> = new Set(['track', 'page', 'screen', 'group', 'alias', 'event', 'custom'])
/** Where clients of other protocols write the name. */
const NAMED_BY = ['event', 'eventName', 'event_name', 'name', 'type', 'detail-type']

/** Whether the name is one that somebody described, or that is heard whatever the files say. */
export const isKnownEvent = (name: string, { events, settings }: Known): boolean =>
  Object.hasOwn(events, name) || ALWAYS_HEARD.has(name) || settings.dropEvents.includes(name)

/** What a name that nobody described was probably meant to be; undefined where it resembles none. */
export const nearEvent = (name: string, { events, settings }: Known): string | undefined =>
  nearName(name, [IDENTIFY, ...fromOutside(events), ...settings.dropEvents])

const fromOutside = (events: Known['events']): readonly string[] =>
  Object.values(events).flatMap(({ name, engine }) => (engine ? [] : [name]))

/** What is to be said of an event's name. */
export function nameWarnings(name: string, detail: JsonObject, known: Known): readonly EventWarning[] {
  if (isKnownEvent(name, known)) return []
  const elsewhere = namedElsewhere(name, detail, known)
  if (elsewhere !== undefined) return [elsewhere]
  const unknown = 'the vocabulary has no such event'
  const near = nearEvent(name, known)
  if (near !== undefined) return [eventWarning('misspelt-event', PLACE, unknown, `Did you mean \`${near}\`?`)]
  const kept = known.settings.unreferencedEvents === 'keep' ? 'Kept in the timeline' : 'Dropped, as settings say'
  return [eventWarning('unknown-event', PLACE, unknown, `${kept}; describe it in a file under events/ to use it`)]
}

/** The member of `detail` that holds the event's name, where the detail-type does not. */
export const nameMember = (name: string, detail: JsonObject, known: Known): string | undefined =>
  NAMED_BY.find((member) => {
    const said = detail[member]
    if (typeof said !== 'string' || said === name || CALLS.has(said)) return false
    return CALLS.has(name.toLowerCase()) ? member === 'event' : isKnownEvent(said, known)
  })

function namedElsewhere(name: string, detail: JsonObject, known: Known): EventWarning | undefined {
  const member = nameMember(name, detail, known)
  if (member === undefined) return undefined
  const said = String(detail[member])
  const meant = isKnownEvent(said, known) ? said : nearEvent(said, known)
  const put = meant === undefined ? 'Put the name of what happened here' : `Put \`${meant}\` here`
  return eventWarning('name-elsewhere', PLACE, `the name stands in detail.${member}`, put)
}
