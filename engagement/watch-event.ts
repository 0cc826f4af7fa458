import type { CustomerEvent } from './customer/customer-event.ts'
import { evaluate } from './decision/evaluate.ts'
import type { Memory } from './journey/customer-state.ts'
import { customerScope, type Desk } from './journey/desk.ts'
import { limitReached } from './journey/entries.ts'
import { eventSuspect, guard } from './journey/put-aside.ts'
import { rememberPromises } from './journey/remember.ts'
import { LIMITS } from './model/limits.ts'
import type { Named } from './model/live-catalogue.ts'
import type { IncidentRule } from './model/settings.ts'
import { identity } from './promise/track-promise.ts'
import { closeIncident, openIncident, type Watched, watchEvent } from './promise/watch.ts'

/** What is on the desk of promises and incidents. */
export const watchedOf = (desk: Desk): Watched => ({
  promises: desk.promises,
  ended: desk.memory.promises,
  incidents: desk.head.incidents,
  raised: [],
  refused: [],
})

/** Puts it back, with what it raised. */
export function takeWatched(desk: Desk, watched: Watched): void {
  desk.promises = watched.promises
  if (watched.ended !== desk.memory.promises) rememberPromises(desk, watched.ended)
  if (watched.incidents !== desk.head.incidents) desk.head = { ...desk.head, incidents: watched.incidents }
  desk.raised.push(...watched.raised)
  for (const { what, name, key } of watched.refused) {
    const asked = `fewer than ${LIMITS[what]} open ${what}, for ${name} ${key}`
    desk.decisions.push(limitReached(desk.now, `too-many-${what}`, asked, LIMITS[what]))
  }
}

/** Promises and incidents follow an event. */
export function watch(desk: Desk, event: CustomerEvent, named: Named): void {
  if (named.promises.length === 0 && named.opens.length === 0 && named.closes.length === 0) return
  const scope = { ...customerScope(desk, undefined), event: event.properties, entry: event.properties }
  const isMatched = (where: IncidentRule['openedBy']['where']): boolean =>
    where === undefined || evaluate(where, scope) === 'matched'
  let watched = watchedOf(desk)
  const follow = (part: string, work: (so_far: Watched) => Watched): void => {
    const so_far = watched
    watched = guard(
      desk,
      () => eventSuspect(part, event),
      () => work(so_far),
      so_far,
    )
  }
  for (const definition of named.promises)
    follow(`promise ${definition.name}`, (so_far) =>
      watchEvent(so_far, definition, event, scope.zone, desk.now, isMatched(definition.madeWhere)),
    )
  for (const rule of named.closes)
    follow(`end of incident ${rule.name}`, (so_far) =>
      isMatched(rule.closedBy.where)
        ? closeIncident(so_far, rule.name, keyOf(rule, event), event.name, event.at)
        : so_far,
    )
  for (const rule of named.opens)
    follow(`incident ${rule.name}`, (so_far) =>
      isMatched(rule.openedBy.where) ? opened(desk, so_far, rule, event) : so_far,
    )
  takeWatched(desk, watched)
}

function opened(desk: Desk, watched: Watched, rule: IncidentRule, event: CustomerEvent): Watched {
  const endsAt = event.at + rule.atMost
  if (endsAt <= desk.now || isClosedAlready(desk, rule, event)) return watched
  const incident = { rule: rule.name, key: keyOf(rule, event), openedAt: event.at, endsAt, about: scalars(event) }
  return openIncident(watched, incident, event.name)
}

/** An event that does not say which incident it is about is about the one of which nobody knows the key, and no other. */
const keyOf = (rule: IncidentRule, event: CustomerEvent): string =>
  (rule.onePer === undefined ? undefined : identity(rule.onePer, event)) ?? ''

/** The closing event arrived before the opening one did. */
const isClosedAlready = (desk: Desk, rule: IncidentRule, event: CustomerEvent): boolean =>
  isClosedBy(rule, desk.memory.exits, keyOf(rule, event) ?? '', event.at)

/** Whether an incident with that key, opened then, was closed by what is remembered. */
export const isClosedBy = (rule: IncidentRule, exits: Memory['exits'], key: string, openedAt: number): boolean =>
  exits.some(
    (seen) =>
      seen.at >= openedAt &&
      rule.closedBy.events.includes(seen.event) &&
      (rule.onePer === undefined || String(seen.properties[rule.onePer.path[0] ?? ''] ?? '') === key),
  )

/** The short facts of an event, for the people who look at the incident. */
function scalars(event: CustomerEvent): { [name: string]: string | number | boolean } {
  const facts: { [name: string]: string | number | boolean } = {}
  for (const [name, value] of Object.entries(event.properties)) {
    if (typeof value === 'number' || typeof value === 'boolean' || (typeof value === 'string' && value.length <= 200))
      facts[name] = value
  }
  return facts
}
