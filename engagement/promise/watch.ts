import type { CustomerEvent } from '../customer/customer-event.ts'
import { LIMITS } from '../model/limits.ts'
import type { PromiseDefinition } from '../model/promise-definition.ts'
import { judgePromise } from './judge-promise.ts'
import { givenUpEvent, incidentEvent, keptEvent, type Raised, slipEvent } from './promise-events.ts'
import type { EndedPromise, Incident, PromiseState } from './promise-state.ts'
import { identity, trackPromise } from './track-promise.ts'

/** The promises and incidents of one customer, before and after. */
export interface Watched {
  readonly promises: readonly PromiseState[]
  readonly ended: readonly EndedPromise[]
  readonly incidents: readonly Incident[]
  readonly raised: readonly Raised[]
  /** What is not watched, because so many of them are open already. */
  readonly refused: readonly { readonly what: 'promises' | 'incidents'; readonly name: string; readonly key: string }[]
}

/** Follows the promises that an event names. `madeWhere`: whether the definition's own condition matched. */
export function watchEvent(
  watched: Watched,
  definition: PromiseDefinition,
  event: CustomerEvent,
  zone: string,
  now: number,
  madeWhere: boolean,
): Watched {
  const key = identity(definition.onePer, event)
  if (key === undefined) return watched
  const same = (each: { name: string; key: string }): boolean => each.name === definition.name && each.key === key
  const live = watched.promises.find(same)
  const tracked = trackPromise(definition, key, live, watched.ended.findLast(same), event, zone, madeWhere)
  switch (tracked.kind) {
    case 'none':
      return watched
    case 'ended':
      return close(watched, definition, tracked.promise, tracked.ended)
    case 'live': {
      // Long past its end already when we hear of it: nobody waits for it any longer.
      if (live === undefined && now >= tracked.promise.due + definition.givesUpAfter) return watched
      if (live === undefined && watched.promises.length >= LIMITS.promises)
        return { ...watched, refused: [...watched.refused, { what: 'promises', name: definition.name, key }] }
      const others = watched.promises.filter((each) => !same(each))
      return judge({ ...watched, promises: [...others, tracked.promise] }, definition, tracked.promise, zone, now)
    }
  }
}

/** Judges one promise that is in `watched` and takes what follows. */
export function judge(
  watched: Watched,
  definition: PromiseDefinition,
  promise: PromiseState,
  zone: string,
  now: number,
): Watched {
  const judged = judgePromise(promise, definition, zone, now)
  if (judged.gaveUp) {
    const ended: EndedPromise = {
      name: promise.name,
      key: promise.key,
      how: 'gave_up',
      at: now,
      parts: Object.keys(promise.parts),
    }
    return close(watched, definition, judged.promise, ended)
  }
  const promises = watched.promises.map((each) => (each === promise ? judged.promise : each))
  const raised = judged.raised.map((what) => slipEvent(judged.promise, definition, what, now))
  const next = { ...watched, promises, raised: [...watched.raised, ...raised] }
  return judged.raised.includes('broken')
    ? openIncident(next, incidentOf(judged.promise, definition, now), 'broken')
    : next
}

const incidentOf = (promise: PromiseState, definition: PromiseDefinition, now: number): Incident => ({
  rule: promise.name,
  key: promise.key,
  openedAt: now,
  endsAt: promise.due + definition.givesUpAfter,
  about: promise.about,
})

/** Opens an incident, or opens the one again that is open: a promise broken twice is one incident. */
export function openIncident(watched: Watched, incident: Incident, reason: string): Watched {
  const known = watched.incidents.find((each) => each.rule === incident.rule && each.key === incident.key)
  if (known === undefined && watched.incidents.length >= LIMITS.incidents) return crowded(watched, incident)
  if (known === undefined) {
    return {
      ...watched,
      incidents: [...watched.incidents, incident],
      raised: [...watched.raised, incidentEvent(incident, 'opened', reason)],
    }
  }
  const joined = joinIncidents(known, incident)
  if (joined.endsAt === known.endsAt && joined.openedAgainAt === known.openedAgainAt) return watched
  return { ...watched, incidents: watched.incidents.map((each) => (each === known ? joined : each)) }
}

/** One incident too many is not kept, but marketing waits as long as it would: the last to end ends no earlier. */
function crowded(watched: Watched, { rule, key, endsAt }: Incident): Watched {
  const last = watched.incidents.reduce((latest, each) => (each.endsAt > latest.endsAt ? each : latest))
  const incidents = watched.incidents.map((each) =>
    each === last ? { ...last, endsAt: Math.max(last.endsAt, endsAt) } : each,
  )
  return { ...watched, incidents, refused: [...watched.refused, { what: 'incidents', name: rule, key }] }
}

/** When it was opened last. */
export const lastOpening = ({ openedAt, openedAgainAt = openedAt }: Incident): number => openedAgainAt

/** Two openings of one incident: the one that was told of first keeps its name, and the later one its end. */
export function joinIncidents(known: Incident, other: Incident): Incident {
  const again = Math.max(lastOpening(known), lastOpening(other))
  return {
    ...known,
    endsAt: Math.max(known.endsAt, other.endsAt),
    ...(again === known.openedAt ? {} : { openedAgainAt: again }),
  }
}

/** Closes an incident where one is open that was not opened again after `at`. */
export function closeIncident(
  watched: Watched,
  rule: string,
  key: string,
  reason: string,
  at: number = Number.POSITIVE_INFINITY,
): Watched {
  const closing = watched.incidents.filter((each) => each.rule === rule && each.key === key && lastOpening(each) <= at)
  if (closing.length === 0) return watched
  return {
    ...watched,
    incidents: watched.incidents.filter((each) => !closing.includes(each)),
    raised: [...watched.raised, ...closing.map((each) => incidentEvent(each, 'closed', reason))],
  }
}

function close(
  watched: Watched,
  definition: PromiseDefinition,
  promise: PromiseState | undefined,
  ended: EndedPromise,
): Watched {
  const same = (each: { name: string; key: string }): boolean => each.name === ended.name && each.key === ended.key
  const next: Watched = {
    ...watched,
    promises: watched.promises.filter((each) => !same(each)),
    ended: [...watched.ended.filter((each) => !same(each)), ended],
    raised: [...watched.raised, ...(promise === undefined ? [] : endEvents(promise, definition, ended))],
  }
  return closeIncident(next, definition.name, ended.key, ended.how)
}

/** A release is the customer's own doing (cancelled, refunded), told by its own event. */
function endEvents(promise: PromiseState, definition: PromiseDefinition, { how, at }: EndedPromise): readonly Raised[] {
  switch (how) {
    case 'kept':
      return [keptEvent(promise, definition, at)]
    case 'gave_up':
      return [givenUpEvent(promise, definition, at)]
    case 'released':
      return []
  }
}
