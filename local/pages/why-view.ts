import type { Decision } from '#engagement/decision/decision.ts'
import type { TimelineEntry } from '#engagement/journey/timeline-entry.ts'
import type { Message } from '#engagement/message/message.ts'
import type { CustomerStore } from '#stages/ports.ts'

/** A decision and what it answered: an event's name, or the clock. */
export interface Because {
  readonly decision: Decision
  readonly cause: string
}

/** Every decision of the run up to the message, oldest first: why it was sent. */
export async function reasonsFor(
  message: Message,
  customers: Pick<CustomerStore, 'timeline'>,
): Promise<readonly Because[]> {
  const entries = await customers.timeline(message.customerId)
  return entries.flatMap((entry) => ofRun(entry, message))
}

function ofRun(entry: TimelineEntry, message: Message): Because[] {
  const latest = message.sentAt ?? Number.POSITIVE_INFINITY
  const some = entry.decisions.filter((decision) => decision.run === message.run && decision.at <= latest)
  return some.map((decision) => ({ decision, cause: entry.event?.name ?? 'the clock' }))
}
