import type { Decision } from '#engagement/decision/decision.ts'
import type { TimelineEntry } from '#engagement/journey/timeline-entry.ts'
import type { Message } from '#engagement/message/message.ts'

/** A line of `GET /customers/{id}/timeline`: `at` is ISO, the other members depend on the kind. */
export interface TimelineLine {
  readonly at: string
  readonly kind: 'event' | 'decision' | 'message' | 'outcome'
  readonly [member: string]: unknown
}

const iso = (instant: number): string => new Date(instant).toISOString()
/** At the same instant an event comes before what was decided about it, that before what followed, and last what we heard of it. */
const RANK = { event: 0, decision: 1, message: 2, outcome: 3, feedback: 4 } as const
const rankOf = (line: TimelineLine): number =>
  RANK[line.kind === 'event' && String(line['messageId']).startsWith('feedback-') ? 'feedback' : line.kind]

/** Everything that happened, oldest first. */
export function timelineView(entries: readonly TimelineEntry[], messages: readonly Message[]): readonly TimelineLine[] {
  const inOrder = entries.toSorted((a, b) => a.receivedAt - b.receivedAt)
  const lines = [...inOrder.flatMap(entryLines), ...messages.flatMap(messageLines)]
  return lines.sort((a, b) => compare(a.at, b.at) || rankOf(a) - rankOf(b))
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function entryLines(entry: TimelineEntry): TimelineLine[] {
  const decisions = entry.decisions.map((decision) => decisionLine(decision, entry.id))
  return entry.event === undefined ? decisions : [eventLine(entry, entry.event), ...decisions]
}

function eventLine(entry: TimelineEntry, event: NonNullable<TimelineEntry['event']>): TimelineLine {
  return {
    at: iso(event.at),
    kind: 'event',
    event: event.name,
    messageId: event.messageId,
    receivedAt: iso(event.receivedAt),
    raisedByUs: entry.emitted,
    properties: event.properties,
    ...(event.traits === undefined ? {} : { traits: event.traits }),
    ...(event.warnings === undefined ? {} : { warnings: event.warnings }),
  }
}

function decisionLine({ at, until, ...decision }: Decision, cause: string): TimelineLine {
  return { at: iso(at), kind: 'decision', ...decision, ...(until === undefined ? {} : { until: iso(until) }), cause }
}

function messageLines(message: Message): TimelineLine[] {
  const line: TimelineLine = {
    at: iso(message.sentAt ?? message.plannedAt),
    kind: 'message',
    id: message.id,
    workflow: message.workflow,
    run: message.run,
    step: message.step,
    message: message.name,
    channel: message.channel,
    status: message.status,
    attempt: message.attempt,
    plannedAt: iso(message.plannedAt),
    ...(message.sentAt === undefined ? {} : { sentAt: iso(message.sentAt) }),
    ...(message.reason === undefined ? {} : { reason: message.reason }),
  }
  const outcomes = message.outcomes.map(
    (outcome): TimelineLine => ({
      at: iso(outcome.at),
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
