import { profileView } from '../customer/apply-traits.ts'
import { dig, type JsonObject } from '../customer/json.ts'
import { keyText } from '../customer/key-text.ts'
import type { Profile } from '../customer/profile.ts'
import { viewComputed } from '../decision/compute-traits.ts'
import { zoneOf } from '../decision/permission.ts'
import type { Scope } from '../decision/scope.ts'
import type { LiveCatalogue } from '../model/live-catalogue.ts'
import type { PromiseDefinition } from '../model/promise-definition.ts'
import { ALL_ROOTS, type Roots } from '../model/roots-of.ts'
import { promiseView } from '../promise/promise-events.ts'
import type { PromiseState } from '../promise/promise-state.ts'
import type { CustomerHead, CustomerState, Memory } from './customer-state.ts'
import type { EntryEvent, Run } from './run.ts'

/** Everything known about one customer at one instant: what conditions, permissions and messages read. */
export interface KnownCustomer {
  readonly customerId: string
  readonly now: number
  readonly catalogue: LiveCatalogue
  readonly head: CustomerHead
  readonly profile: Profile
  readonly memory: Memory
  readonly runs: readonly Run[]
  readonly promises: readonly PromiseState[]
}

export function knownCustomer(state: CustomerState, catalogue: LiveCatalogue, now: number): KnownCustomer {
  const { customerId, head, profile, memory } = state
  // What a merged customer still has is about to move: only the survivor acts on it.
  const { runs, promises } = head.mergedInto === undefined ? state : { runs: [], promises: [] }
  return { customerId, now, catalogue, head, profile, memory, runs, promises }
}

export const zoneAt = ({ profile, catalogue }: KnownCustomer): string => zoneOf(profile, catalogue.catalogue.settings)

/** Open incidents at this moment. */
export const openIncidents = ({ head, now }: KnownCustomer): CustomerHead['incidents'] =>
  head.incidents.filter((each) => each.endsAt > now)

const incidentsOf = (open: CustomerHead['incidents']): JsonObject => ({
  open: open.length,
  kinds: open.map((each) => each.rule),
})
const NO_INCIDENTS = incidentsOf([])

/** What conditions read about the customer alone. `roots`: what of it is read, where that is known. */
export function customerScope(known: KnownCustomer, key: string | undefined, roots: Roots = ALL_ROOTS): Scope {
  const incidents = known.head.incidents.length === 0 ? NO_INCIDENTS : incidentsOf(openIncidents(known))
  return {
    profile: profileView(known.profile),
    ...(roots.has('computed')
      ? { computed: viewComputed(known.profile.computed, known.catalogue.catalogue.computed, key, known.now) }
      : {}),
    incidents,
    history: known.profile.history,
    now: known.now,
    zone: zoneAt(known),
  }
}

/** What the steps, conditions and messages of a run read. */
export function runScope(known: KnownCustomer, run: Run, event?: JsonObject): Scope {
  const promise = promiseOf(known, run.entry)
  return {
    ...customerScope(known, run.key === '' ? undefined : run.key),
    event: event ?? run.entry.properties,
    entry: run.entry.properties,
    ...(run.awaited === undefined ? {} : { awaited: run.awaited.properties }),
    ...(promise === undefined ? {} : { promise }),
    ...(run.nextWord === undefined ? {} : { next_word: { by: new Date(run.nextWord).toISOString() } }),
    entryAt: run.entry.at,
  }
}

type About = Pick<EntryEvent, 'name' | 'properties'>

/** The key under which an event is about a promise: the engine's events say it, the others carry `one_per`. */
export function promiseKey(definition: PromiseDefinition, { properties }: About): string | undefined {
  if (typeof properties['promise'] === 'string' && typeof properties['key'] === 'string') {
    return properties['promise'] === definition.name ? properties['key'] : undefined
  }
  return definition.onePer.root === 'event' ? keyText(dig(properties, definition.onePer.path)) : undefined
}

/** The promise that an event is about: one that names the event goes before one that only shares its key. */
export function promiseRef({ catalogue }: KnownCustomer, about: About): { name: string; key: string } | undefined {
  const naming = catalogue.subscribersOf(about.name)?.promises ?? []
  for (const definition of [...naming, ...catalogue.catalogue.promises]) {
    const key = promiseKey(definition, about)
    if (key !== undefined) return { name: definition.name, key }
  }
  return undefined
}

export function promiseOf(known: KnownCustomer, entry: About): JsonObject | undefined {
  const ref = promiseRef(known, entry)
  if (ref === undefined) return undefined
  const same = (each: { name: string; key: string }): boolean => each.name === ref.name && each.key === ref.key
  return promiseView(known.promises.find(same), known.memory.promises.findLast(same), known.now)
}
