import type { Catalogue } from './catalogue.ts'
import type { ComputedDefinition } from './computed-definition.ts'
import type { CounterDefinition } from './condition.ts'
import { uniteCounters } from './counter-book.ts'
import type { PromiseDefinition } from './promise-definition.ts'
import type { IncidentRule } from './settings.ts'
import type { EventFilter, Workflow } from './workflow.ts'

/** Everything that refers to one event, so that an event costs what refers to it, not what there is. */
export interface Subscribers {
  readonly triggers: readonly Workflow[]
  /** Workflows that name it elsewhere: exit, goal, wait for an event. */
  readonly listeners: readonly Workflow[]
  readonly counters: readonly CounterDefinition[]
  readonly promises: readonly PromiseDefinition[]
  readonly computed: readonly ComputedDefinition[]
  readonly opens: readonly IncidentRule[]
  readonly closes: readonly IncidentRule[]
  /** Properties that exits read of this event (top-level names); undefined where no exit names it. */
  readonly exitReads: ReadonlySet<string> | undefined
}

/** A catalogue with its indexes, and the older versions that some run is still on. */
export interface LiveCatalogue {
  readonly catalogue: Catalogue
  readonly subscribersOf: (event: string) => Subscribers | undefined
  readonly workflow: (id: string, version: string) => Workflow | undefined
  /** The live version of a workflow. */
  readonly current: (id: string) => Workflow | undefined
  readonly promise: (name: string) => PromiseDefinition | undefined
  /** Every counter, those of older versions included. */
  readonly counters: readonly CounterDefinition[]
  /** Longest that a trigger may be late, ms. */
  readonly longestMaxAge: number
}

/** Names of all events that something in the catalogue refers to. */
export const eventNamesOf = (catalogue: Catalogue): readonly string[] => [...indexEvents(catalogue, []).keys()]

type Filling = {
  -readonly [part in keyof Subscribers]: Subscribers[part] extends readonly (infer T)[] ? T[] : Subscribers[part]
}
type Index = Map<string, Filling>

const indexed = new WeakMap<Catalogue, LiveCatalogue>()

/** Indexes a catalogue by event name, once per catalogue; `pinned` adds versions that are no longer live. */
export function indexCatalogue(catalogue: Catalogue, pinned: readonly Workflow[] = []): LiveCatalogue {
  const known = pinned.length === 0 ? indexed.get(catalogue) : undefined
  if (known !== undefined) return known
  const live = buildIndex(catalogue, pinned)
  if (pinned.length === 0) indexed.set(catalogue, live)
  return live
}

function indexEvents(catalogue: Catalogue, pinned: readonly Workflow[]): Index {
  const index: Index = new Map()
  const at = (event: string): Filling => {
    const known = index.get(event) ?? {
      triggers: [],
      listeners: [],
      counters: [],
      promises: [],
      computed: [],
      opens: [],
      closes: [],
      exitReads: undefined,
    }
    index.set(event, known)
    return known
  }
  for (const workflow of catalogue.workflows)
    for (const event of workflow.trigger.events) at(event).triggers.push(workflow)
  for (const workflow of [...catalogue.workflows, ...pinned]) indexListener(workflow, at)
  for (const counter of countersOf(catalogue, pinned)) at(counter.event).counters.push(counter)
  for (const promise of catalogue.promises) for (const event of promiseEvents(promise)) at(event).promises.push(promise)
  for (const computed of catalogue.computed)
    for (const event of computedEvents(computed)) at(event).computed.push(computed)
  for (const rule of catalogue.settings.incidents) {
    for (const event of rule.openedBy.events) at(event).opens.push(rule)
    for (const event of rule.closedBy.events) {
      at(event).closes.push(rule)
      // Remembered like an exit: the opening event may arrive after it.
      at(event).exitReads = new Set([
        ...(at(event).exitReads ?? []),
        ...eventReads(rule.closedBy),
        ...(rule.onePer?.path.slice(0, 1) ?? []),
      ])
    }
  }
  return index
}

const countersOf = (catalogue: Catalogue, pinned: readonly Workflow[]): readonly CounterDefinition[] =>
  uniteCounters([catalogue.counters, ...pinned.map((each) => each.counters)])

function buildIndex(catalogue: Catalogue, pinned: readonly Workflow[]): LiveCatalogue {
  const index = indexEvents(catalogue, pinned)
  const versions = versionsOf([...pinned, ...catalogue.workflows])
  const current = new Map(catalogue.workflows.map((each) => [each.id, each]))
  const promises = new Map(catalogue.promises.map((each) => [each.name, each]))
  return {
    catalogue,
    subscribersOf: (event) => index.get(event),
    workflow: (id, version) => versions.get(id)?.get(version),
    current: (id) => current.get(id),
    promise: (name) => promises.get(name),
    counters: countersOf(catalogue, pinned),
    longestMaxAge: Math.max(0, ...catalogue.workflows.map((each) => each.trigger.maxAge)),
  }
}

function versionsOf(workflows: readonly Workflow[]): ReadonlyMap<string, ReadonlyMap<string, Workflow>> {
  const versions = new Map<string, Map<string, Workflow>>()
  for (const workflow of workflows) {
    const known = versions.get(workflow.id) ?? new Map<string, Workflow>()
    versions.set(workflow.id, known.set(workflow.version, workflow))
  }
  return versions
}

function indexListener(workflow: Workflow, at: (event: string) => Filling): void {
  for (const exit of workflow.exitWhen) {
    for (const event of exit.events) {
      const subscribers = at(event)
      subscribers.exitReads = new Set([...(subscribers.exitReads ?? []), ...eventReads(exit)])
    }
  }
  const waits = Object.values(workflow.steps).flatMap((step) => (step.kind === 'wait_event' ? step.filter.events : []))
  const names = new Set([
    ...workflow.exitWhen.flatMap((exit) => exit.events),
    ...(workflow.goal?.events ?? []),
    ...waits,
  ])
  for (const event of names) at(event).listeners.push(workflow)
}

/** Top-level property names that a filter reads of the event at hand. */
function eventReads(filter: EventFilter): readonly string[] {
  const names: string[] = []
  JSON.stringify(filter.where, (_key, value: unknown) => {
    if (isEventField(value) && value.path[0] !== undefined) names.push(value.path[0])
    return value
  })
  return names
}

const isEventField = (value: unknown): value is { root: 'event'; path: string[] } =>
  typeof value === 'object' &&
  value !== null &&
  'root' in value &&
  value.root === 'event' &&
  'path' in value &&
  Array.isArray(value.path)

function promiseEvents(promise: PromiseDefinition): ReadonlySet<string> {
  const risks = promise.atRisk.flatMap((rule) =>
    rule.kind === 'before_due' ? [rule.didNot] : rule.kind === 'happened' ? [rule.event] : [],
  )
  return new Set([
    ...promise.madeBy,
    ...promise.keptBy,
    ...promise.releasedBy,
    ...(promise.expected?.events ?? []),
    ...risks,
  ])
}

/** Names of the events that a computed trait is kept from. */
export function computedEvents(computed: ComputedDefinition): ReadonlySet<string> {
  if (computed.kind === 'habit') return new Set(computed.events)
  return new Set([
    ...computed.add,
    ...computed.remove,
    ...computed.clear,
    ...computed.replace.map((each) => each.event),
  ])
}
