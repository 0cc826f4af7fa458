import * as z from 'zod/mini'
import type { HabitState, ListChange, ListState, ListsState, StaleState } from '#engagement/customer/computed.ts'
import type { ConsentRecord, StandingConsent } from '#engagement/customer/consent.ts'
import type { Bucket, CounterState, Occurrence } from '#engagement/customer/history.ts'
import type { Profile, Trait } from '#engagement/customer/profile.ts'
import type { Served } from '#engagement/decision/spacing.ts'
import type { CustomerHead, Memory } from '#engagement/journey/customer-state.ts'
import type { EndedRun, EntryEvent, Run } from '#engagement/journey/run.ts'
import { CUSTOMER_CHANNELS } from '#engagement/model/channels.ts'
import type { EndedPromise, Incident, PromiseState } from '#engagement/promise/promise-state.ts'
import { AnyJson, AnyJsonObject, Instant, type Shape } from './shape.ts'
import { ChannelSchema } from './timeline-schema.ts'

/** Objects are loose: what newer code added survives a pass through older code. */
const object = z.looseObject
const optional = z.exactOptional
const Count = z.int().check(z.nonnegative())

const CONSENT = {
  status: z.enum(['granted', 'denied']),
  at: Instant,
  source: z.enum(['identify', 'page', 'one-click', 'complaint', 'stop']),
  evidence: z.string(),
} satisfies Shape<ConsentRecord>
const ConsentSchema = object({ ...CONSENT, beside: optional(object(CONSENT)) } satisfies Shape<StandingConsent>)

const IncidentSchema = object({
  rule: z.string(),
  key: z.string(),
  openedAt: Instant,
  openedAgainAt: optional(Instant),
  endsAt: Instant,
  about: z.record(z.string(), AnyJson),
} satisfies Shape<Incident>)

export const HeadSchema = object({
  createdAt: Instant,
  userId: optional(z.string()),
  anonymousIds: z.array(z.string()),
  absorbed: z.array(z.string()),
  absorbing: optional(z.array(z.string())),
  mergedInto: optional(z.string()),
  consent: z.record(z.string(), ConsentSchema),
  slots: z.array(
    object({ channel: z.enum(CUSTOMER_CHANNELS), at: Instant, messageId: z.string() } satisfies Shape<
      CustomerHead['slots'][number]
    >),
  ),
  served: optional(
    z.array(
      object({
        at: Instant,
        messageId: z.string(),
        workflow: z.string(),
        topic: optional(z.string()),
        key: z.string(),
      } satisfies Shape<Served>),
    ),
  ),
  incidents: z.array(IncidentSchema),
  claims: optional(
    z.array(
      object({ messageId: z.string(), until: Instant } satisfies Shape<NonNullable<CustomerHead['claims']>[number]>),
    ),
  ),
  timer: optional(
    object({ at: Instant, generation: Count, shard: Count } satisfies Shape<NonNullable<CustomerHead['timer']>>),
  ),
  timerGeneration: Count,
} satisfies Shape<CustomerHead>)

const OccurrenceSchema = object({
  at: Instant,
  known: z.literal([0, 1]),
  carried: optional(z.array(AnyJson)),
} satisfies Shape<Occurrence>)

const BucketSchema = object({
  start: Instant,
  count: z.number(),
  unknown: z.number(),
  sum: z.number(),
} satisfies Shape<Bucket>)

export const CounterSchema = z.discriminatedUnion('kind', [
  object({
    kind: z.literal('recent'),
    occurrences: z.array(OccurrenceSchema),
    lost: optional(Instant),
    keep: optional(Count),
    window: optional(z.number()),
  } satisfies Shape<Extract<CounterState, { kind: 'recent' }>>),
  object({ kind: z.literal('hourly'), buckets: z.array(BucketSchema), window: optional(z.number()) } satisfies Shape<
    Extract<CounterState, { kind: 'hourly' }>
  >),
])

const ListSchema = object({
  kind: z.literal('list'),
  key: z.string(),
  items: z.array(
    object({ id: z.string(), quantity: z.number(), properties: AnyJsonObject, at: Instant } satisfies Shape<
      ListState['items'][number]
    >),
  ),
  at: Instant,
  replacedAt: Instant,
} satisfies Shape<ListState>)

const ListChangeSchema = object({
  at: Instant,
  id: z.string(),
  kind: z.enum(['add', 'remove', 'replace', 'clear']),
  key: optional(z.string()),
  lines: z.array(
    object({
      id: z.string(),
      quantity: optional(z.number()),
      properties: optional(AnyJsonObject),
    } satisfies Shape<ListChange['lines'][number]>),
  ),
} satisfies Shape<ListChange>)

const ListsSchema = object({
  kind: z.literal('lists'),
  lists: z.array(ListSchema),
  settledAt: optional(Instant),
  changes: optional(z.array(ListChangeSchema)),
} satisfies Shape<ListsState>)

const HabitSchema = object({
  kind: z.literal('habit'),
  visits: z.number(),
  lastAt: Instant,
  typicalGap: z.number(),
  recent: optional(z.array(z.tuple([Instant, Instant]))),
} satisfies Shape<HabitState>)

const StaleSchema = object({ kind: z.literal('stale') } satisfies Shape<StaleState>)

export const TraitSchema = object({ value: AnyJson, at: Instant } satisfies Shape<Trait>)
export const ComputedSchema = z.discriminatedUnion('kind', [HabitSchema, ListsSchema, StaleSchema])

export const ProfileSchema = object({
  traits: z.record(z.string(), TraitSchema),
  history: z.record(z.string(), CounterSchema),
  computed: z.record(z.string(), ComputedSchema),
} satisfies Shape<Profile>)

const EndedRunSchema = object({
  workflow: z.string(),
  key: z.string(),
  n: Count,
  enteredAt: Instant,
  endedAt: Instant,
  exitAt: optional(Instant),
  reason: z.string(),
  heldOut: z.boolean(),
  goalUntil: optional(Instant),
  goalReachedAt: optional(Instant),
  goalEntry: optional(AnyJsonObject),
} satisfies Shape<EndedRun>)

const EndedPromiseSchema = object({
  name: z.string(),
  key: z.string(),
  how: z.enum(['kept', 'released', 'gave_up']),
  at: Instant,
  parts: z.array(z.string()),
} satisfies Shape<EndedPromise>)

export const MemorySchema = object({
  runs: z.array(EndedRunSchema),
  forgotten: optional(Count),
  promises: z.array(EndedPromiseSchema),
  exits: z.array(
    object({ event: z.string(), at: Instant, properties: AnyJsonObject } satisfies Shape<Memory['exits'][number]>),
  ),
} satisfies Shape<Memory>)

const EntryEventSchema = object({
  messageId: z.string(),
  name: z.string(),
  at: Instant,
  properties: AnyJsonObject,
  hops: optional(Count),
} satisfies Shape<EntryEvent>)

const sending = {
  until: Instant,
  step: z.string(),
  messageId: z.string(),
  goodUntil: optional(Instant),
  channel: ChannelSchema,
  tried: z.array(ChannelSchema),
  since: Instant,
  attempt: Count,
  repeated: optional(z.boolean()),
  asked: optional(z.string()),
  done: optional(z.array(z.string())),
  first: optional(z.boolean()),
}
const ActivitySchema = z.discriminatedUnion('kind', [
  object({
    kind: z.literal('waiting'),
    until: Instant,
    step: z.string(),
    next: optional(z.string()),
  } satisfies Shape<Activity<'waiting'>>),
  object({ kind: z.literal('listening'), until: Instant, step: z.string() } satisfies Shape<Activity<'listening'>>),
  object({ kind: z.literal('holding'), ...sending, reason: z.string() } satisfies Shape<Activity<'holding'>>),
  object({
    kind: z.literal('sending'),
    ...sending,
    claimedAt: optional(Instant),
    unknown: optional(z.boolean()),
  } satisfies Shape<Activity<'sending'>>),
])
type Activity<Kind> = Extract<Run['activity'], { readonly kind: Kind }>

export const RunSchema = object({
  workflow: z.string(),
  version: z.string(),
  key: z.string(),
  n: Count,
  enteredAt: Instant,
  entry: EntryEventSchema,
  awaited: optional(EntryEventSchema),
  passedOver: optional(EntryEventSchema),
  startedAt: optional(Instant),
  round: optional(Count),
  missed: optional(z.record(z.string(), EntryEventSchema)),
  activity: ActivitySchema,
  heldOut: z.boolean(),
  firstMessagePlanned: z.boolean(),
  nextWord: optional(Instant),
  goalReachedAt: optional(Instant),
} satisfies Shape<Run>)

export const PromiseSchema = object({
  name: z.string(),
  key: z.string(),
  status: z.enum(['open', 'at_risk', 'broken']),
  madeAt: Instant,
  statedAt: Instant,
  repeatedAt: optional(Instant),
  due: Instant,
  firstDue: Instant,
  expected: optional(Instant),
  expectedAt: optional(Instant),
  renewals: Count,
  slips: Count,
  toldAt: optional(Instant),
  parts: z.record(
    z.string(),
    object({ keptAt: z.nullable(Instant), expected: optional(Instant), expectedAt: optional(Instant) } satisfies Shape<
      PromiseState['parts'][string]
    >),
  ),
  seen: z.record(z.string(), Instant),
  about: z.record(z.string(), AnyJson),
  wakeAt: optional(Instant),
} satisfies Shape<PromiseState>)
