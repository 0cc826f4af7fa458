import * as z from 'zod/mini'
import { storedObject, storedUnion } from '#adapters/schema-of.ts'
import type { BacklogPart, EventTask, TimeTask, Work } from '#engagement/journey/backlog.ts'
import { Instant } from './shape.ts'
import { EventSchema, SeenSchema } from './timeline-schema.ts'

const optional = z.exactOptional

const EventTaskSchema = storedUnion<EventTask>()({
  hear: { run: z.string() },
  remember: {},
  admit: {},
  enter: { workflow: z.string() },
  turn_away: { values: z.array(SeenSchema) },
  unheard: {},
  release: {},
  go_on: { run: z.string() },
})

const TimeTaskSchema = storedUnion<TimeTask>()({
  judge: { promise: z.string(), key: z.string() },
  expire: { incident: z.string(), key: z.string() },
  lease: { message: z.string() },
  rouse: {},
  wake: { run: z.string() },
  leave: { workflow: z.string(), key: z.string(), entry: z.string(), event: z.string(), exitAt: Instant },
})

const WorkSchema = storedUnion<Work>()({
  event: {
    event: EventSchema,
    emitted: z.boolean(),
    entered: z.boolean(),
    tasks: optional(z.array(EventTaskSchema)),
    told: z.array(z.string()),
  },
  time: { by: Instant, tasks: optional(z.array(TimeTaskSchema)) },
})

/** A part of what is still to be done for a customer (`STATE#BACKLOG#n`). */
export const BacklogPartSchema = storedObject<BacklogPart>()({ n: z.int(), work: z.array(WorkSchema) })
