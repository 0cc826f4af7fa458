import type { CustomerEvent } from '../customer/customer-event.ts'
import type { Bucket, CounterState, History, Occurrence } from '../customer/history.ts'
import { dig, type Json } from '../customer/json.ts'
import type { CounterDefinition } from '../model/condition.ts'
import type { Verdict } from './decision.ts'
import { evaluate } from './evaluate.ts'
import { HOUR } from './weigh-history.ts'

/**
 * Counts an event in every counter that is filled already; the same history back where nothing changes. A counter that is
 * missing stays missing: it would otherwise pass for complete (see `missingCounters`).
 * `counters`: those of this event's name. `zone`: for dates without a time in a counter's `where`.
 */
export function countEvent(
  history: History,
  event: CustomerEvent,
  counters: readonly CounterDefinition[],
  { zone }: { readonly zone: string },
): History {
  let next = history
  for (const counter of counters) {
    const state = Object.hasOwn(history, counter.key) ? history[counter.key] : undefined
    if (state === undefined || counter.event !== event.name) continue
    const counted = count(state, event, counter, zone)
    if (counted !== state) next = { ...next, [counter.key]: counted }
  }
  return next
}

/** Counters that were never filled from the timeline, or were kept with less than is needed now. */
export function missingCounters(history: History, counters: readonly CounterDefinition[]): CounterDefinition[] {
  return counters.filter((counter) => {
    const state = Object.hasOwn(history, counter.key) ? history[counter.key] : undefined
    if (state === undefined || state.kind !== counter.kind) return true
    const short = state.window !== undefined && (counter.window === undefined || counter.window > state.window)
    return short || (state.kind === 'recent' && state.keep !== undefined && state.keep < counter.keep)
  })
}

/** The same history back where every counter is asked for. One that is not would miss what happens until it is again. */
export function dropUnasked(history: History, counters: readonly CounterDefinition[]): History {
  const asked = new Set(counters.map((counter) => counter.key))
  const kept = Object.entries(history).filter(([key]) => asked.has(key))
  return kept.length === Object.keys(history).length ? history : Object.fromEntries(kept)
}

/** Fills counters from the timeline, in any order; filling and then counting gives what counting from the start gives. */
export function fillCounters(
  history: History,
  missing: readonly CounterDefinition[],
  events: readonly CustomerEvent[],
  { zone }: { readonly zone: string },
): History {
  if (missing.length === 0) return history
  const filled: { [key: string]: CounterState } = {}
  for (const counter of missing) {
    let state = emptyCounter(counter)
    for (const event of events) if (event.name === counter.event) state = count(state, event, counter, zone)
    filled[counter.key] = state
  }
  return { ...history, ...filled }
}

function emptyCounter({ kind, keep, window }: CounterDefinition): CounterState {
  const kept = window === undefined ? {} : { window }
  return kind === 'recent' ? { kind, occurrences: [], keep, ...kept } : { kind, buckets: [], ...kept }
}

/** What the state is kept with: never more than before, as what was dropped is gone. */
function keptWith(state: CounterState, counter: CounterDefinition): { readonly window?: number } {
  const window = Math.min(state.window ?? Number.POSITIVE_INFINITY, counter.window ?? Number.POSITIVE_INFINITY)
  return Number.isFinite(window) ? { window } : {}
}

function count(state: CounterState, event: CustomerEvent, counter: CounterDefinition, zone: string): CounterState {
  const verdict = asked(event, counter, zone)
  if (verdict === 'unmatched') return state
  const known = verdict === 'matched' ? 1 : 0
  return state.kind === 'recent'
    ? addOccurrence(state, event, counter, known)
    : addToBucket(state, event, counter, known)
}

/** The static `where` reads the counted event alone, as of its own time: the answer does not depend on when it is asked. */
function asked(event: CustomerEvent, counter: CounterDefinition, zone: string): Verdict {
  if (counter.where === undefined) return 'matched'
  return evaluate(counter.where, { event: event.properties, history: {}, now: event.at, zone })
}

type Recent = CounterState & { readonly kind: 'recent' }
type Hourly = CounterState & { readonly kind: 'hourly' }

/** What is kept depends on the set of events only, never on the order of their arrival. */
function addOccurrence(state: Recent, event: CustomerEvent, counter: CounterDefinition, known: 0 | 1): Recent {
  const occurrence: Occurrence = {
    at: event.at,
    known,
    ...(counter.carry.length === 0 ? {} : { carried: carry(event, counter) }),
  }
  const start = windowStart(counter, Math.max(event.at, state.occurrences.at(-1)?.at ?? event.at))
  if (event.at < start) return state
  const place = state.occurrences.findLastIndex((each) => !isAfter(each, occurrence)) + 1
  const all = state.occurrences.toSpliced(place, 0, occurrence).filter((each) => each.at >= start)
  const dropped = overflow(all, counter.keep)
  const kept = dropped.size === 0 ? all : all.filter((each) => !dropped.has(each))
  const lost = Math.max(state.lost ?? Number.NEGATIVE_INFINITY, ...[...dropped].map((each) => each.at))
  return {
    kind: 'recent',
    occurrences: kept,
    ...(lost >= start && Number.isFinite(lost) ? { lost } : {}),
    keep: Math.min(state.keep ?? counter.keep, counter.keep),
    ...keptWith(state, counter),
  }
}

function carry(event: CustomerEvent, counter: CounterDefinition): (Json | null)[] {
  return counter.carry.map((path) => dig(event.properties, path) ?? null)
}

/** Where times are the same the content decides, so that arrival does not. */
function isAfter(left: Occurrence, right: Occurrence): boolean {
  if (left.at !== right.at) return left.at > right.at
  return JSON.stringify([left.known, left.carried]) > JSON.stringify([right.known, right.carried])
}

/** The oldest beyond `keep`, of the known and of the unknown each: an unknown one must not push out a known one. */
function overflow(all: readonly Occurrence[], keep: number): ReadonlySet<Occurrence> {
  const dropped = new Set<Occurrence>()
  const seen = { 0: 0, 1: 0 }
  for (const each of all.toReversed()) {
    seen[each.known] += 1
    if (seen[each.known] > keep) dropped.add(each)
  }
  return dropped
}

function windowStart(counter: CounterDefinition, newest: number): number {
  return counter.window === undefined ? Number.NEGATIVE_INFINITY : newest - counter.window
}

function addToBucket(state: Hourly, event: CustomerEvent, counter: CounterDefinition, known: 0 | 1): Hourly {
  const start = Math.floor(event.at / HOUR) * HOUR
  // Whole hours: a bucket goes once none of it can lie in the window.
  const oldest = windowStart(counter, Math.max(start, state.buckets.at(-1)?.start ?? start)) - HOUR
  if (start < oldest) return state
  const place = state.buckets.findIndex((bucket) => bucket.start >= start)
  const at = place === -1 ? state.buckets.length : place
  const here = state.buckets[at]
  const found = here?.start === start ? here : undefined
  const added = addToTotals(found ?? { start, count: 0, unknown: 0, sum: 0 }, event, counter, known)
  const buckets = state.buckets.toSpliced(at, found === undefined ? 0 : 1, added)
  return { kind: 'hourly', buckets: buckets.filter((bucket) => bucket.start >= oldest), ...keptWith(state, counter) }
}

/** An amount that is missing makes the whole occurrence unknown. */
function addToTotals(bucket: Bucket, event: CustomerEvent, counter: CounterDefinition, known: 0 | 1): Bucket {
  const path = counter.sumIndex === undefined ? undefined : counter.carry[counter.sumIndex]
  const amount = path === undefined ? 0 : dig(event.properties, path)
  if (known === 0 || typeof amount !== 'number') return { ...bucket, unknown: bucket.unknown + 1 }
  return { ...bucket, count: bucket.count + 1, sum: bucket.sum + amount }
}
