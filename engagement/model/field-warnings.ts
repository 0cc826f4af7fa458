import { IDENTIFY } from '../customer/customer-event.ts'
import { type EventWarning, eventWarning } from '../customer/event-warning.ts'
import { isObject, type Json, type JsonObject } from '../customer/json.ts'
import { nearName } from '../customer/near-name.ts'
import type { EventDefinition } from './event-definition.ts'

const READ = ['messageId', 'userId', 'anonymousId', 'timestamp', 'properties', 'traits', 'context'] as const
/** What clients of Segment's protocol send along for their own server. */
const TRANSPORT: ReadonlySet<string> = new Set([
  'type',
  'event',
  'channel',
  'integrations',
  'version',
  'sentAt',
  'receivedAt',
  'originalTimestamp',
  'writeKey',
  'projectId',
  '_metadata',
])
/** Other words for what is read. */
const ALSO_CALLED: { readonly [name: string]: (typeof READ)[number] } = {
  id: 'messageId',
  eventid: 'messageId',
  user: 'userId',
  customerid: 'userId',
  time: 'timestamp',
  date: 'timestamp',
  occurredat: 'timestamp',
  createdat: 'timestamp',
  props: 'properties',
  data: 'properties',
  payload: 'properties',
  attributes: 'properties',
}
const HINTS = ['locale', 'timezone'] as const
const UNREAD = 'nobody reads it here'
const ON_IDENTIFY = `traits are read on \`${IDENTIFY}\` alone`
const AS_IDENTIFY = 'Send them as an event of that name'

/** The member that was probably meant by one that is not read. */
export const meantMember = (member: string): string | undefined =>
  nearName(member, READ) ?? ALSO_CALLED[member.toLowerCase().replaceAll(/[^a-z]/g, '')]

/** Members of `detail` that nobody reads: `named` is the one that holds the event's name, and is spoken of elsewhere. */
export function fieldWarnings(
  name: string,
  detail: JsonObject,
  definition: EventDefinition | undefined,
  named: string | undefined,
): readonly EventWarning[] {
  const unread = Object.keys(detail).filter(
    (member) => !READ.some((read) => read === member) && !TRANSPORT.has(member) && member !== named,
  )
  return [
    ...unread.map((member) => unreadMember(member, name, detail, definition)),
    ...misplaced(name, detail),
    ...contextWarnings(detail['context']),
  ]
}

function unreadMember(
  member: string,
  name: string,
  detail: JsonObject,
  definition: EventDefinition | undefined,
): EventWarning {
  const place = `detail.${member}`
  const under = name === IDENTIFY ? 'traits' : 'properties'
  const isProperty = definition !== undefined && Object.hasOwn(definition.properties, member)
  if (isProperty) return eventWarning('ignored-field', place, UNREAD, `Put it under \`${under}\``)
  const meant = meantMember(member)
  if (meant === undefined && name === IDENTIFY)
    return eventWarning('ignored-field', place, UNREAD, 'Put it under `traits`')
  if (meant !== undefined && detail[meant] === undefined)
    return eventWarning('ignored-field', place, UNREAD, `Did you mean \`${meant}\`?`)
  return eventWarning('ignored-field', place, UNREAD, `Read are ${READ.join(', ')}`)
}

/** Traits travel on an `identify` alone, properties on every other event. */
function misplaced(name: string, { properties, traits }: JsonObject): readonly EventWarning[] {
  if (name === IDENTIFY) {
    if (isEmpty(properties)) return []
    const message = 'an `identify` has traits, no properties'
    return [eventWarning('ignored-field', 'detail.properties', message, 'Put them under `traits`')]
  }
  if (isEmpty(traits)) return []
  return [eventWarning('ignored-field', 'detail.traits', ON_IDENTIFY, AS_IDENTIFY)]
}

const isEmpty = (value: Json | undefined): boolean =>
  value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0)

/** What a context hints at is read; whatever else it holds is nobody's mistake. */
function contextWarnings(context: Json | undefined): readonly EventWarning[] {
  const place = 'detail.context'
  if (isEmpty(context) || context === undefined || context === null) return []
  if (!isObject(context)) {
    const got = Array.isArray(context) ? 'list' : typeof context
    return [eventWarning('ignored-field', place, `expected an object, got ${got}`)]
  }
  return Object.keys(context).flatMap((member) => {
    if (member === 'traits' && !isEmpty(context[member]))
      return [eventWarning('ignored-field', `${place}.${member}`, ON_IDENTIFY, AS_IDENTIFY)]
    if (HINTS.some((hint) => hint === member)) return []
    const meant = nearName(member, HINTS)
    if (meant === undefined || context[meant] !== undefined) return []
    return [eventWarning('ignored-field', `${place}.${member}`, UNREAD, `Did you mean \`${meant}\`?`)]
  })
}
