import { bytesOf } from '../customer/bytes-of.ts'
import type { Json, JsonObject } from '../customer/json.ts'
import { isWithin, staysWithin } from '../customer/most-bytes-of.ts'
import type { Profile } from '../customer/profile.ts'
import type { PromiseState } from '../promise/promise-state.ts'
import type { CustomerHead, CustomerState, Memory } from './customer-state.ts'
import { limitReached } from './entries.ts'
import { addDecision, type ReactionDraft } from './reaction-draft.ts'
import { type EntryEvent, type Run, runId } from './run.ts'
import type { TimelineEntry } from './timeline-entry.ts'

/**
 * What one item of the store holds: 400 KB, the rest for keys and attributes. Counted as JSON, which is never smaller than
 * what is stored.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
export const MOST_BYTES = 380_000

/**
 * The core's last door for sizes: nothing leaves it that the store would refuse for ever. What can be computed anew goes
 * first, then what only explains, at last the largest values; each time with a decision that says so.
 * What is as it is stored has fitted already.
 */
export function fitItems(draft: ReactionDraft, stored: CustomerState | undefined): ReactionDraft {
  const head = draft.head === stored?.head ? draft.head : fitHead(draft.head)
  const headed = head === draft.head ? draft : noteCut({ ...draft, head }, 'what is open')
  const isKnown = draft.profile === stored?.profile && draft.memory === stored.memory
  const before = [stored?.profile, stored?.memory]
  const fits = isKnown || staysWithin(MOST_BYTES, [draft.profile, draft.memory], before)
  const profiled = fits ? headed : fitProfile(headed)
  const isTooLarge = (part: object): boolean => !isWithin(MOST_BYTES, part)
  const runs = newOf(profiled.runs, stored?.runs).filter(isTooLarge).reduce(withFitRun, profiled)
  return newOf(runs.promises, stored?.promises).filter(isTooLarge).reduce(withFitPromise, runs)
}

/** Parts that are not stored as they are. */
function newOf<Part>(parts: readonly Part[], stored: readonly Part[] = []): readonly Part[] {
  if (parts === stored) return []
  const known = new Set(stored)
  return parts.filter((part) => !known.has(part))
}

const withFitRun = (draft: ReactionDraft, run: Run): ReactionDraft =>
  noteCut({ ...draft, runs: draft.runs.map((each) => (each === run ? fitRun(run) : each)) }, `run ${runId(run)}`)

const withFitPromise = (draft: ReactionDraft, promise: PromiseState): ReactionDraft =>
  noteCut(
    { ...draft, promises: draft.promises.map((each) => (each === promise ? fitPromise(promise) : each)) },
    `promise ${promise.name} ${promise.key}`,
  )

/** An entry whose decisions quote too much keeps them without what they saw. */
export const fitEntry = (entry: TimelineEntry): TimelineEntry =>
  isWithin(MOST_BYTES, entry)
    ? entry
    : { ...entry, decisions: entry.decisions.map(({ values: _, ...decision }) => decision) }

const noteCut = (draft: ReactionDraft, what: string): ReactionDraft =>
  addDecision(draft, limitReached(draft.now, 'too-large', `${what} within ${MOST_BYTES} bytes`))

/** Incidents still hold marketing back without the facts that people see of them. */
const fitHead = (head: CustomerHead): CustomerHead =>
  isWithin(MOST_BYTES, head) ? head : { ...head, incidents: head.incidents.map((each) => ({ ...each, about: {} })) }

/** Counters, lists and habits are filled again from the timeline before anything is decided. */
function fitProfile(draft: ReactionDraft): ReactionDraft {
  const fitting = ([profile, memory]: readonly [Profile, Memory]): boolean => staysWithin(MOST_BYTES, [profile, memory])
  const { memory } = draft
  const uncounted: Profile = { ...draft.profile, history: {} }
  const stale = Object.fromEntries(Object.keys(uncounted.computed).map((name) => [name, { kind: 'stale' } as const]))
  const bare: Profile = { ...uncounted, computed: stale }
  const brief: Memory = {
    ...memory,
    runs: memory.runs.map(({ goalEntry, ...run }) =>
      goalEntry === undefined ? run : { ...run, goalEntry: within(goalEntry, 2_000) },
    ),
    exits: memory.exits.map((exit) => ({ ...exit, properties: within(exit.properties, 2_000) })),
    promises: memory.promises.map((ended) => ({ ...ended, parts: ended.parts.slice(-20) })),
  }
  const tries: readonly (readonly [Profile, Memory])[] = [
    [uncounted, memory],
    [bare, memory],
    [bare, brief],
  ]
  const [profile, kept] = tries.find(fitting) ?? [bare, brief]
  return noteCut({ ...draft, profile, memory: kept }, 'profile')
}

/** An entry and what a run waits for share the room; the largest properties go first and are unknown from then on. */
function fitRun(run: Run): Run {
  const events = 2 + Object.keys(run.missed ?? {}).length
  const share = Math.floor((MOST_BYTES - 20_000) / events)
  const cut = (event: EntryEvent): EntryEvent => ({ ...event, properties: within(event.properties, share) })
  const missed = Object.entries(run.missed ?? {}).map(([step, event]) => [step, cut(event)] as const)
  return {
    ...run,
    entry: cut(run.entry),
    ...(run.awaited === undefined ? {} : { awaited: cut(run.awaited) }),
    ...(run.missed === undefined ? {} : { missed: Object.fromEntries(missed) }),
  }
}

/** Parts that have arrived are let go of first, the ones that arrived first before the others. */
function fitPromise(promise: PromiseState): PromiseState {
  const brief = { ...promise, about: within(promise.about, 20_000) }
  const parts = Object.entries(brief.parts).toSorted(([, a], [, b]) => (a.keptAt ?? Infinity) - (b.keptAt ?? Infinity))
  let bytes = bytesOf(brief)
  while (bytes > MOST_BYTES && parts.length > 1) bytes -= JSON.stringify(parts.shift()).length
  return { ...brief, parts: Object.fromEntries(parts) }
}

/** The members that fit, the smallest first. */
export function within(members: { readonly [name: string]: Json }, most: number): JsonObject {
  const sizes = Object.entries(members).map(([name, value]) => ({ name, bytes: sizeOf(name, value) }))
  let room = most
  const kept = new Set<string>()
  for (const { name, bytes } of sizes.toSorted((a, b) => a.bytes - b.bytes)) {
    room -= bytes
    if (room >= 0) kept.add(name)
  }
  return Object.fromEntries(Object.entries(members).filter(([name]) => kept.has(name)))
}

const sizeOf = (name: string, value: Json): number =>
  Buffer.byteLength(JSON.stringify(name)) + Buffer.byteLength(JSON.stringify(value)) + 2
