import type * as z from 'zod/mini'
import { contentHashOf } from './customer/content-hash.ts'
import { type CustomerEvent, MOST_EVENT_NAME, OWN_SOURCE } from './customer/customer-event.ts'
import { customerIdOf } from './customer/customer-id.ts'
import { EventDetail } from './customer/event-detail.ts'
import { eventTimeOf, isAhead } from './customer/event-time.ts'
import { type EventWarning, eventWarning } from './customer/event-warning.ts'
import type { Incoming } from './customer/incoming.ts'
import type { JsonObject } from './customer/json.ts'
import { normaliseEvent } from './customer/normalise-event.ts'
import type { QuarantineCode, Refusal } from './customer/refusal.ts'
import { isDeeperThan, isText, MOST_LEVELS } from './customer/sound-value.ts'
import { faultOf } from './journey/put-aside.ts'
import type { Catalogue } from './model/catalogue.ts'
import { eventWarnings } from './model/event-warnings.ts'
import { meantMember } from './model/field-warnings.ts'
import { isKnownEvent, nearEvent } from './model/name-warnings.ts'
import { ENGINE_EVENTS } from './model/promise-definition.ts'

export type Judged =
  | { readonly kind: 'event'; readonly event: CustomerEvent; readonly contentHash: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

/** Bytes of `detail`, so that an event and its decisions fit an item of the store (400 KB). */
const MAX_DETAIL = 200 * 1024
/** A replay whose name begins so is meant to reach customers as if it were new. */
const ACTING_REPLAY = 'act-'
const OURS: ReadonlySet<string> = new Set(Object.values(ENGINE_EVENTS))

/** What judging needs beside the vocabulary. */
export interface Judging {
  /** Epoch milliseconds. */
  readonly now: number
  /** Key of the customers' ids. */
  readonly idSecret: string
}

/**
 * What is to become of an event from outside: taken, with what was not understood in it, or refused, with why. Where we
 * fail at it, it is refused too: the same event would make us fail again.
 */
export function judgeIncoming(incoming: Incoming, catalogue: Catalogue, judging: Judging): Judged {
  try {
    return judge(incoming, catalogue, judging)
  } catch (error) {
    const { code, reason } = faultOf(error)
    return refused('put-aside', `${code}: ${reason}`, 'detail')
  }
}

function judge(incoming: Incoming, catalogue: Catalogue, judging: Judging): Judged {
  const name = incoming.name.trim()
  const refusal = checkName(name, incoming, catalogue) ?? checkDepth(incoming.detail) ?? checkSize(incoming.detail)
  if (refusal !== undefined) return { kind: 'refused', refusal }
  const detail = EventDetail.safeParse(incoming.detail)
  if (!detail.success) return { kind: 'refused', refusal: refusalOf(detail.error) }
  return accept(name, incoming, detail.data, catalogue, judging)
}

function accept(name: string, incoming: Incoming, detail: EventDetail, catalogue: Catalogue, judging: Judging): Judged {
  const { messageId } = detail
  if (messageId === undefined)
    return refused(
      'missing-message-id',
      `an event needs a messageId, so that it counts once${instead(incoming.detail, 'messageId')}`,
      'detail.messageId',
    )
  const nobody = (['userId', 'anonymousId'] as const).find((id) => isNobody(detail[id]))
  if (nobody !== undefined)
    return refused('bad-identity', `${nobody} names nobody: a variable of the sender was empty`, `detail.${nobody}`)
  const user = detail.userId ? { userId: detail.userId } : {}
  const anonymous = detail.anonymousId ? { anonymousId: detail.anonymousId } : {}
  const ids = { ...user, ...anonymous }
  const customerId = customerIdOf(ids, judging.idSecret)
  if (customerId === undefined)
    return refused(
      'missing-identity',
      `an event needs a userId or an anonymousId${instead(incoming.detail, 'userId', 'anonymousId')}`,
      'detail.userId',
    )
  const linkedId = detail.userId ? customerIdOf(anonymous, judging.idSecret) : undefined
  const receivedAt = judging.now
  const timestamp = detail.timestamp ?? undefined
  const at = eventTimeOf(timestamp, incoming.time ?? receivedAt, receivedAt)
  if (at === undefined) return refused('bad-timestamp', 'not a time', 'detail.timestamp')
  const facts = { name, messageId, customerId, ...(linkedId === undefined ? {} : { linkedId }), at, receivedAt }
  const normalised = normaliseEvent(detail, facts)
  const warnings = [...aheadWarning(timestamp, receivedAt), ...(normalised.warnings ?? [])]
  const event = warnings.length === 0 ? normalised : { ...normalised, warnings }
  const content = { name, ...ids, properties: detail.properties ?? {}, traits: detail.traits ?? {}, timestamp }
  const known = isToBeKnownOnly(incoming) ? { ...event, replayed: true } : event
  return { kind: 'event', event: withWarnings(known, incoming.detail, catalogue), contentHash: contentHashOf(content) }
}

/** What a missing value becomes where it is written as a text. Everybody of whom nothing is known would be one customer. */
const isNobody = (id: string | null | undefined): boolean =>
  typeof id === 'string' && /^(?:undefined|null|nan|none|\[object object\])$/i.test(id)

/** `. Write `user_id` as `userId``: where the member that is missing is there under another name. */
function instead(detail: unknown, ...wanted: readonly string[]): string {
  for (const member of Object.keys(Object(detail))) {
    const meant = meantMember(member)
    if (meant !== undefined && meant !== member && wanted.includes(meant))
      return `. Write \`${cut(member)}\` as \`${meant}\``
  }
  return ''
}
const cut = (name: string): string => name.slice(0, 40).toWellFormed()

const isToBeKnownOnly = ({ replay }: Incoming): boolean => replay !== undefined && !replay.startsWith(ACTING_REPLAY)

function withWarnings(event: CustomerEvent, detail: unknown, catalogue: Catalogue): CustomerEvent {
  // The bus carries JSON, and what was judged as a detail is an object.
  const warnings = eventWarnings(event, detail as JsonObject, catalogue)
  return warnings.length === 0 ? event : { ...event, warnings }
}

/** A clock that is ahead is not believed: the receipt counts. */
function aheadWarning(timestamp: string | undefined, receivedAt: number): readonly EventWarning[] {
  if (timestamp === undefined || !isAhead(timestamp, receivedAt)) return []
  const message = 'more than 5 minutes ahead of our clock'
  return [eventWarning('clock-ahead', 'detail.timestamp', message, 'The time of receipt counts')]
}

function checkName(name: string, incoming: Incoming, catalogue: Catalogue): Refusal | undefined {
  const place = 'detail-type'
  if (incoming.source === OWN_SOURCE)
    return { code: 'own-event', reason: `the source "${OWN_SOURCE}" is ours`, place: 'source' }
  if (name === '') return { code: 'missing-name', reason: 'an event needs a name', place }
  if (name.length > MOST_EVENT_NAME)
    return { code: 'name-too-long', reason: `a name has at most ${MOST_EVENT_NAME} characters`, place }
  if (!isText(name)) return { code: 'bad-name', reason: 'half a character in the name', place }
  if (!OURS.has(name) && definitionOf(name, catalogue)?.engine !== true) return checkKnown(name, catalogue)
  return { code: 'engine-event', reason: 'only the engine raises this event', place }
}

/** Settings may ask that only what is described is taken. */
function checkKnown(name: string, catalogue: Catalogue): Refusal | undefined {
  if (catalogue.settings.unknownEvents !== 'refuse' || isKnownEvent(name, catalogue)) return undefined
  const near = nearEvent(name, catalogue)
  const hint = near === undefined ? 'Describe it in a file under events/' : `Did you mean \`${near}\`?`
  return { code: 'unknown-event', reason: `the vocabulary has no such event. ${hint}`, place: 'detail-type' }
}

function definitionOf(name: string, catalogue: Catalogue) {
  return Object.hasOwn(catalogue.events, name) ? catalogue.events[name] : undefined
}

/** Asked before anything that walks into it: what is nested by the thousand is no event, and overflows whoever looks. */
function checkDepth(detail: unknown): Refusal | undefined {
  if (!isDeeperThan(detail)) return undefined
  return { code: 'too-deep', reason: `nested deeper than ${MOST_LEVELS} levels`, place: 'detail' }
}

function checkSize(detail: unknown): Refusal | undefined {
  const bytes = Buffer.byteLength(JSON.stringify(detail) ?? '')
  if (bytes <= MAX_DETAIL) return undefined
  return { code: 'too-large', reason: `${bytes} bytes; an event has at most ${MAX_DETAIL}`, place: 'detail' }
}

/** Code by the first member that does not fit. */
function refusalOf(error: z.core.$ZodError): Refusal {
  const place = ['detail', ...(error.issues[0]?.path ?? [])].join('.')
  const member = String(error.issues[0]?.path[0] ?? '')
  if (member === '') return { code: 'detail-not-an-object', reason: 'detail must be an object', place }
  if (member === 'messageId')
    return { code: 'bad-message-id', reason: 'messageId must be a text of at most 256 whole characters', place }
  if (member === 'userId' || member === 'anonymousId')
    return { code: 'bad-identity', reason: `${member} must be a text of at most 256 whole characters`, place }
  if (member === 'timestamp') return { code: 'bad-timestamp', reason: 'timestamp must be an ISO 8601 time', place }
  return { code: 'not-an-object', reason: `${member} must be an object`, place }
}

function refused(code: QuarantineCode, reason: string, place: string): Judged {
  return { kind: 'refused', refusal: { code, reason, place } }
}
