import { LAST_INSTANT } from './customer/instant.ts'
import type { CustomerHead } from './journey/customer-state.ts'
import type { KnownCustomer } from './journey/known-customer.ts'

/** The sweep finds a timer within minutes; one that is this long past was lost (its dead letter purged, say). */
const LOST_MS = 15 * 60_000

/**
 * The head with the customer's one timer. It is written only when something is due earlier than the outstanding one;
 * a timer that fires early arms itself again. `fired`: the outstanding one is being consumed. `unfinished`: there is
 * more to do at once.
 */
export function rearm(known: KnownCustomer, fired: boolean, unfinished: boolean): CustomerHead {
  const { timer, ...head } = known.head
  const gone = timer !== undefined && (fired ? timer.at <= known.now : timer.at <= known.now - LOST_MS)
  const outstanding = gone ? undefined : timer
  const due = unfinished ? known.now : nextDue(known)
  if (outstanding !== undefined && (due === undefined || due >= outstanding.at)) return known.head
  if (due === undefined) return timer === undefined ? known.head : head
  const generation = head.timerGeneration + 1
  return { ...head, timerGeneration: generation, timer: { at: due, generation, shard: 0 } }
}

/** The next instant at which something is due; what is due already is due in a moment. */
function nextDue(known: KnownCustomer): number | undefined {
  let first = Number.POSITIVE_INFINITY
  for (const run of known.runs) first = Math.min(first, run.activity.until)
  for (const promise of known.promises) first = Math.min(first, promise.wakeAt ?? first)
  for (const claim of known.head.claims ?? []) first = Math.min(first, claim.until)
  for (const incident of known.head.incidents) first = Math.min(first, incident.endsAt)
  return first === Number.POSITIVE_INFINITY ? undefined : Math.max(Math.min(first, LAST_INSTANT), known.now)
}

/** The head with a timer that is due at `at`, where none is due before. */
export function armAt(head: CustomerHead, at: number): CustomerHead {
  if (head.timer !== undefined && head.timer.at <= at) return head
  const generation = head.timerGeneration + 1
  return { ...head, timerGeneration: generation, timer: { at, generation, shard: 0 } }
}
