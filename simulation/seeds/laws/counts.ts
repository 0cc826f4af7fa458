import { consentFor } from '#engagement/customer/apply-consent.ts'
import type { CustomerEvent } from '#engagement/customer/customer-event.ts'
import type { CounterState } from '#engagement/customer/history.ts'
import { recomputeTraits, viewComputed } from '#engagement/decision/compute-traits.ts'
import { fillCounters } from '#engagement/decision/count-history.ts'
import { zoneOf } from '#engagement/decision/permission.ts'
import type { CustomerState } from '#engagement/journey/customer-state.ts'
import { isPutAside } from '#engagement/journey/put-aside.ts'
import type { TimelineEntry } from '#engagement/journey/timeline-entry.ts'
import type { Commit } from '#stages/ports/commit.ts'
import type { SeedWorld } from '../world/seed-world.ts'
import { isGranted } from './consent.ts'
import { type Law, ofCommits, ofRest } from './law.ts'

/** Everything that the timelines of this customer hold, of those they absorbed too. */
function eventsOf({ ledger }: SeedWorld, { customerId, head }: CustomerState): readonly CustomerEvent[] {
  return eventsIn([customerId, ...head.absorbed].flatMap((id) => [...(ledger.books.get(id)?.entries.values() ?? [])]))
}

/** What is in them once this is written too. */
const eventsAfter = (world: SeedWorld, { after, entries }: Commit): readonly CustomerEvent[] =>
  [...eventsOf(world, after), ...eventsIn(entries)].toSorted((a, b) => a.at - b.at)

const eventsIn = (entries: readonly TimelineEntry[]): readonly CustomerEvent[] =>
  entries
    .flatMap(({ event, decisions }) => (event === undefined || isPutAside(decisions) ? [] : [event]))
    .toSorted((a, b) => a.at - b.at)

/** Some reactions to events: counting everything anew takes its time. Of what waits its turn nothing is counted yet. */
const isSampled = ({ after, entries, before }: Commit): boolean =>
  entries[0]?.event !== undefined &&
  after.version % 5 === 0 &&
  after.backlog === undefined &&
  before?.backlog === undefined

/** What still counts. */
function within(state: CounterState | undefined, since: number): unknown {
  if (state === undefined) return undefined
  return state.kind === 'recent'
    ? state.occurrences.filter(({ at }) => at >= since)
    : state.buckets.filter(({ start }) => start >= since)
}

const textOf = (value: unknown): string => JSON.stringify(value)

const eachLiving = (
  world: SeedWorld,
  broken: (state: CustomerState, events: readonly CustomerEvent[]) => readonly string[],
): readonly string[] =>
  [...world.ledger.books.values()].flatMap(({ state }) =>
    state === undefined || state.head.mergedInto !== undefined ? [] : broken(state, eventsOf(world, state)),
  )

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

export const COUNT_LAWS: readonly Law[] = [
  ofCommits('what is counted is what the timeline counts', (commit, world) => {
    if (!isSampled(commit)) return []
    const { profile, customerId } = commit.after
    const { counters = [], settings } = world.published.at(-1)?.catalogue ?? {}
    const events = eventsAfter(world, commit)
    return counters.flatMap((counter) => {
      const counted = profile.history[counter.key]
      // Kept with less than is asked for now: it is counted anew before anybody reads it.
      if (settings === undefined || counted === undefined || counted.window !== counter.window) return []
      if (counted.kind === 'recent' && counted.keep !== counter.keep) return []
      const anew = fillCounters({}, [counter], events, { zone: zoneOf(profile, settings) })[counter.key]
      const since = world.now + world.weather.skew - (counter.window ?? Number.POSITIVE_INFINITY)
      const [kept, found] = [within(counted, since), within(anew, since)]
      return same(kept, found)
        ? []
        : [`customer ${customerId}: ${counter.event} ${textOf(kept)}, counted anew ${textOf(found)}`]
    })
  }),
  ofCommits('lists and habits are what the timeline gives', (commit, world) => {
    if (!isSampled(commit)) return []
    const { profile, customerId } = commit.after
    const definitions = world.published.at(-1)?.catalogue.computed ?? []
    const anew = recomputeTraits({}, definitions, eventsAfter(world, commit), undefined)
    return definitions.flatMap((definition) => {
      // To be computed anew before anybody reads it.
      if (profile.computed[definition.name]?.kind === 'stale') return []
      const [kept, found] = [profile.computed, anew].map((each) =>
        viewComputed(each, [definition], undefined, world.now),
      )
      return same(kept, found) ? [] : [`customer ${customerId}: ${textOf(kept)}, from the timeline ${textOf(found)}`]
    })
  }),
  ofRest('consent is what was said, whatever order it came in', (world) =>
    eachLiving(world, ({ customerId, head }, events) =>
      ['shopping', 'letter'].flatMap((topic) =>
        ['email', 'sms'].flatMap((channel) =>
          (consentFor(head.consent, topic, channel) === 'granted') === isGranted(events, topic, channel)
            ? []
            : [`customer ${customerId}: ${topic} by ${channel} is ${consentFor(head.consent, topic, channel)}`],
        ),
      ),
    ),
  ),
  ofRest('every event leaves a decision for each workflow that it triggers', (world) => {
    const [live] = world.published
    if (live === undefined || world.published.length > 1) return []
    return [...world.ledger.books.values()].flatMap(({ entries }) =>
      [...entries.values()].flatMap(({ id, event, decisions }) => {
        if (event === undefined || isPutAside(decisions)) return []
        const all = [...entries.values()].filter((each) => each.id === id || each.id.endsWith(`#${id}`))
        const decided = new Set(all.flatMap((each) => each.decisions.map(({ workflow }) => workflow)))
        return live.catalogue.workflows
          .filter((workflow) => workflow.trigger.events.includes(event.name) && !decided.has(workflow.id))
          .map((workflow) => `${event.name} ${id} leaves no decision of ${workflow.id}`)
      }),
    )
  }),
]
