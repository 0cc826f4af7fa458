import type { Bucket, CounterState, History, Occurrence } from '../customer/history.ts'
import type { HistoryCondition } from '../model/condition.ts'
import { equal, pickAmount, readField } from './compare.ts'
import { type Counted, countDifferent, type Weight } from './count-different.ts'
import type { Verdict } from './decision.ts'
import { allOf, is } from './kleene.ts'
import type { Scope } from './scope.ts'

/** What lies after `certain` counts, what lies at or before `possible` does not, what is between may. Exclusive, epoch ms. */
interface Cutoff {
  readonly certain: number
  readonly possible: number
}

export const HOUR = 3_600_000
const NEVER: Cutoff = { certain: Number.NEGATIVE_INFINITY, possible: Number.NEGATIVE_INFINITY }
const NOBODY_KNOWS: Cutoff = { certain: Number.POSITIVE_INFINITY, possible: Number.NEGATIVE_INFINITY }

/** Compares a count or a sum with its bounds. `weight` as `weigh` gives it. */
export function judge(condition: HistoryCondition, weight: Weight | undefined, scope: Scope): Verdict {
  if (weight === undefined) return 'unknown'
  const { low, high } = weight
  const atLeast = bound(condition.atLeast, scope)
  const atMost = bound(condition.atMost, scope)
  return allOf(
    [
      condition.atLeast === undefined
        ? is(true)
        : compareBound(
            atLeast,
            (n) => low >= n,
            (n) => high < n,
          ),
      condition.atMost === undefined
        ? is(true)
        : compareBound(
            atMost,
            (n) => high <= n,
            (n) => low > n,
          ),
    ],
    (verdict) => verdict,
  )
}

/** Counts or sums what the customer's history holds; undefined where the counter was never filled. */
export function weigh(condition: HistoryCondition, scope: Scope): Weight | undefined {
  const state = counterOf(scope.history, condition.counter)
  if (state === undefined) return undefined
  const cutoff = findCutoff(condition, scope)
  return state.kind === 'recent'
    ? weighRecent(state, condition, scope, cutoff)
    : weighHourly(state.buckets, condition, cutoff)
}

function bound(limit: HistoryCondition['atLeast'], scope: Scope): number | undefined {
  return typeof limit === 'object' ? pickAmount(limit, scope) : limit
}

function compareBound(
  limit: number | undefined,
  holds: (n: number) => boolean,
  fails: (n: number) => boolean,
): Verdict {
  if (limit === undefined) return 'unknown'
  if (holds(limit)) return 'matched'
  return fails(limit) ? 'unmatched' : 'unknown'
}

function counterOf(history: History, key: string): CounterState | undefined {
  return Object.hasOwn(history, key) ? history[key] : undefined
}

function findCutoff(condition: HistoryCondition, scope: Scope): Cutoff {
  // A window includes what is exactly as old as it is long.
  const start = condition.within === undefined ? Number.NEGATIVE_INFINITY : scope.now - condition.within - 1
  const since = findSince(condition, scope)
  return { certain: Math.max(start, since.certain), possible: Math.max(start, since.possible) }
}

function findSince(condition: HistoryCondition, scope: Scope): Cutoff {
  const since = condition.since
  if (since === undefined) return NEVER
  if (since.kind === 'event' && since.same !== undefined) return NEVER
  if (since.kind === 'entry') {
    // Events carry seconds: one in the very instant of the entry belongs to what came since.
    return scope.entryAt === undefined ? NOBODY_KNOWS : { certain: scope.entryAt - 1, possible: scope.entryAt - 1 }
  }
  const state = counterOf(scope.history, since.counter)
  if (state === undefined) return NOBODY_KNOWS
  return state.kind === 'recent' ? newestOccurrence(state.occurrences) : newestBucket(state.buckets)
}

function newestOccurrence(occurrences: readonly Occurrence[]): Cutoff {
  const certain = occurrences.at(-1)?.at ?? Number.NEGATIVE_INFINITY
  return { certain, possible: occurrences.findLast((one) => one.known === 1)?.at ?? Number.NEGATIVE_INFINITY }
}

function newestBucket(buckets: readonly Bucket[]): Cutoff {
  const newest = buckets.at(-1)
  if (newest === undefined) return NEVER
  return {
    certain: newest.start + HOUR - 1,
    possible: buckets.findLast((one) => one.count > 0)?.start ?? Number.NEGATIVE_INFINITY,
  }
}

type Recent = CounterState & { readonly kind: 'recent' }

function weighRecent(state: Recent, condition: HistoryCondition, scope: Scope, cutoff: Cutoff): Weight {
  const isCutOff = ownCutoff(condition, scope)
  const counted = state.occurrences.flatMap((one): Counted[] => {
    if (one.at <= cutoff.possible) return []
    const fits = allOf([matchCarried(one, condition, scope), isCutOff(one)], (verdict) => verdict)
    if (fits === 'unmatched') return []
    return [{ one, certain: fits === 'matched' && one.known === 1 && one.at > cutoff.certain }]
  })
  const weight =
    condition.distinct === undefined
      ? total(counted, condition)
      : countDifferent(counted, condition.distinct, scope.zone)
  // Occurrences that no longer fitted were dropped: from there on nobody knows how many there were.
  const isShort = state.lost !== undefined && state.lost > cutoff.possible
  return isShort ? { ...weight, high: Number.POSITIVE_INFINITY } : weight
}

function total(counted: readonly Counted[], condition: HistoryCondition): Weight {
  let [low, high] = [0, 0]
  for (const { one, certain } of counted) {
    const amount = amountOf(one, condition)
    low += certain ? amount.low : Math.min(0, amount.low)
    high += certain ? amount.high : Math.max(0, amount.high)
  }
  return { low, high }
}

/** `since ... same`: matched where no such event with the same value came after it. */
function ownCutoff({ since }: HistoryCondition, scope: Scope): (one: Occurrence) => Verdict {
  if (since?.kind !== 'event' || since.same === undefined) return () => 'matched'
  const { same, counter } = since
  const state = counterOf(scope.history, counter)
  if (state?.kind !== 'recent') return () => 'unknown'
  return (one) => {
    const later = state.occurrences.filter((each) => each.at >= one.at)
    const own = one.carried?.[same.index]
    const verdicts = later.map((each): Verdict => {
      const verdict = equal(own ?? undefined, each.carried?.[same.sinceIndex] ?? undefined)
      return verdict === 'matched' && each.known === 0 ? 'unknown' : verdict
    })
    if (verdicts.includes('matched')) return 'unmatched'
    const isShort = state.lost !== undefined && state.lost >= one.at
    return isShort || verdicts.includes('unknown') ? 'unknown' : 'matched'
  }
}

function matchCarried(one: Occurrence, condition: HistoryCondition, scope: Scope): Verdict {
  return allOf(condition.match, ({ index, field }) => equal(one.carried?.[index], readField(field, scope)))
}

/** Amounts that are missing may be anything from nothing upwards. */
function amountOf(one: Occurrence, condition: HistoryCondition): Weight {
  if (condition.measure === 'count') return { low: 1, high: 1 }
  const amount = condition.sumIndex === undefined ? undefined : one.carried?.[condition.sumIndex]
  return typeof amount === 'number' ? { low: amount, high: amount } : { low: 0, high: Number.POSITIVE_INFINITY }
}

function weighHourly(buckets: readonly Bucket[], condition: HistoryCondition, cutoff: Cutoff): Weight {
  let [low, high] = [0, 0]
  for (const bucket of buckets) {
    if (bucket.start + HOUR - 1 <= cutoff.possible) continue
    const amount = condition.measure === 'count' ? bucket.count : bucket.sum
    const certain = condition.match.length === 0 && bucket.start > cutoff.certain
    low += certain ? amount : Math.min(0, amount)
    high += certain ? amount : Math.max(0, amount)
    if (bucket.unknown > 0) high += condition.measure === 'count' ? bucket.unknown : Number.POSITIVE_INFINITY
  }
  return { low, high }
}
