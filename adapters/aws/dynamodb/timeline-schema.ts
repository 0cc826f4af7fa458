import * as z from 'zod/mini'
import { storedObject } from '#adapters/schema-of.ts'
import type { CustomerEvent } from '#engagement/customer/customer-event.ts'
import { EVENT_WARNINGS, type EventWarning } from '#engagement/customer/event-warning.ts'
import type { Decision, DecisionFacts, SeenValue } from '#engagement/decision/decision.ts'
import type { Reason } from '#engagement/decision/reasons.ts'
import type { TimelineEntry } from '#engagement/journey/timeline-entry.ts'
import { MESSAGE_STATUSES, type Message, type Outcome } from '#engagement/message/message.ts'
import { CHANNEL_NAMES } from '#engagement/model/channels.ts'
import { DECISION_VERDICTS, type DecisionVerdict } from '#engagement/model/decision-verdicts.ts'
import { CLASS_NAMES } from '#engagement/model/message-class.ts'
import { AnyJson, AnyJsonObject, Instant } from './shape.ts'

const optional = z.exactOptional
const Count = z.int().check(z.nonnegative())
/** Any text: another version may have stored a code that this one does not know, and it is read as it is. */
export const ReasonSchema = z.custom<Reason>((value) => typeof value === 'string')
export const ChannelSchema = z.enum(CHANNEL_NAMES)
export const ClassSchema = z.enum(CLASS_NAMES)

const WarningMembers = storedObject<EventWarning>()({
  code: z.enum(EVENT_WARNINGS),
  place: z.string(),
  message: z.string(),
  hint: optional(z.string()),
})
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

export const EventSchema = storedObject<CustomerEvent>()({
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
})

export const SeenSchema = storedObject<SeenValue>()({
  asked: z.string(),
  saw: optional(AnyJson),
  verdict: z.enum(['matched', 'unmatched', 'unknown']),
})

// Which reasons go with which verdict is not asked of what is stored.
const DecisionSchema = storedObject<DecisionFacts & { readonly verdict: DecisionVerdict; readonly reason: Reason }>()({
  at: Instant,
  workflow: z.string(),
  version: z.string(),
  run: optional(z.string()),
  step: optional(z.string()),
  verdict: z.enum(DECISION_VERDICTS),
  reason: ReasonSchema,
  until: optional(Instant),
  channel: optional(ChannelSchema),
  message: optional(z.string()),
  values: optional(z.array(SeenSchema)),
}) as z.ZodMiniType<unknown> as z.ZodMiniType<Decision>

/** What an entry keeps in `d`; `id`, `contentHash` and `emitted` are attributes of their own. */
export const EntryBodySchema = storedObject<Omit<TimelineEntry, 'id' | 'contentHash' | 'emitted'>>()({
  kind: z.enum(['event', 'decision']),
  at: Instant,
  receivedAt: Instant,
  event: optional(EventSchema),
  decisions: z.array(DecisionSchema),
})

const OutcomeSchema = storedObject<Outcome>()({
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
})

export const StatusSchema = z.enum(MESSAGE_STATUSES)

/** What a message keeps in `d`; the rest are attributes of their own, for the stream's filters. */
export const MessageBodySchema = storedObject<
  Omit<Message, 'id' | 'customerId' | 'channel' | 'class' | 'status' | 'attempt'>
>()({
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
  reason: optional(ReasonSchema),
  outcomes: z.array(OutcomeSchema),
  payload: optional(AnyJsonObject),
})
