import type { CustomerState } from './journey/customer-state.ts'
import type { LiveCatalogue } from './model/live-catalogue.ts'
import type { EndedPromise, PromiseState } from './promise/promise-state.ts'

type PromiseName = { readonly name: string; readonly key: string }
const isSame =
  (a: PromiseName) =>
  (b: PromiseName): boolean =>
    a.name === b.name && a.key === b.key

/** Two customers of whom each may know a part of what became of a promise. */
export interface Pair {
  readonly survivor: CustomerState
  readonly other: CustomerState
}

/** Promises of which both halves know that one transaction puts together; of any beyond, what the survivor knows counts. */
const MOST_JOINED = 25

/**
 * Puts together what each knows of the same promise: parts, dates and slips of both count, and one that is over for either
 * is over. It is the survivor's then; a promise that only the other has stays with the other, and moves.
 */
export function mergePromises({ survivor, other }: Pair, catalogue: LiveCatalogue): Pair {
  const both = new Set(
    survivor.promises.filter((promise) => other.promises.some(isSame(promise))).slice(0, MOST_JOINED),
  )
  const shared = (promise: PromiseState): PromiseState => {
    const theirs = both.has(promise) ? other.promises.find(isSame(promise)) : undefined
    return theirs === undefined ? promise : join(promise, theirs)
  }
  const joined = survivor.promises.map(shared)
  const ended = [...survivor.memory.promises, ...other.memory.promises, ...joined.flatMap(arrivedBetween)].toSorted(
    (a, b) => a.at - b.at,
  )
  const isLive = (promise: PromiseState): readonly PromiseState[] => {
    const known = ended.findLast(isSame(promise))
    const left = known === undefined ? promise : goneOn(promise, known, catalogue)
    return left === undefined ? [] : [left]
  }
  const theirOwn = other.promises.filter((promise) => ![...both].some(isSame(promise)))
  return {
    survivor: {
      ...survivor,
      promises: joined.flatMap(isLive),
      memory: {
        ...survivor.memory,
        promises: ended.filter((each, place) => ended.findLastIndex(isSame(each)) === place),
      },
    },
    other: { ...other, promises: theirOwn.flatMap(isLive), memory: { ...other.memory, promises: [] } },
  }
}

/** Each of the two waited for parts that the other saw arrive: together they know that it is kept. */
function arrivedBetween({ name, key, parts }: PromiseState): readonly EndedPromise[] {
  const arrivals = Object.values(parts).map(({ keptAt }) => keptAt)
  const last = Math.max(...arrivals.map((at) => at ?? Number.POSITIVE_INFINITY))
  return Number.isFinite(last) ? [{ name, key, how: 'kept', at: last, parts: Object.keys(parts) }] : []
}

/** What is left of a promise that ended elsewhere: nothing, or the parts that were not under way there and are here. */
function goneOn(promise: PromiseState, ended: EndedPromise, catalogue: LiveCatalogue): PromiseState | undefined {
  const newParts = Object.keys(promise.parts).filter((part) => !ended.parts.includes(part))
  const hasParts = catalogue.promise(promise.name)?.parts !== undefined && ended.parts.length > 0
  if (ended.how !== 'kept' || !hasParts || newParts.length === 0) return undefined
  const kept = ended.parts.map((part): [string, Part] => [
    part,
    { ...promise.parts[part], keptAt: promise.parts[part]?.keptAt ?? ended.at },
  ])
  const parts: PromiseState['parts'] = { ...promise.parts, ...Object.fromEntries(kept) }
  return Object.values(parts).some(({ keptAt }) => keptAt === null) ? { ...promise, parts } : undefined
}

const STAGES: readonly PromiseState['status'][] = ['open', 'at_risk', 'broken']

/** One promise of which two knew: what was told last counts, and every part, slip and estimate of both. */
function join(a: PromiseState, b: PromiseState): PromiseState {
  const [first, last] = told(a) <= told(b) ? [a, b] : [b, a]
  const stage =
    last.due === first.due ? Math.max(STAGES.indexOf(a.status), STAGES.indexOf(b.status)) : STAGES.indexOf(last.status)
  const estimate = (a.expectedAt ?? 0) > (b.expectedAt ?? 0) ? a : b
  const parts = { ...a.parts }
  for (const [part, theirs] of Object.entries(b.parts)) parts[part] = joinPart(parts[part], theirs)
  const seen = { ...a.seen }
  for (const [event, at] of Object.entries(b.seen)) seen[event] = Math.max(seen[event] ?? 0, at)
  return {
    ...last,
    status: STAGES[stage] ?? last.status,
    madeAt: Math.min(a.madeAt, b.madeAt),
    firstDue: (a.madeAt <= b.madeAt ? a : b).firstDue,
    ...(estimate.expected === undefined ? {} : { expected: latestDate(parts) ?? estimate.expected }),
    ...(estimate.expectedAt === undefined ? {} : { expectedAt: estimate.expectedAt }),
    renewals: Math.max(a.renewals, b.renewals),
    slips: Math.max(a.slips, b.slips),
    parts,
    seen,
    about: { ...first.about, ...last.about },
    ...(a.wakeAt === undefined && b.wakeAt === undefined
      ? {}
      : { wakeAt: Math.min(a.wakeAt ?? Number.MAX_SAFE_INTEGER, b.wakeAt ?? Number.MAX_SAFE_INTEGER) }),
  }
}

/** A word of our own goes before a producer's; of two of one kind the later. */
const told = ({ renewals, statedAt, repeatedAt = statedAt }: PromiseState): number =>
  (renewals > 0 ? Number.MAX_SAFE_INTEGER / 2 : 0) + repeatedAt

type Part = PromiseState['parts'][string]

function joinPart(a: Part | undefined, b: Part): Part {
  if (a === undefined) return b
  const estimate = (a.expectedAt ?? 0) >= (b.expectedAt ?? 0) ? a : b
  return { ...estimate, keptAt: a.keptAt ?? b.keptAt }
}

/** With parts, expected when the last part under way is. */
function latestDate(parts: PromiseState['parts']): number | undefined {
  const dates = Object.values(parts).flatMap(({ keptAt, expected }) =>
    keptAt === null && expected !== undefined ? [expected] : [],
  )
  return dates.length === 0 ? undefined : Math.max(...dates)
}
