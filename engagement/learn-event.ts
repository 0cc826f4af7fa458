import { applyConsent } from './customer/apply-consent.ts'
import { applyTraits } from './customer/apply-traits.ts'
import type { CustomerEvent } from './customer/customer-event.ts'
import { computeTraits } from './decision/compute-traits.ts'
import { countEvent } from './decision/count-history.ts'
import type { EventTask } from './journey/backlog.ts'
import { customerScope, type Desk } from './journey/desk.ts'
import { runsOf } from './journey/listen.ts'
import { eventSuspect, guard } from './journey/put-aside.ts'
import { runId } from './journey/run.ts'
import { tellLeftOut } from './journey/set-and-emit.ts'
import type { Named } from './model/live-catalogue.ts'
import { ENGINE_EVENTS } from './model/promise-definition.ts'
import { watch } from './watch-event.ts'

/** What we know comes first, then promises and incidents. What else the event asks for: who leaves and goes on, who enters. */
export function beginEvent(desk: Desk, event: CustomerEvent): readonly EventTask[] {
  const named = desk.catalogue.named(event.name)
  learn(desk, event, named)
  const released: readonly EventTask[] = event.name === ENGINE_EVENTS.incidentClosed ? [{ kind: 'release' }] : []
  if (named === undefined) return released
  watch(desk, event, named)
  const runs = named.listeners.flatMap((workflow) => runsOf(desk, workflow))
  return [
    ...runs.map((run): EventTask => ({ kind: 'hear', run: runId(run) })),
    { kind: 'remember' },
    { kind: 'admit' },
    { kind: 'unheard' },
    ...released,
  ]
}

/** Identities, traits, consent, counters and computed traits: an event is counted before rules run. */
function learn(desk: Desk, event: CustomerEvent, named: Named | undefined): void {
  const anonymousIds =
    event.anonymousId === undefined || desk.head.anonymousIds.includes(event.anonymousId)
      ? desk.head.anonymousIds
      : [...desk.head.anonymousIds, event.anonymousId].slice(-10)
  const consent = applyConsent(desk.head.consent, event)
  const userId = event.userId ?? desk.head.userId
  if (anonymousIds !== desk.head.anonymousIds || consent !== desk.head.consent || userId !== desk.head.userId) {
    desk.head = { ...desk.head, anonymousIds, consent, ...(userId === undefined ? {} : { userId }) }
  }
  part(desk, 'traits', event, () => {
    desk.profile = applyTraits(desk.profile, event)
    tellLeftOut(desk, Object.keys(event.traits ?? {}), event.at)
  })
  if (named !== undefined) part(desk, 'history', event, () => countIn(desk, event, named))
}

function countIn(desk: Desk, event: CustomerEvent, named: Named): void {
  const { profile } = desk
  const counted = { ...customerScope(desk, undefined), event: event.properties }
  const history =
    named.counters.length === 0 ? profile.history : countEvent(profile.history, event, named.counters, counted)
  const computed =
    named.computed.length === 0 ? profile.computed : computeTraits(profile.computed, event, named.computed)
  if (history !== profile.history || computed !== profile.computed) desk.profile = { ...profile, history, computed }
}

/** One thing that we learn; where it throws, the others are learned. */
const part = (desk: Desk, what: string, event: CustomerEvent, work: () => void): void =>
  guard(desk, () => eventSuspect(what, event), work, undefined)
