import * as z from 'zod/mini'
import type { CustomerEvent } from '#engagement/customer/customer-event.ts'
import { EVENT_WARNINGS, type EventWarning } from '#engagement/customer/event-warning.ts'
import type { Decision, SeenValue } from '#engagement/decision/decision.ts'
import type { TimelineEntry } from '#engagement/journey/timeline-entry.ts'
import type { Message, MessageStatus, Outcome } from '#engagement/message/message.ts'
import { CHANNEL_NAMES } from '#engagement/model/channels.ts'
import { DECISION_VERDICTS } from '#engagement/model/decision-verdicts.ts'
import { CLASS_NAMES } from '#engagement/model/message-class.ts'
import { AnyJson, AnyJsonObject, Instant, type Shape } from './shape.ts'

const object = z.looseObject
const optional = z.exactOptional
const Count = z.int().check(z.nonnegative())
export const ChannelSchema = z.enum(CHANNEL_NAMES)
export const ClassSchema = z.enum(CLASS_NAMES)

const WarningMembers = object({
  code: z.enum(EVENT_WARNINGS),
  place: z.string(),
  message: z.string(),
  hint: optional(z.string()),
} satisfies Shape<EventWarning>)
/** Entries of an earlier version said it in one line: `traits.phone: no country code`. */
const WarningSchema = z.pipe(
  z.transform((stored: unknown) => (typeof stored === 'string' ? warningOf(stored) : stored)),
  WarningMembers,
)

function warningOf(line: string): EventWarning {
  const [place = '', ...words] = line.split(': ')
  const code = /^(traits|context)\./.test(place) ? 'unreadable-trait' : 'unreadable-value'
  return { code, place: `detail.${place}`, message: words.join(': ') }
}

export const EventSchema = object({
  messageId: z.string(),
  name: z.string(),
  customerId: z.string(),
  userId: optional(z.string()),
  anonymousId: optional(z.string()),
  linkedId: optional(z.string()),
  at: Instant,
  receivedAt: Instant,
  properties: AnyJsonObject,
  traits: optional(AnyJsonObject),
  context: AnyJsonObject,
  warnings: optional(z.array(WarningSchema)),
  hops: Count,
  replayed: optional(z.boolean()),
} satisfies Shape<CustomerEvent>)

export const SeenSchema = object({
  asked: z.string(),
  saw: optional(AnyJson),
  verdict: z.enum(['matched', 'unmatched', 'unknown']),
} satisfies Shape<SeenValue>)

const DecisionSchema = object({
  at: Instant,
  workflow: z.string(),
  version: z.string(),
  run: optional(z.string()),
  step: optional(z.string()),
  verdict: z.enum(DECISION_VERDICTS),
  reason: z.string(),
  until: optional(Instant),
  channel: optional(ChannelSchema),
  message: optional(z.string()),
  values: optional(z.array(SeenSchema)),
} satisfies Shape<Decision>)

/** What an entry keeps in `d`; `id`, `contentHash` and `emitted` are attributes of their own. */
export const EntryBodySchema = object({
  kind: z.enum(['event', 'decision']),
  at: Instant,
  receivedAt: Instant,
  event: optional(EventSchema),
  decisions: z.array(DecisionSchema),
} satisfies Shape<Omit<TimelineEntry, 'id' | 'contentHash' | 'emitted'>>)

const OutcomeSchema = object({
  at: Instant,
  kind: z.enum([
    'delivered',
    'bounced',
    'complained',
    'rejected',
    'opened',
    'clicked',
    'failed',
    'delayed',
    'unsubscribed',
  ]),
  detail: optional(z.string()),
  id: z.string(),
} satisfies Shape<Outcome>)

const STATUSES = [
  'planned',
  'claimed',
  'sent',
  'unknown',
  'held',
  'skipped',
  'cancelled',
  'refused',
  'delivered',
  'bounced',
  'complained',
] as const satisfies readonly MessageStatus[]
export const StatusSchema = z.enum(STATUSES)

/** What a message keeps in `d`; the rest are attributes of their own, for the stream's filters. */
export const MessageBodySchema = object({
  workflow: z.string(),
  version: z.string(),
  run: z.string(),
  runKey: z.string(),
  runN: Count,
  step: z.string(),
  name: z.string(),
  topic: optional(z.string()),
  urgent: z.boolean(),
  plannedAt: Instant,
  goodUntil: optional(Instant),
  claimedAt: optional(Instant),
  repeated: optional(z.boolean()),
  sentAt: optional(Instant),
  providerId: optional(z.string()),
  reason: optional(z.string()),
  outcomes: z.array(OutcomeSchema),
  payload: optional(AnyJsonObject),
} satisfies Shape<Omit<Message, 'id' | 'customerId' | 'channel' | 'class' | 'status' | 'attempt'>>)
