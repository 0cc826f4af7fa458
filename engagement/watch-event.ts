import type { CustomerEvent } from './customer/customer-event.ts'
import { evaluate } from './decision/evaluate.ts'
import type { Scope } from './decision/scope.ts'
import type { Memory } from './journey/customer-state.ts'
import { limitReached } from './journey/entries.ts'
import { customerScope, type KnownCustomer, zoneAt } from './journey/known-customer.ts'
import { eventSuspect, guard, putAside } from './journey/put-aside.ts'
import type { ReactionDraft } from './journey/reaction-draft.ts'
import { rememberPromises } from './journey/remember.ts'
import { LIMITS } from './model/limits.ts'
import type { Subscribers } from './model/live-catalogue.ts'
import type { IncidentRule } from './model/settings.ts'
import { identity } from './promise/track-promise.ts'
import { closeIncident, openIncident, type Watched, watchEvent } from './promise/watch.ts'

/** What the customer has of promises and incidents. */
export const watchedOf = ({ promises, memory, head }: KnownCustomer): Watched => ({
  promises,
  ended: memory.promises,
  incidents: head.incidents,
  raised: [],
  refused: [],
})

/** The draft with promises and incidents as they are now, and with what they raised. */
export function withWatched(draft: ReactionDraft, watched: Watched): ReactionDraft {
  const { promises, ended, incidents, raised, refused } = watched
  const remembering = ended === draft.memory.promises ? draft : rememberPromises(draft, ended)
  const decisions = refused.map(({ what, name, key }) => {
    const asked = `fewer than ${LIMITS[what]} open ${what}, for ${name} ${key}`
    return limitReached(draft.now, `too-many-${what}`, asked, LIMITS[what])
  })
  return {
    ...remembering,
    promises,
    head: incidents === draft.head.incidents ? draft.head : { ...draft.head, incidents },
    raised: raised.length === 0 ? draft.raised : [...draft.raised, ...raised],
    decisions: decisions.length === 0 ? remembering.decisions : [...remembering.decisions, ...decisions],
  }
}

/** Promises and incidents follow an event. */
export function watch(draft: ReactionDraft, event: CustomerEvent, subscribers: Subscribers): ReactionDraft {
  if (subscribers.promises.length === 0 && subscribers.opens.length === 0 && subscribers.closes.length === 0)
    return draft
  const start: Watching = { draft, watched: watchedOf(draft) }
  const end = followersOf(draft, event, subscribers).reduce(
    (before, follower) => followedBy(follower, event, before),
    start,
  )
  return withWatched(end.draft, end.watched)
}

interface Watching {
  readonly draft: ReactionDraft
  readonly watched: Watched
}

/** One promise or incident that follows an event. */
interface Follower {
  readonly part: string
  readonly follow: (watched: Watched) => Watched
}

const followedBy = ({ part, follow }: Follower, event: CustomerEvent, { draft, watched }: Watching): Watching =>
  guard(
    () => ({ draft, watched: follow(watched) }),
    (fault) => ({ draft: putAside(draft, eventSuspect(part, event), fault), watched }),
  )

function followersOf(known: KnownCustomer, event: CustomerEvent, subscribers: Subscribers): readonly Follower[] {
  const zone = zoneAt(known)
  const scope = (): Scope => ({
    ...customerScope(known, undefined),
    event: event.properties,
    entry: event.properties,
  })
  const isMatched = (where: IncidentRule['openedBy']['where']): boolean =>
    where === undefined || evaluate(where, scope()) === 'matched'
  return [
    ...subscribers.promises.map(
      (definition): Follower => ({
        part: `promise ${definition.name}`,
        follow: (watched) => watchEvent(watched, definition, event, zone, known.now, isMatched(definition.madeWhere)),
      }),
    ),
    ...subscribers.closes.map(
      (rule): Follower => ({
        part: `end of incident ${rule.name}`,
        follow: (watched) =>
          isMatched(rule.closedBy.where)
            ? closeIncident(watched, rule.name, keyOf(rule, event), event.name, event.at)
            : watched,
      }),
    ),
    ...subscribers.opens.map(
      (rule): Follower => ({
        part: `incident ${rule.name}`,
        follow: (watched) => (isMatched(rule.openedBy.where) ? opened(known, watched, rule, event) : watched),
      }),
    ),
  ]
}

function opened(known: KnownCustomer, watched: Watched, rule: IncidentRule, event: CustomerEvent): Watched {
  const endsAt = event.at + rule.atMost
  if (endsAt <= known.now || isClosedAlready(known, rule, event)) return watched
  const incident = { rule: rule.name, key: keyOf(rule, event), openedAt: event.at, endsAt, about: scalars(event) }
  return openIncident(watched, incident, event.name)
}

/** An event that does not say which incident it is about is about the one of which nobody knows the key, and no other. */
const keyOf = (rule: IncidentRule, event: CustomerEvent): string =>
  (rule.onePer === undefined ? undefined : identity(rule.onePer, event)) ?? ''

/** The closing event arrived before the opening one did. */
const isClosedAlready = (known: KnownCustomer, rule: IncidentRule, event: CustomerEvent): boolean =>
  isClosedBy(rule, known.memory.exits, keyOf(rule, event) ?? '', event.at)

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
