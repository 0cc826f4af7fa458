import type { Decision } from '#engagement/decision/decision.ts'
import { TransientError } from '#engagement/errors.ts'
import type { CustomerState } from '#engagement/journey/customer-state.ts'
import type { Clock } from './ports/clock.ts'
import type { CommitResult, Marker } from './ports/commit.ts'
import type { CustomerStore } from './ports/customer-store.ts'
import type { QuarantineStore } from './ports/quarantine-store.ts'
import type { ReactMessage } from './ports/react-queue.ts'

export type EventMessage = Extract<ReactMessage, { kind: 'event' }>

export interface KeepDeps {
  readonly clock: Clock
  readonly customers: Pick<CustomerStore, 'keep' | 'load'>
  readonly quarantine: Pick<QuarantineStore, 'add'>
}

/** Merged customers under whom a repeat is looked for though it does not come under their id; each costs a check. */
const MOST_ASKED = 5

/** The event stands in the timeline, once, and the state stays as it is. `known`: the customer whose event it is. */
export async function keepEvent(
  message: EventMessage,
  decisions: readonly Decision[],
  known: CustomerState | undefined,
  deps: KeepDeps,
): Promise<void> {
  const { event, contentHash } = message
  const entry = {
    id: event.messageId,
    kind: 'event' as const,
    at: event.at,
    receivedAt: event.receivedAt,
    event,
    contentHash,
    decisions,
    emitted: false,
  }
  const result = await deps.customers.keep(event.customerId, entry, markersOf(message, known))
  if (result.kind === 'conflict')
    throw new TransientError('contended', `customer ${event.customerId} is being written by others`)
  await noteReusedId(result, message, deps)
}

/** Where a repeat of the event may have been taken already: in the histories of customers who were merged into this one. */
export function markersOf(
  { event, mergedFrom = [] }: EventMessage,
  known: CustomerState | undefined,
): readonly Marker[] {
  const merged = new Set([...mergedFrom, ...(known?.head.absorbed ?? []).slice(-MOST_ASKED)])
  return [...merged].map((customerId) => ({ customerId, id: event.messageId }))
}

/** The same messageId with other content: the first wins, this one is put where people can see it. */
export async function noteReusedId(result: CommitResult, message: EventMessage, deps: KeepDeps): Promise<void> {
  if (result.kind === 'duplicate' && result.contentHash !== undefined && result.contentHash !== message.contentHash) {
    const { event } = message
    await deps.quarantine.add({
      id: `${event.messageId}:${message.contentHash}`.slice(0, 200),
      at: deps.clock.now(),
      code: 'same-id-other-content',
      reason: `messageId ${event.messageId} was used before for other content; the first one counts`,
      place: 'detail.messageId',
      raw: JSON.stringify(event),
    })
  }
}
