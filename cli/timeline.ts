import * as z from 'zod'
import { EVENT_WARNINGS } from '#engagement/customer/event-warning.ts'
import { DECISION_VERDICTS } from '#engagement/model/decision-verdicts.ts'

const Seen = z.object({
  asked: z.string(),
  saw: z.json().optional(),
  verdict: z.enum(['matched', 'unmatched', 'unknown']),
})

const Warning = z.object({
  code: z.enum(EVENT_WARNINGS),
  place: z.string(),
  message: z.string(),
  hint: z.string().optional(),
})
const EventLine = z.looseObject({
  kind: z.literal('event'),
  at: z.string(),
  event: z.string(),
  messageId: z.string(),
  warnings: z.array(Warning).optional(),
})
export type EventLine = z.infer<typeof EventLine>
const DecisionLine = z.looseObject({
  kind: z.literal('decision'),
  at: z.string(),
  workflow: z.string(),
  verdict: z.enum(DECISION_VERDICTS),
  reason: z.string(),
  run: z.string().optional(),
  step: z.string().optional(),
  until: z.string().optional(),
  channel: z.string().optional(),
  message: z.string().optional(),
  values: z.array(Seen).optional(),
  cause: z.string().optional(),
})
export type DecisionLine = z.infer<typeof DecisionLine>
const MessageLine = z.looseObject({
  kind: z.literal('message'),
  at: z.string(),
  workflow: z.string(),
  message: z.string(),
  channel: z.string(),
  status: z.string(),
  reason: z.string().optional(),
})
const OutcomeLine = z.looseObject({
  kind: z.literal('outcome'),
  at: z.string(),
  outcome: z.string(),
  workflow: z.string().optional(),
})

/** `GET /customers/{id}/timeline` of the host: oldest first, times in ISO. */
export const Timeline = z.array(z.discriminatedUnion('kind', [EventLine, DecisionLine, MessageLine, OutcomeLine]))
export type Timeline = z.infer<typeof Timeline>
