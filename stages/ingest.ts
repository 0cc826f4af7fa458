import { createHash } from 'node:crypto'
import * as z from 'zod/mini'
import { ALL_MARKETING } from '#engagement/customer/consent.ts'
import { contentHashOf } from '#engagement/customer/content-hash.ts'
import { type CustomerEvent, OWN_SOURCE } from '#engagement/customer/customer-event.ts'
import { customerIdOf } from '#engagement/customer/customer-id.ts'
import { EventDetail } from '#engagement/customer/event-detail.ts'
import { eventTimeOf } from '#engagement/customer/event-time.ts'
import { type EventWarning, eventWarning, MOST_WARNINGS } from '#engagement/customer/event-warning.ts'
import { normaliseEvent } from '#engagement/customer/normalise-event.ts'
import { isDeeperThan, isText, MOST_LEVELS } from '#engagement/customer/sound-value.ts'
import type { Catalogue } from '#engagement/definition/catalogue.ts'
import { ENGINE_EVENTS } from '#engagement/definition/promise-definition.ts'
import { propertyWarnings } from '#engagement/definition/property-warnings.ts'
import { TransientError } from '#engagement/errors.ts'
import type { CatalogueStore, Clock, QuarantineStore, ReactQueue } from './ports.ts'

export interface IngestDeps {
  readonly catalogue: Pick<CatalogueStore, 'live'>
  readonly quarantine: QuarantineStore
  readonly reactQueue: ReactQueue
  readonly clock: Clock
  /** Key of the customers' ids: changing it makes everybody a stranger. */
  readonly idSecret: string
}

/** What became of one envelope. */
export type Ingested =
  | { readonly kind: 'accepted'; readonly event: CustomerEvent }
  | { readonly kind: 'quarantined'; readonly code: QuarantineCode }

export type QuarantineCode =
  | 'not-an-envelope'
  | 'own-event'
  | 'missing-name'
  | 'name-too-long'
  | 'engine-event'
  | 'bad-name'
  | 'too-deep'
  | 'too-large'
  | 'detail-not-an-object'
  | 'missing-message-id'
  | 'bad-message-id'
  | 'missing-identity'
  | 'bad-identity'
  | 'bad-timestamp'
  | 'not-an-object'

interface Refusal {
  readonly code: QuarantineCode
  readonly reason: string
  readonly place: string
}
type Checked =
  | { readonly kind: 'event'; readonly event: CustomerEvent; readonly contentHash: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

/** Bytes of `detail`, so that an event and its decisions fit an item of the store (400 KB). */
const MAX_DETAIL = 200 * 1024
const MAX_NAME = 128
/** A replay whose name begins so is meant to reach customers as if it were new. */
const ACTING_REPLAY = 'act-'
const OURS: ReadonlySet<string> = new Set(Object.values(ENGINE_EVENTS))

/** An EventBridge event, tolerant of members it does not know. */
const Envelope = z.looseObject({
  id: z.optional(z.string()),
  source: z.optional(z.string()),
  time: z.optional(z.iso.datetime({ offset: true })),
  'detail-type': z.string(),
  /** Name of the replay by which an archive sent it once more. */
  'replay-name': z.optional(z.string()),
  detail: z.unknown(),
})
type Envelope = z.infer<typeof Envelope>

/**
 * Takes one EventBridge event: valid ones go to react, the others to the quarantine with code, reason and place. Throws
 * `TransientError` where nothing is published yet, or as the ports do.
 */
export async function ingest(envelope: unknown, deps: IngestDeps): Promise<Ingested> {
  const catalogue = await deps.catalogue.live()
  if (catalogue === undefined) throw new TransientError('no-catalogue', 'nothing is published yet')
  const checked = checkEnvelope(envelope, catalogue, deps)
  if (checked.kind === 'refused') return putAside(envelope, checked.refusal, deps)
  await deps.reactQueue.send([{ kind: 'event', event: checked.event, contentHash: checked.contentHash }])
  return { kind: 'accepted', event: checked.event }
}

async function putAside(envelope: unknown, refusal: Refusal, deps: IngestDeps): Promise<Ingested> {
  const raw = JSON.stringify(isDeeperThan(envelope, 2 * MOST_LEVELS) ? cutOff(envelope) : envelope) ?? 'undefined'
  // Derived, so that a repeated delivery of the same envelope is the same item.
  const id = createHash('sha256').update(raw).digest('base64url').slice(0, 22)
  await deps.quarantine.add({ id, at: deps.clock.now(), ...refusal, raw })
  return { kind: 'quarantined', code: refusal.code }
}

function checkEnvelope(raw: unknown, catalogue: Catalogue, deps: IngestDeps): Checked {
  const envelope = Envelope.safeParse(raw)
  if (!envelope.success) return refused('not-an-envelope', 'not an EventBridge event', placeOf(envelope.error))
  const name = envelope.data['detail-type'].trim()
  const refusal =
    checkName(name, envelope.data, catalogue) ?? checkDepth(envelope.data.detail) ?? checkSize(envelope.data.detail)
  if (refusal !== undefined) return { kind: 'refused', refusal }
  const detail = EventDetail.safeParse(envelope.data.detail)
  if (!detail.success) return { kind: 'refused', refusal: refusalOf(detail.error) }
  return accept(name, envelope.data, detail.data, catalogue, deps)
}

function accept(
  name: string,
  envelope: Envelope,
  detail: EventDetail,
  catalogue: Catalogue,
  deps: IngestDeps,
): Checked {
  const { messageId } = detail
  if (messageId === undefined)
    return refused('missing-message-id', 'an event needs a messageId, so that it counts once', 'detail.messageId')
  const user = detail.userId ? { userId: detail.userId } : {}
  const anonymous = detail.anonymousId ? { anonymousId: detail.anonymousId } : {}
  const ids = { ...user, ...anonymous }
  const customerId = customerIdOf(ids, deps.idSecret)
  if (customerId === undefined)
    return refused('missing-identity', 'an event needs a userId or an anonymousId', 'detail.userId')
  const linkedId = detail.userId ? customerIdOf(anonymous, deps.idSecret) : undefined
  const receivedAt = deps.clock.now()
  const envelopeAt = envelope.time === undefined ? receivedAt : Date.parse(envelope.time)
  const timestamp = detail.timestamp ?? undefined
  const at = eventTimeOf(timestamp, envelopeAt, receivedAt)
  if (at === undefined) return refused('bad-timestamp', 'not a time', 'detail.timestamp')
  const facts = { name, messageId, customerId, ...(linkedId === undefined ? {} : { linkedId }), at, receivedAt }
  const event = normaliseEvent(detail, facts)
  const content = { name, ...ids, properties: detail.properties ?? {}, traits: detail.traits ?? {}, timestamp }
  const known = isToBeKnownOnly(envelope) ? { ...event, replayed: true } : event
  return { kind: 'event', event: withWarnings(known, catalogue), contentHash: contentHashOf(content) }
}

const isToBeKnownOnly = ({ 'replay-name': replay }: Envelope): boolean =>
  replay !== undefined && !replay.startsWith(ACTING_REPLAY)

function withWarnings(event: CustomerEvent, catalogue: Catalogue): CustomerEvent {
  const definition = definitionOf(event.name, catalogue)
  const misfits = [
    ...(definition === undefined ? [] : propertyWarnings(event.properties, definition)),
    ...topicWarnings(event, catalogue),
  ]
  return misfits.length === 0
    ? event
    : { ...event, warnings: [...misfits, ...(event.warnings ?? [])].slice(0, MOST_WARNINGS) }
}

/** A topic that settings do not know is kept as it was said, and helps nobody: a slip of the pen is told. */
function topicWarnings(event: CustomerEvent, { settings }: Catalogue): readonly EventWarning[] {
  const told = event.traits?.['consent']
  if (typeof told !== 'object' || told === null || Array.isArray(told)) return []
  const known = [...Object.keys(settings.topics), ALL_MARKETING]
  return Object.keys(told).flatMap((topic) =>
    known.includes(topic)
      ? []
      : [
          eventWarning(
            'unknown-topic',
            `detail.traits.consent.${topic}`,
            'no such topic',
            `Known: ${known.join(', ')}`,
          ),
        ],
  )
}

function checkName(name: string, envelope: Envelope, catalogue: Catalogue): Refusal | undefined {
  const place = 'detail-type'
  if (envelope.source === OWN_SOURCE)
    return { code: 'own-event', reason: `the source "${OWN_SOURCE}" is ours`, place: 'source' }
  if (name === '') return { code: 'missing-name', reason: 'an event needs a name', place }
  if (name.length > MAX_NAME)
    return { code: 'name-too-long', reason: `a name has at most ${MAX_NAME} characters`, place }
  if (!isText(name)) return { code: 'bad-name', reason: 'half a character in the name', place }
  if (!OURS.has(name) && definitionOf(name, catalogue)?.engine !== true) return undefined
  return { code: 'engine-event', reason: 'only the engine raises this event', place }
}

function definitionOf(name: string, catalogue: Catalogue) {
  return Object.hasOwn(catalogue.events, name) ? catalogue.events[name] : undefined
}

/** Asked before anything that walks into it: what is nested by the thousand is no event, and overflows whoever looks. */
function checkDepth(detail: unknown): Refusal | undefined {
  if (!isDeeperThan(detail)) return undefined
  return { code: 'too-deep', reason: `nested deeper than ${MOST_LEVELS} levels`, place: 'detail' }
}

/** What can be shown of something that is nested without end. */
function cutOff(value: unknown, levels: number = MOST_LEVELS): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (levels === 0) return '…'
  if (Array.isArray(value)) return value.map((item) => cutOff(item, levels - 1))
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, cutOff(member, levels - 1)]))
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

function refused(code: QuarantineCode, reason: string, place: string): Checked {
  return { kind: 'refused', refusal: { code, reason, place } }
}

const placeOf = (error: z.core.$ZodError): string => error.issues[0]?.path.join('.') ?? ''
