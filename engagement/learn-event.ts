import { applyConsent } from './customer/apply-consent.ts'
import { applyTraits } from './customer/apply-traits.ts'
import type { CustomerEvent } from './customer/customer-event.ts'
import { computeTraits } from './decision/compute-traits.ts'
import { countEvent } from './decision/count-history.ts'
import type { EventTask } from './journey/backlog.ts'
import { zoneAt } from './journey/known-customer.ts'
import { runsOf } from './journey/listen.ts'
import { guardPart } from './journey/put-aside.ts'
import type { ReactionDraft } from './journey/reaction-draft.ts'
import { runId } from './journey/run.ts'
import { noteLeftOut } from './journey/set-and-emit.ts'
import type { Subscribers } from './model/live-catalogue.ts'
import { ENGINE_EVENTS } from './model/promise-definition.ts'
import { watch } from './watch-event.ts'

/** The draft after a task, and the tasks that it has become. */
export interface TasksLeft<Task> {
  readonly draft: ReactionDraft
  readonly tasks: readonly Task[]
}

/** What we know comes first, then promises and incidents. What else the event asks for: who leaves and goes on, who enters. */
export function beginEvent(draft: ReactionDraft, event: CustomerEvent): TasksLeft<EventTask> {
  const subscribers = draft.catalogue.subscribersOf(event.name)
  const learned = learn(draft, event, subscribers)
  const released: readonly EventTask[] = event.name === ENGINE_EVENTS.incidentClosed ? [{ kind: 'release' }] : []
  if (subscribers === undefined) return { draft: learned, tasks: released }
  const watched = watch(learned, event, subscribers)
  const runs = subscribers.listeners.flatMap((workflow) => runsOf(watched, workflow))
  const tasks: readonly EventTask[] = [
    ...runs.map((run): EventTask => ({ kind: 'hear', run: runId(run) })),
    { kind: 'remember' },
    { kind: 'admit' },
    { kind: 'unheard' },
    ...released,
  ]
  return { draft: watched, tasks }
}

/** Identities, traits, consent, counters and computed traits: an event is counted before rules run. */
function learn(draft: ReactionDraft, event: CustomerEvent, subscribers: Subscribers | undefined): ReactionDraft {
  const identified = identify(draft, event)
  const described = guardPart(identified, 'traits', event, () => describe(identified, event))
  return subscribers === undefined
    ? described
    : guardPart(described, 'history', event, () => countIn(described, event, subscribers))
}

function describe(draft: ReactionDraft, event: CustomerEvent): ReactionDraft {
  const profile = applyTraits(draft.profile, event)
  const described = profile === draft.profile ? draft : { ...draft, profile }
  return event.traits === undefined ? described : noteLeftOut(described, Object.keys(event.traits), event.at)
}

function identify(draft: ReactionDraft, event: CustomerEvent): ReactionDraft {
  const { head } = draft
  const anonymousIds =
    event.anonymousId === undefined || head.anonymousIds.includes(event.anonymousId)
      ? head.anonymousIds
      : [...head.anonymousIds, event.anonymousId].slice(-10)
  const consent = applyConsent(head.consent, event)
  const userId = event.userId ?? head.userId
  if (anonymousIds === head.anonymousIds && consent === head.consent && userId === head.userId) return draft
  return { ...draft, head: { ...head, anonymousIds, consent, ...(userId === undefined ? {} : { userId }) } }
}

function countIn(draft: ReactionDraft, event: CustomerEvent, subscribers: Subscribers): ReactionDraft {
  const { profile } = draft
  const counted = { zone: zoneAt(draft) }
  const history =
    subscribers.counters.length === 0
      ? profile.history
      : countEvent(profile.history, event, subscribers.counters, counted)
  const computed =
    subscribers.computed.length === 0 ? profile.computed : computeTraits(profile.computed, event, subscribers.computed)
  if (history === profile.history && computed === profile.computed) return draft
  return { ...draft, profile: { ...profile, history, computed } }
}
