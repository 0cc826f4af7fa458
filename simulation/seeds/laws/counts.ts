import { consentFor } from '#engagement/customer/apply-consent.ts'
import type { CustomerEvent } from '#engagement/customer/customer-event.ts'
import { recomputeTraits, viewComputed } from '#engagement/decision/compute-traits.ts'
import { fillCounters } from '#engagement/decision/count-history.ts'
import { zoneOf } from '#engagement/decision/permission.ts'
import type { CustomerState } from '#engagement/journey/customer-state.ts'
import { isPutAside } from '#engagement/journey/put-aside.ts'
import type { SeedWorld } from '../world/seed-world.ts'
import { isGranted } from './consent.ts'
import { type Law, ofRest } from './law.ts'

/** Everything that the timelines of this customer hold, of those they absorbed too. */
function eventsOf({ ledger }: SeedWorld, { customerId, head }: CustomerState): readonly CustomerEvent[] {
  return [customerId, ...head.absorbed]
    .flatMap((id) => [...(ledger.books.get(id)?.entries.values() ?? [])])
    .flatMap(({ event, decisions }) => (event === undefined || isPutAside(decisions) ? [] : [event]))
    .toSorted((a, b) => a.at - b.at)
}

const eachLiving = (
  world: SeedWorld,
  broken: (state: CustomerState, events: readonly CustomerEvent[]) => readonly string[],
): readonly string[] =>
  [...world.ledger.books.values()].flatMap(({ state }) =>
    state === undefined || state.head.mergedInto !== undefined ? [] : broken(state, eventsOf(world, state)),
  )

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

export const COUNT_LAWS: readonly Law[] = [
  ofRest('what is counted is what the timeline counts', (world) => {
    const live = world.published.at(-1)?.catalogue
    return eachLiving(world, (state, events) =>
      (live?.counters ?? []).flatMap((counter) => {
        const counted = state.profile.history[counter.key]
        // Kept with less than is asked for now: it is counted anew before anybody reads it.
        if (live === undefined || counted === undefined || counted.window !== counter.window) return []
        if (counted.kind === 'recent' && counted.keep !== counter.keep) return []
        const anew = fillCounters({}, [counter], events, { zone: zoneOf(state.profile, live.settings) })[counter.key]
        return same(counted, anew)
          ? []
          : [
              `customer ${state.customerId}: ${counter.key} is ${JSON.stringify(counted)}, counted anew ${JSON.stringify(anew)}`,
            ]
      }),
    )
  }),
  ofRest('lists and habits are what the timeline gives', (world) => {
    const definitions = world.published.at(-1)?.catalogue.computed ?? []
    return eachLiving(world, ({ customerId, profile }, events) => {
      const now = events.at(-1)?.at ?? 0
      const anew = recomputeTraits({}, definitions, events, undefined)
      return definitions.flatMap((definition) => {
        if (profile.computed[definition.name]?.kind === 'stale') return []
        const [kept, found] = [profile.computed, anew].map((each) => viewComputed(each, [definition], undefined, now))
        return same(kept, found)
          ? []
          : [
              `customer ${customerId}: ${definition.name} is ${JSON.stringify(kept)}, from the timeline ${JSON.stringify(found)}`,
            ]
      })
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
