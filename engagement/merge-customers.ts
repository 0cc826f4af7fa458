import { applyConsentRecord, recordsOf } from './customer/apply-consent.ts'
import type { Profile } from './customer/profile.ts'
import { mergeTraits } from './decision/compute-traits.ts'
import type { CustomerState } from './journey/customer-state.ts'
import { mergePromises } from './merge-promises.ts'
import { mergeRuns } from './merge-runs.ts'
import type { Catalogue } from './model/catalogue.ts'
import type { LiveCatalogue } from './model/live-catalogue.ts'
import { hasParts } from './move-parts.ts'
import type { Incident } from './promise/promise-state.ts'
import { joinIncidents, lastOpening } from './promise/watch.ts'
import { isClosedBy } from './watch-event.ts'

/** Merged customers whose histories count as this one's: a browser that forgets its id each week fills a year. */
const MOST_ABSORBED = 50

/** Two customers who turned out to be one. */
export interface Merged {
  /** The survivor with what the other had. Same version: the reaction that follows adds one. */
  readonly survivor: CustomerState
  /** What stays of the other: where they live on. */
  readonly absorbed: CustomerState
}

/**
 * Merges an anonymous customer into the one they turned out to be. Nothing known is lost: the newer trait wins, counters
 * are counted anew from both timelines. What protects the customer (consent, caps, exits, incidents) is the survivor's from
 * now on; runs and promises stay with the other until `moveParts` has taken them over.
 */
export function mergeCustomers(
  knownAs: CustomerState,
  anonymous: CustomerState,
  catalogue: LiveCatalogue,
  now: number,
): Merged {
  const { survivor, other } = mergeRuns(
    mergePromises({ survivor: knownAs, other: anonymous }, catalogue),
    catalogue,
    now,
  )
  const consent = Object.entries(other.head.consent).reduce(
    (known, [scope, standing]) =>
      recordsOf(standing).reduce((all, record) => applyConsentRecord(all, scope, record), known),
    survivor.head.consent,
  )
  const absorbedIds = [...survivor.head.absorbed.filter((id) => id !== other.customerId), other.customerId].slice(
    -MOST_ABSORBED,
  )
  return {
    survivor: {
      ...survivor,
      head: {
        ...survivor.head,
        createdAt: Math.min(survivor.head.createdAt, other.head.createdAt),
        consent,
        incidents: mergeIncidents(survivor, other, catalogue),
        ...servedOf(survivor, other),
        slots: [...survivor.head.slots, ...other.head.slots].toSorted((a, b) => a.at - b.at),
        anonymousIds: [...new Set([...other.head.anonymousIds, ...survivor.head.anonymousIds])].slice(-10),
        absorbed: absorbedIds,
        ...(hasParts(other) ? { absorbing: [...(survivor.head.absorbing ?? []), other.customerId] } : {}),
      },
      profile: mergeProfiles(survivor.profile, other.profile, catalogue.catalogue.computed),
      memory: {
        runs: [...other.memory.runs, ...survivor.memory.runs].toSorted((a, b) => a.endedAt - b.endedAt),
        ...(survivor.memory.forgotten === undefined && other.memory.forgotten === undefined
          ? {}
          : { forgotten: Math.max(survivor.memory.forgotten ?? 0, other.memory.forgotten ?? 0) }),
        promises: survivor.memory.promises,
        exits: [...other.memory.exits, ...survivor.memory.exits].toSorted((a, b) => a.at - b.at),
      },
    },
    absorbed: { ...forward(anonymous, survivor.customerId), runs: other.runs, promises: other.promises },
  }
}

/**
 * Open for either is open; one that the other saw end is over: its promise was kept, or its closing event came to the other.
 * A promise broken for both is one incident.
 */
function mergeIncidents(survivor: CustomerState, other: CustomerState, catalogue: LiveCatalogue): readonly Incident[] {
  const exits = [...survivor.memory.exits, ...other.memory.exits]
  const isOver = (incident: Incident): boolean => {
    const rule = catalogue.catalogue.settings.incidents.find((each) => each.name === incident.rule)
    if (rule !== undefined) return isClosedBy(rule, exits, incident.key, lastOpening(incident))
    const isWatched = ({ name, key }: { name: string; key: string }): boolean =>
      name === incident.rule && key === incident.key
    return ![...survivor.promises, ...other.promises].some(isWatched) && survivor.memory.promises.some(isWatched)
  }
  const isSame = (a: Incident) => (b: Incident) => a.rule === b.rule && a.key === b.key
  const own = survivor.head.incidents.map((each) => {
    const theirs = other.head.incidents.find(isSame(each))
    return theirs === undefined ? each : joinIncidents(each, theirs)
  })
  const theirs = other.head.incidents.filter((each) => !own.some(isSame(each)))
  return [...own, ...theirs].filter((incident) => !isOver(incident))
}

/**
 * What is stored for a customer who lives on as `survivorId`: a signpost. Only what ends the messages that are stored here
 * stays with it, and for a while the runs and promises that are still to move: nobody acts on them here any more.
 */
export function forward(other: CustomerState, survivorId: string): CustomerState {
  const { timer: _, ...rest } = other.head
  const head = { ...rest, ...leasesOf(other) }
  return {
    ...other,
    version: other.version + 1,
    head: { ...head, consent: {}, slots: [], incidents: [], mergedInto: survivorId },
    profile: { traits: {}, history: {}, computed: {} },
    memory: { runs: [], promises: [], exits: [] },
  }
}

function servedOf(survivor: CustomerState, other: CustomerState): Pick<CustomerState['head'], 'served'> {
  const served = [...(survivor.head.served ?? []), ...(other.head.served ?? [])].toSorted((a, b) => a.at - b.at)
  return served.length === 0 ? {} : { served }
}

type Claims = NonNullable<CustomerState['head']['claims']>

/** Messages of these runs that are written and not done with: being sent, or held. */
const messagesOf = (runs: CustomerState['runs']): Claims =>
  runs.flatMap(({ activity }) =>
    (activity.kind === 'sending' || activity.kind === 'holding') && activity.attempt > 0
      ? [{ messageId: activity.messageId, until: activity.until }]
      : [],
  )

/** The leases that there are, and one for each of these messages. */
function claimsOf({ claims = [] }: CustomerState['head'], messages: Claims): { readonly claims?: Claims } {
  const fresh = messages.filter(({ messageId }) => !claims.some((claim) => claim.messageId === messageId))
  const all = [...claims, ...fresh]
  return all.length === 0 ? {} : { claims: all }
}

/** What is written here is ended here, by a timer of its own: the runs go on elsewhere, or not at all. */
function leasesOf({ head, runs }: CustomerState): Partial<CustomerState['head']> {
  const { claims } = claimsOf(head, messagesOf(runs))
  if (claims === undefined) return {}
  const generation = head.timerGeneration + 1
  const at = Math.min(...claims.map((claim) => claim.until))
  return { claims, timerGeneration: generation, timer: { at, generation, shard: 0 } }
}

/** Counters are left out: they are filled again from the timelines of both. */
function mergeProfiles(survivor: Profile, other: Profile, computed: Catalogue['computed']): Profile {
  const traits = { ...other.traits }
  for (const [name, trait] of Object.entries(survivor.traits)) {
    const known = Object.hasOwn(traits, name) ? traits[name] : undefined
    if (known === undefined || known.at <= trait.at) traits[name] = trait
  }
  return { traits, history: {}, computed: mergeTraits(survivor.computed, other.computed, computed) }
}
