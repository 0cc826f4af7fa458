import * as z from 'zod'
import { DECISION_VERDICTS } from '#engagement/definition/decision-verdicts.ts'

const Seen = z.object({
  asked: z.string(),
  saw: z.json().optional(),
  verdict: z.enum(['matched', 'unmatched', 'unknown']),
})

const EventLine = z.looseObject({ kind: z.literal('event'), at: z.string(), event: z.string(), messageId: z.string() })
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
