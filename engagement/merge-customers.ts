import { applyConsentRecord, recordsOf } from './customer/apply-consent.ts'
import type { Profile } from './customer/profile.ts'
import { mergeTraits } from './decision/compute-traits.ts'
import type { Catalogue } from './definition/catalogue.ts'
import type { CustomerState } from './journey/customer-state.ts'
import { hasParts } from './move-parts.ts'

/** Merged customers whose histories are consulted for repeats; the oldest are forgotten first. */
const MOST_ABSORBED = 5

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
export function mergeCustomers(survivor: CustomerState, other: CustomerState, { computed }: Catalogue): Merged {
  const incidents = other.head.incidents.filter(
    (each) => !survivor.head.incidents.some((own) => own.rule === each.rule && own.key === each.key),
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
        incidents: [...survivor.head.incidents, ...incidents],
        ...servedOf(survivor, other),
        slots: [...survivor.head.slots, ...other.head.slots].toSorted((a, b) => a.at - b.at),
        anonymousIds: [...new Set([...other.head.anonymousIds, ...survivor.head.anonymousIds])].slice(-10),
        absorbed: absorbedIds,
        ...(hasParts(other) ? { absorbing: [...(survivor.head.absorbing ?? []), other.customerId] } : {}),
      },
      profile: mergeProfiles(survivor.profile, other.profile, computed),
      memory: {
        runs: [...other.memory.runs, ...survivor.memory.runs],
        ...(survivor.memory.forgotten === undefined && other.memory.forgotten === undefined
          ? {}
          : { forgotten: Math.max(survivor.memory.forgotten ?? 0, other.memory.forgotten ?? 0) }),
        promises: [...other.memory.promises, ...survivor.memory.promises],
        exits: [...other.memory.exits, ...survivor.memory.exits].toSorted((a, b) => a.at - b.at),
      },
    },
    absorbed: forward(other, survivor.customerId),
  }
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

/** Messages that are written here and not done with: being sent, or planned anew elsewhere; and the timer that ends them. */
function leasesOf({ head, runs }: CustomerState): Partial<CustomerState['head']> {
  const { claims = [], timerGeneration } = head
  const written = runs.flatMap(({ activity }) =>
    (activity.kind === 'sending' || activity.kind === 'holding') && activity.attempt > 0
      ? [{ messageId: activity.messageId, until: activity.until }]
      : [],
  )
  const own = written.filter(({ messageId }) => !claims.some((claim) => claim.messageId === messageId))
  const all = [...claims, ...own]
  if (all.length === 0) return {}
  const generation = timerGeneration + 1
  const at = Math.min(...all.map((claim) => claim.until))
  return { claims: all, timerGeneration: generation, timer: { at, generation, shard: 0 } }
}

/** Counters are left out: they are filled again from the timelines of both. */
function mergeProfiles(survivor: Profile, other: Profile, computed: Catalogue['computed']): Profile {
  const traits = { ...other.traits }
  for (const [name, trait] of Object.entries(survivor.traits)) {
    const known = traits[name]
    if (known === undefined || known.at <= trait.at) traits[name] = trait
  }
  return { traits, history: {}, computed: mergeTraits(survivor.computed, other.computed, computed) }
}
