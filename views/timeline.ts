import * as z from 'zod/mini'
import { EVENT_WARNINGS } from '#engagement/customer/event-warning.ts'
import type { Decision } from '#engagement/decision/decision.ts'
import type { TimelineEntry } from '#engagement/journey/timeline-entry.ts'
import { MESSAGE_STATUSES, type Message } from '#engagement/message/message.ts'
import { DECISION_VERDICTS } from '#engagement/model/decision-verdicts.ts'
import { AnyJson, JsonMembers, listOf, Time, timeOf } from './values.ts'

/** One leaf of a condition: what was asked, what was seen, how it came out. */
const Seen = z.object({
  asked: z.string(),
  saw: z.optional(AnyJson),
  verdict: z.enum(['matched', 'unmatched', 'unknown']),
})

const Warning = z.object({
  code: z.enum(EVENT_WARNINGS),
  place: z.string(),
  message: z.string(),
  hint: z.optional(z.string()),
})

export const EventLine = z.object({
  kind: z.literal('event'),
  at: Time,
  event: z.string(),
  messageId: z.string(),
  receivedAt: Time,
  raisedByUs: z.boolean(),
  properties: JsonMembers,
  traits: z.optional(JsonMembers),
  warnings: z.optional(listOf(Warning)),
})
export type EventLine = z.infer<typeof EventLine>

export const DecisionLine = z.object({
  kind: z.literal('decision'),
  at: Time,
  workflow: z.string(),
  version: z.string(),
  run: z.optional(z.string()),
  step: z.optional(z.string()),
  verdict: z.enum(DECISION_VERDICTS),
  reason: z.string(),
  until: z.optional(Time),
  channel: z.optional(z.string()),
  message: z.optional(z.string()),
  values: z.optional(listOf(Seen)),
  /** Id of the event or timer that led to it. */
  cause: z.string(),
})
export type DecisionLine = z.infer<typeof DecisionLine>

export const MessageLine = z.object({
  kind: z.literal('message'),
  at: Time,
  id: z.string(),
  workflow: z.string(),
  run: z.string(),
  step: z.string(),
  message: z.string(),
  channel: z.string(),
  status: z.enum(MESSAGE_STATUSES),
  attempt: z.number(),
  plannedAt: Time,
  sentAt: z.optional(Time),
  reason: z.optional(z.string()),
})
export type MessageLine = z.infer<typeof MessageLine>

export const OutcomeLine = z.object({
  kind: z.literal('outcome'),
  at: Time,
  outcome: z.string(),
  detail: z.optional(z.string()),
  messageId: z.string(),
  workflow: z.string(),
  channel: z.string(),
})
export type OutcomeLine = z.infer<typeof OutcomeLine>

export const TimelineLine = z.discriminatedUnion('kind', [EventLine, DecisionLine, MessageLine, OutcomeLine])
export type TimelineLine = z.infer<typeof TimelineLine>

/** Everything that happened to a customer, what was decided about it and what came of it, oldest first. */
export const Timeline = listOf(TimelineLine)
export type Timeline = z.infer<typeof Timeline>

/** At the same instant an event comes before what was decided about it, that before what followed, and last what we heard of it. */
const RANK = { event: 0, decision: 1, message: 2, outcome: 3, feedback: 4 } as const
const rankOf = (line: TimelineLine): number =>
  RANK[line.kind === 'event' && line.messageId.startsWith('feedback-') ? 'feedback' : line.kind]

export function timeline(entries: readonly TimelineEntry[], messages: readonly Message[]): Timeline {
  const inOrder = entries.toSorted((a, b) => a.receivedAt - b.receivedAt)
  const lines = [...inOrder.flatMap(entryLines), ...messages.flatMap(messageLines)]
  return lines.sort((a, b) => compare(a.at, b.at) || rankOf(a) - rankOf(b))
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function entryLines(entry: TimelineEntry): TimelineLine[] {
  const decisions = entry.decisions.map((decision) => decisionLine(decision, entry.id))
  return entry.event === undefined ? decisions : [eventLine(entry, entry.event), ...decisions]
}

function eventLine(entry: TimelineEntry, event: NonNullable<TimelineEntry['event']>): EventLine {
  return {
    at: timeOf(event.at),
    kind: 'event',
    event: event.name,
    messageId: event.messageId,
    receivedAt: timeOf(event.receivedAt),
    raisedByUs: entry.emitted,
    properties: event.properties,
    ...(event.traits === undefined ? {} : { traits: event.traits }),
    ...(event.warnings === undefined ? {} : { warnings: event.warnings }),
  }
}

function decisionLine({ at, until, ...decision }: Decision, cause: string): DecisionLine {
  return {
    at: timeOf(at),
    kind: 'decision',
    ...decision,
    ...(until === undefined ? {} : { until: timeOf(until) }),
    cause,
  }
}

function messageLines(message: Message): TimelineLine[] {
  const line: MessageLine = {
    at: timeOf(message.sentAt ?? message.plannedAt),
    kind: 'message',
    id: message.id,
    workflow: message.workflow,
    run: message.run,
    step: message.step,
    message: message.name,
    channel: message.channel,
    status: message.status,
    attempt: message.attempt,
    plannedAt: timeOf(message.plannedAt),
    ...(message.sentAt === undefined ? {} : { sentAt: timeOf(message.sentAt) }),
    ...(message.reason === undefined ? {} : { reason: message.reason }),
  }
  const outcomes = message.outcomes.map(
    (outcome): OutcomeLine => ({
      at: timeOf(outcome.at),
      kind: 'outcome',
      outcome: outcome.kind,
      ...(outcome.detail === undefined ? {} : { detail: outcome.detail }),
      messageId: message.id,
      workflow: message.workflow,
      channel: message.channel,
    }),
  )
  return [line, ...outcomes]
}
