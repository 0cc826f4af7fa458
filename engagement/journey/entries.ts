import type { CustomerEvent } from '../customer/customer-event.ts'
import type { Decision } from '../decision/decision.ts'
import type { LimitReason } from '../model/limits.ts'
import type { TimelineEntry } from './timeline-entry.ts'

/** The entry of an event; `emitted`: raised by us. */
export const entryOf = (
  event: CustomerEvent,
  now: number,
  decisions: readonly Decision[],
  emitted: boolean,
): TimelineEntry => ({
  id: event.messageId,
  kind: 'event',
  at: event.at,
  receivedAt: now,
  event,
  decisions,
  emitted,
})

/** A limit was reached: what is beyond it is not taken, and somebody has to look. */
export const limitReached = (at: number, reason: LimitReason, asked: string, saw?: number): Decision => ({
  at,
  workflow: '*',
  version: '',
  verdict: 'flagged',
  reason,
  values: [{ asked, ...(saw === undefined ? {} : { saw }), verdict: 'unmatched' }],
})

/** What a message's own item tells needs no entry beside it. */
const TOLD_BY_MESSAGE: ReadonlySet<string> = new Set(['sent', 'planned', 'ended'])

/** The entry of a timer or a settlement that decided something worth telling. */
export function decisionEntry(id: string, now: number, decisions: readonly Decision[]): readonly TimelineEntry[] {
  const worth = decisions.filter(
    (decision) => !TOLD_BY_MESSAGE.has(decision.verdict) || decision.reason.startsWith('repeated'),
  )
  return worth.length === 0 ? [] : [laterEntry(id, now, worth)]
}

/** Decisions without an event of their own. */
export const laterEntry = (id: string, now: number, decisions: readonly Decision[]): TimelineEntry => ({
  id,
  kind: 'decision',
  at: now,
  receivedAt: now,
  decisions,
  emitted: false,
})
