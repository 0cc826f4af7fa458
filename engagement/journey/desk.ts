import { profileView } from '../customer/apply-traits.ts'
import { dig, type JsonObject } from '../customer/json.ts'
import { keyText } from '../customer/key-text.ts'
import type { Profile } from '../customer/profile.ts'
import { viewComputed } from '../decision/compute-traits.ts'
import type { Decision } from '../decision/decision.ts'
import { zoneOf } from '../decision/permission.ts'
import type { Scope } from '../decision/scope.ts'
import type { Channel } from '../model/channels.ts'
import type { LiveCatalogue } from '../model/live-catalogue.ts'
import type { PromiseDefinition } from '../model/promise-definition.ts'
import type { Step, Workflow } from '../model/workflow.ts'
import { promiseView, type Raised } from '../promise/promise-events.ts'
import type { PromiseState } from '../promise/promise-state.ts'
import type { CustomerHead, CustomerState, Memory } from './customer-state.ts'
import type { PutAside } from './put-aside.ts'
import { type EntryEvent, type Run, runId } from './run.ts'

/** A change of a message that the journey asks for; the reaction turns it into a write. */
export interface MessageChange {
  readonly id: string
  readonly run: Run
  readonly step: Extract<Step, { kind: 'send' | 'webhook' | 'hand_over' }>
  readonly channel: Channel
  readonly status: 'planned' | 'claimed' | 'sent' | 'unknown' | 'held' | 'skipped' | 'cancelled' | 'refused'
  readonly attempt: number
  readonly plannedAt: number
  readonly claimedAt?: number
  readonly repeated?: boolean
  readonly goodUntil?: number
  readonly reason?: string
  readonly providerId?: string
  readonly expect: 'absent' | readonly ('planned' | 'claimed' | 'held' | 'unknown' | 'refused')[]
  readonly payload?: JsonObject
}

/** What becomes of a message whose lease has ended and that no run waits for. */
export interface Lapsed {
  readonly id: string
  readonly status: 'unknown' | 'cancelled' | 'skipped'
  readonly reason: string
}

/**
 * The working copy of one reaction: everything about one customer, and what is to be done. It lives inside one call of
 * `react` only; parts are replaced, never changed in place, so that the store sees by identity what changed.
 */
export interface Desk {
  readonly customerId: string
  readonly now: number
  readonly catalogue: LiveCatalogue
  readonly messageIdOf: (run: Run, step: string, channel: Channel) => string
  head: CustomerHead
  profile: Profile
  memory: Memory
  runs: readonly Run[]
  promises: readonly PromiseState[]
  readonly decisions: Decision[]
  readonly changes: MessageChange[]
  /** Messages that no run waits for and whose lease has ended. */
  readonly lapsed: Lapsed[]
  readonly raised: Raised[]
  readonly reached: { workflow: string; step: string }[]
  /** What threw, and was taken out so that the rest goes on. */
  readonly putAside: PutAside[]
}

/** A desk with a customer's state on it and nothing decided yet. */
export function openDesk(
  state: CustomerState,
  catalogue: LiveCatalogue,
  now: number,
  messageIdOf: Desk['messageIdOf'],
): Desk {
  const { customerId, head, profile, memory } = state
  // What a merged customer still has is about to move: only the survivor acts on it.
  const { runs, promises } = head.mergedInto === undefined ? state : { runs: [], promises: [] }
  return {
    customerId,
    now,
    catalogue,
    messageIdOf,
    head,
    profile,
    memory,
    runs,
    promises,
    decisions: [],
    changes: [],
    lapsed: [],
    raised: [],
    reached: [],
    putAside: [],
  }
}

export const zoneAt = (desk: Desk): string => zoneOf(desk.profile, desk.catalogue.catalogue.settings)

/** Open incidents at this moment. */
export const openIncidents = (desk: Desk): CustomerHead['incidents'] =>
  desk.head.incidents.filter((each) => each.endsAt > desk.now)

/** What conditions read about the customer alone. */
export function customerScope(desk: Desk, key: string | undefined): Scope {
  const incidents = openIncidents(desk)
  return {
    profile: profileView(desk.profile),
    computed: viewComputed(desk.profile.computed, desk.catalogue.catalogue.computed, key, desk.now),
    incidents: { open: incidents.length, kinds: incidents.map((each) => each.rule) },
    history: desk.profile.history,
    now: desk.now,
    zone: zoneAt(desk),
  }
}

/** What the steps, conditions and messages of a run read. */
export function runScope(desk: Desk, run: Run, event?: JsonObject): Scope {
  const promise = promiseOf(desk, run.entry)
  return {
    ...customerScope(desk, run.key === '' ? undefined : run.key),
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
export function promiseRef(desk: Desk, about: About): { name: string; key: string } | undefined {
  const naming = desk.catalogue.named(about.name)?.promises ?? []
  for (const definition of [...naming, ...desk.catalogue.catalogue.promises]) {
    const key = promiseKey(definition, about)
    if (key !== undefined) return { name: definition.name, key }
  }
  return undefined
}

export function promiseOf(desk: Desk, entry: About): JsonObject | undefined {
  const ref = promiseRef(desk, entry)
  if (ref === undefined) return undefined
  const same = (each: { name: string; key: string }): boolean => each.name === ref.name && each.key === ref.key
  return promiseView(desk.promises.find(same), desk.memory.promises.findLast(same), desk.now)
}

/** Leaves a decision about a run, or about a workflow where there is none. */
export function decide(
  desk: Desk,
  workflow: Workflow,
  run: Run | undefined,
  what: Omit<Decision, 'at' | 'workflow' | 'version' | 'run'>,
): void {
  desk.decisions.push({
    at: desk.now,
    workflow: workflow.id,
    version: workflow.version,
    ...(run === undefined ? {} : { run: runId(run) }),
    ...what,
  })
}

/** Puts a run in place of the one with the same id, or adds it. */
export function putRun(desk: Desk, run: Run): void {
  const id = runId(run)
  const place = desk.runs.findIndex((each) => runId(each) === id)
  desk.runs = place < 0 ? [...desk.runs, run] : desk.runs.with(place, run)
}

export function dropRun(desk: Desk, run: Run): void {
  const id = runId(run)
  desk.runs = desk.runs.filter((each) => runId(each) !== id)
}
