import { applyConsentRecord } from './customer/apply-consent.ts'
import type { Profile } from './customer/profile.ts'
import { mergeTraits } from './decision/compute-traits.ts'
import type { Catalogue } from './definition/catalogue.ts'
import type { CustomerState } from './journey/customer-state.ts'
import type { Run, RunActivity } from './journey/run.ts'

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
 * Merges an anonymous customer into the one they turned out to be. Nothing known is lost: the newer trait wins, runs and
 * promises move over (of two with the same key the survivor's), counters are counted anew from both timelines.
 */
export function mergeCustomers(survivor: CustomerState, other: CustomerState, { computed }: Catalogue): Merged {
  const moved = other.runs.flatMap((run) => moveRun(survivor, other, run))
  const promises = other.promises.filter(
    (each) => !survivor.promises.some((own) => own.name === each.name && own.key === each.key),
  )
  const incidents = other.head.incidents.filter(
    (each) => !survivor.head.incidents.some((own) => own.rule === each.rule && own.key === each.key),
  )
  const consent = Object.entries(other.head.consent).reduce(
    (known, [topic, record]) => applyConsentRecord(known, topic, record),
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
        slots: [...survivor.head.slots, ...other.head.slots].toSorted((a, b) => a.at - b.at),
        anonymousIds: [...new Set([...other.head.anonymousIds, ...survivor.head.anonymousIds])].slice(-10),
        absorbed: absorbedIds,
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
      runs: [...survivor.runs, ...moved],
      promises: [...survivor.promises, ...promises],
    },
    absorbed: forward(other, survivor.customerId),
  }
}

/**
 * What is stored for a customer who lives on as `survivorId`: a signpost. Only what ends the messages that are stored here
 * stays with it.
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
    runs: [],
    promises: [],
  }
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

/**
 * A run whose message the provider may have stays behind with it; one that is planned or held is planned anew under the
 * survivor (the old request finds its run gone). The number goes on from the survivor's own runs.
 */
function moveRun(survivor: CustomerState, other: CustomerState, run: Run): readonly Run[] {
  const taken = survivor.runs.some((own) => own.workflow === run.workflow && own.key === run.key)
  const { activity } = run
  if (taken || (activity.kind === 'sending' && activity.claimedAt !== undefined)) return []
  const same = (each: { workflow: string; key: string }): boolean =>
    each.workflow === run.workflow && each.key === run.key
  const known = [...survivor.memory.runs, ...other.memory.runs].filter(same).map((each) => each.n)
  const n = Math.max(run.n, 1 + Math.max(survivor.memory.forgotten ?? 0, ...known))
  return [{ ...run, n, activity: plannedAnew(activity) }]
}

function plannedAnew(activity: RunActivity): RunActivity {
  if (activity.kind === 'holding') return { ...activity, attempt: 0 }
  if (activity.kind !== 'sending') return activity
  const { kind: _, claimedAt: __, unknown: ___, repeated: ____, ...planned } = activity
  return { ...planned, kind: 'holding', until: activity.since, reason: 'merged', attempt: 0 }
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
