import * as z from 'zod/mini'
import { storedObject, storedUnion } from '#adapters/schema-of.ts'
import type { Computed, ListChange, ListState } from '#engagement/customer/computed.ts'
import type { ConsentRecord, StandingConsent } from '#engagement/customer/consent.ts'
import type { Bucket, CounterState, Occurrence } from '#engagement/customer/history.ts'
import type { Profile, Trait } from '#engagement/customer/profile.ts'
import type { Served } from '#engagement/decision/spacing.ts'
import type { CustomerHead, Memory } from '#engagement/journey/customer-state.ts'
import type { EndedRun, EntryEvent, Run, RunActivity } from '#engagement/journey/run.ts'
import { CUSTOMER_CHANNELS } from '#engagement/model/channels.ts'
import type { EndedPromise, Incident, PromiseState } from '#engagement/promise/promise-state.ts'
import { AnyJson, AnyJsonObject, Instant } from './shape.ts'
import { ChannelSchema, ReasonSchema } from './timeline-schema.ts'

const optional = z.exactOptional
const Count = z.int().check(z.nonnegative())

const CONSENT = {
  status: z.enum(['granted', 'denied']),
  at: Instant,
  source: z.enum(['identify', 'page', 'one-click', 'complaint', 'stop']),
  evidence: z.string(),
}
const ConsentSchema = storedObject<StandingConsent>()({
  ...CONSENT,
  beside: optional(storedObject<ConsentRecord>()(CONSENT)),
})

const IncidentSchema = storedObject<Incident>()({
  rule: z.string(),
  key: z.string(),
  openedAt: Instant,
  openedAgainAt: optional(Instant),
  endsAt: Instant,
  about: z.record(z.string(), AnyJson),
})

export const HeadSchema = storedObject<CustomerHead>()({
  createdAt: Instant,
  userId: optional(z.string()),
  anonymousIds: z.array(z.string()),
  absorbed: z.array(z.string()),
  absorbing: optional(z.array(z.string())),
  mergedInto: optional(z.string()),
  consent: z.record(z.string(), ConsentSchema),
  slots: z.array(
    storedObject<CustomerHead['slots'][number]>()({
      channel: z.enum(CUSTOMER_CHANNELS),
      at: Instant,
      messageId: z.string(),
    }),
  ),
  served: optional(
    z.array(
      storedObject<Served>()({
        at: Instant,
        messageId: z.string(),
        workflow: z.string(),
        topic: optional(z.string()),
        key: z.string(),
      }),
    ),
  ),
  incidents: z.array(IncidentSchema),
  claims: optional(
    z.array(storedObject<NonNullable<CustomerHead['claims']>[number]>()({ messageId: z.string(), until: Instant })),
  ),
  timer: optional(storedObject<NonNullable<CustomerHead['timer']>>()({ at: Instant, generation: Count, shard: Count })),
  timerGeneration: Count,
})

const OccurrenceSchema = storedObject<Occurrence>()({
  at: Instant,
  known: z.literal([0, 1]),
  carried: optional(z.array(AnyJson)),
})

const BucketSchema = storedObject<Bucket>()({
  start: Instant,
  count: z.number(),
  unknown: z.number(),
  sum: z.number(),
})

export const CounterSchema = storedUnion<CounterState>()({
  recent: {
    occurrences: z.array(OccurrenceSchema),
    lost: optional(Instant),
    keep: optional(Count),
    window: optional(z.number()),
  },
  hourly: { buckets: z.array(BucketSchema), window: optional(z.number()) },
})

const ListSchema = storedObject<ListState>()({
  kind: z.literal('list'),
  key: z.string(),
  items: z.array(
    storedObject<ListState['items'][number]>()({
      id: z.string(),
      quantity: z.number(),
      properties: AnyJsonObject,
      at: Instant,
    }),
  ),
  at: Instant,
  replacedAt: Instant,
})

const ListChangeSchema = storedObject<ListChange>()({
  at: Instant,
  id: z.string(),
  kind: z.enum(['add', 'remove', 'replace', 'clear']),
  key: optional(z.string()),
  lines: z.array(
    storedObject<ListChange['lines'][number]>()({
      id: z.string(),
      quantity: optional(z.number()),
      properties: optional(AnyJsonObject),
    }),
  ),
})

export const TraitSchema = storedObject<Trait>()({ value: AnyJson, at: Instant })
export const ComputedSchema = storedUnion<Computed[string]>()({
  lists: {
    lists: z.array(ListSchema),
    settledAt: optional(Instant),
    changes: optional(z.array(ListChangeSchema)),
  },
  habit: {
    visits: z.number(),
    lastAt: Instant,
    typicalGap: z.number(),
    recent: optional(z.array(z.tuple([Instant, Instant]))),
  },
  stale: {},
})

export const ProfileSchema = storedObject<Profile>()({
  traits: z.record(z.string(), TraitSchema),
  history: z.record(z.string(), CounterSchema),
  computed: z.record(z.string(), ComputedSchema),
})

const EndedRunSchema = storedObject<EndedRun>()({
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
})

const EndedPromiseSchema = storedObject<EndedPromise>()({
  name: z.string(),
  key: z.string(),
  how: z.enum(['kept', 'released', 'gave_up']),
  at: Instant,
  parts: z.array(z.string()),
})

export const MemorySchema = storedObject<Memory>()({
  runs: z.array(EndedRunSchema),
  forgotten: optional(Count),
  promises: z.array(EndedPromiseSchema),
  exits: z.array(
    storedObject<Memory['exits'][number]>()({ event: z.string(), at: Instant, properties: AnyJsonObject }),
  ),
})

const EntryEventSchema = storedObject<EntryEvent>()({
  messageId: z.string(),
  name: z.string(),
  at: Instant,
  properties: AnyJsonObject,
  hops: optional(Count),
})

const onMessage = {
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
const ActivitySchema = storedUnion<RunActivity>()({
  waiting: { until: Instant, step: z.string(), next: optional(z.string()) },
  listening: { until: Instant, step: z.string() },
  holding: { ...onMessage, reason: ReasonSchema },
  sending: { ...onMessage, claimedAt: optional(Instant), unknown: optional(z.boolean()) },
})

export const RunSchema = storedObject<Run>()({
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
})

export const PromiseSchema = storedObject<PromiseState>()({
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
    storedObject<PromiseState['parts'][string]>()({
      keptAt: z.nullable(Instant),
      expected: optional(Instant),
      expectedAt: optional(Instant),
    }),
  ),
  seen: z.record(z.string(), Instant),
  about: z.record(z.string(), AnyJson),
  wakeAt: optional(Instant),
})
