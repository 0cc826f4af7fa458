import * as z from 'zod/mini'
import type { BacklogPart, EventTask, EventWork, TimeTask, TimeWork } from '#engagement/journey/backlog.ts'
import { Instant, type Shape } from './shape.ts'
import { EventSchema, SeenSchema } from './timeline-schema.ts'

const object = z.looseObject
const optional = z.exactOptional

type OfEvent<Kind> = Extract<EventTask, { readonly kind: Kind }>
type OfTime<Kind> = Extract<TimeTask, { readonly kind: Kind }>

const EventTaskSchema = z.discriminatedUnion('kind', [
  object({ kind: z.literal('hear'), run: z.string() } satisfies Shape<OfEvent<'hear'>>),
  object({ kind: z.literal('remember') } satisfies Shape<OfEvent<'remember'>>),
  object({ kind: z.literal('admit') } satisfies Shape<OfEvent<'admit'>>),
  object({ kind: z.literal('enter'), workflow: z.string() } satisfies Shape<OfEvent<'enter'>>),
  object({ kind: z.literal('turn_away'), values: z.array(SeenSchema) } satisfies Shape<OfEvent<'turn_away'>>),
  object({ kind: z.literal('unheard') } satisfies Shape<OfEvent<'unheard'>>),
  object({ kind: z.literal('release') } satisfies Shape<OfEvent<'release'>>),
  object({ kind: z.literal('go_on'), run: z.string() } satisfies Shape<OfEvent<'go_on'>>),
])

const TimeTaskSchema = z.discriminatedUnion('kind', [
  object({ kind: z.literal('judge'), promise: z.string(), key: z.string() } satisfies Shape<OfTime<'judge'>>),
  object({ kind: z.literal('expire'), incident: z.string(), key: z.string() } satisfies Shape<OfTime<'expire'>>),
  object({ kind: z.literal('lease'), message: z.string() } satisfies Shape<OfTime<'lease'>>),
  object({ kind: z.literal('rouse') } satisfies Shape<OfTime<'rouse'>>),
  object({ kind: z.literal('wake'), run: z.string() } satisfies Shape<OfTime<'wake'>>),
  object({
    kind: z.literal('leave'),
    workflow: z.string(),
    key: z.string(),
    entry: z.string(),
    event: z.string(),
    exitAt: Instant,
  } satisfies Shape<OfTime<'leave'>>),
])

/** A part of what is still to be done for a customer (`STATE#BACKLOG#n`). */
export const BacklogPartSchema = object({
  n: z.int(),
  work: z.array(
    z.discriminatedUnion('kind', [
      object({
        kind: z.literal('event'),
        event: EventSchema,
        emitted: z.boolean(),
        entered: z.boolean(),
        tasks: optional(z.array(EventTaskSchema)),
        told: z.array(z.string()),
      } satisfies Shape<EventWork>),
      object({
        kind: z.literal('time'),
        by: Instant,
        tasks: optional(z.array(TimeTaskSchema)),
      } satisfies Shape<TimeWork>),
    ]),
  ),
} satisfies Shape<BacklogPart>)
