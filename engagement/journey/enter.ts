import type { CustomerEvent } from '../customer/customer-event.ts'
import { dig, type JsonObject } from '../customer/json.ts'
import { keyText } from '../customer/key-text.ts'
import { isWithin } from '../customer/most-bytes-of.ts'
import { isHeldOut } from '../decision/chance.ts'
import type { SeenValue } from '../decision/decision.ts'
import { evaluate } from '../decision/evaluate.ts'
import { explain } from '../decision/explain.ts'
import type { Reason } from '../decision/reasons.ts'
import type { Scope } from '../decision/scope.ts'
import { LIMITS } from '../model/limits.ts'
import { classFacts } from '../model/message-class.ts'
import { ALL_ROOTS, type Roots, rootsOfTrigger } from '../model/roots-of.ts'
import type { Workflow } from '../model/workflow.ts'
import { FRESH, type Held } from './course.ts'
import { customerScope, type KnownCustomer, promiseOf } from './known-customer.ts'
import { type DraftWithRun, decide, dropRun, putRun, type ReactionDraft } from './reaction-draft.ts'
import type { EntryEvent, MessageActivity, Run } from './run.ts'
import { walk } from './walk.ts'

/** Waits count from when an event happened, where it arrived about in time; a later arrival counts from then. */
const IN_TIME_MS = 10 * 60_000

/** Decides whether an event enters a workflow that names it as a trigger, and lets it. */
export function enter(draft: ReactionDraft, workflow: Workflow, event: CustomerEvent): ReactionDraft {
  const key = keyOf(workflow, event)
  const no = (reason: Reason, values?: readonly SeenValue[]): ReactionDraft =>
    decide(draft, workflow, undefined, { verdict: 'not_entered', reason, ...(values === undefined ? {} : { values }) })
  if (event.replayed === true) return no('replayed')
  if (draft.now - event.at > workflow.trigger.maxAge) return no('too-old')
  const scope = triggerScope(draft, event, key, rootsOfTrigger(workflow))
  const where = workflow.trigger.where === undefined ? undefined : explain(workflow.trigger.where, scope)
  if (where !== undefined && where.verdict !== 'matched') return no(`trigger-${where.verdict}`, where.values)
  const live = liveRun(draft, workflow, key)
  if (live !== undefined) return again(draft, workflow, live, event, key)
  const block = reentryBlock(draft, workflow, key ?? '')
  if (block !== undefined) return no(block)
  const left = hasLeft(draft, workflow, event, scope)
  if (left !== undefined) return no(left)
  const only = workflow.onlyWhile === undefined ? undefined : explain(workflow.onlyWhile, scope)
  if (only !== undefined && only.verdict !== 'matched') return no(`only-while-${only.verdict}`, only.values)
  const full = tooMany(draft, workflow)
  if (full !== undefined) return no('too-many-runs', [full])
  return begin(draft, workflow, event, key ?? '', [...(where?.values ?? []), ...(only?.values ?? [])])
}

/** The limit of runs of this class, where it is reached. */
function tooMany(known: KnownCustomer, { class: own }: Workflow): SeenValue | undefined {
  const live = known.runs.filter((run) => known.catalogue.workflow(run.workflow, run.version)?.class === own).length
  const most = LIMITS.runs[own]
  return live < most ? undefined : { asked: `fewer than ${most} live ${own} runs`, saw: live, verdict: 'unmatched' }
}

/** Value of `one_per` as text; undefined where the event has none. '' where the workflow has no key. */
function keyOf(workflow: Workflow, event: CustomerEvent): string | undefined {
  if (workflow.onePer === undefined) return ''
  return keyText(dig(event.properties, workflow.onePer.path))
}

/** What a trigger's conditions read. */
export function triggerScope(
  known: KnownCustomer,
  event: CustomerEvent,
  key: string | undefined,
  roots: Roots = ALL_ROOTS,
): Scope {
  const promise = roots.has('promise') ? promiseOf(known, event) : undefined
  return {
    ...customerScope(known, key === '' ? undefined : key, roots),
    event: event.properties,
    entry: event.properties,
    ...(promise === undefined ? {} : { promise }),
    entryAt: event.at,
  }
}

/** The run that a trigger meets: with its key, else a keyless one (adopted); without a key the newest of any key. */
function liveRun(known: KnownCustomer, workflow: Workflow, key: string | undefined): Run | undefined {
  const runs = known.runs.filter((run) => run.workflow === workflow.id)
  if (key === undefined) return runs.toSorted((a, b) => b.enteredAt - a.enteredAt)[0]
  return (
    runs.find((run) => run.key === key) ??
    (workflow.onePer === undefined ? undefined : runs.find((run) => run.key === ''))
  )
}

/** A trigger while a run is live: re-arms it until its first message is on its way, else changes nothing. */
function again(
  draft: ReactionDraft,
  workflow: Workflow,
  met: Run,
  event: CustomerEvent,
  key: string | undefined,
): ReactionDraft {
  const version = draft.catalogue.workflow(met.workflow, met.version) ?? workflow
  const { activity } = met
  const held = activity.kind === 'holding' && activity.first === true ? activity : undefined
  const planned = met.firstMessagePlanned && held === undefined
  const adopts = key !== undefined && key !== met.key && !planned && (held === undefined || held.attempt === 0)
  const { draft: adopted, run: live } = adopts ? adopt(draft, workflow, met, key) : { draft, run: met }
  const ignored = (reason: Reason): ReactionDraft => {
    const why = { verdict: 'ignored', reason: adopts ? 'key-adopted' : reason } as const
    return passOver(decide(adopted, version, live, why), version, live, event)
  }
  if (workflow.whenRunning === 'ignore') return ignored('already-running')
  if (planned) return ignored('first-message-planned')
  if (event.at < live.entry.at) return ignored('older-than-entry')
  const startedAt = startOf(event, draft.now)
  const until = (live.startedAt ?? live.enteredAt) + longestQuiet(version)
  // A message that is held hears of it all the same: what it is about is the newest.
  if (held === undefined && startedAt >= until) return ignored('long-enough')
  const { awaited: _, missed: __, passedOver: ___, ...rest } = live
  const run: Run = { ...rest, entry: entryOf(workflow, event, live.key), firstMessagePlanned: false }
  const why = { verdict: 'restarted', reason: adopts ? 'key-adopted' : 're-armed' } as const
  const course = held === undefined ? FRESH : { ...FRESH, held: heldStill(held) }
  return walk(decide(adopted, version, run, why), version, run, version.first, startedAt, course)
}

/** More of a trigger is not kept: what is passed over is rarely asked for. */
const MOST_PASSED_OVER = 10_000

function passOver(draft: ReactionDraft, workflow: Workflow, live: Run, event: CustomerEvent): ReactionDraft {
  if (workflow.exitWhen.length === 0 || event.at <= (live.passedOver ?? live.entry).at) return draft
  const passedOver = entryOf(workflow, event, live.key)
  return isWithin(MOST_PASSED_OVER, passedOver) ? putRun(draft, { ...live, passedOver }) : draft
}

/** A run has ended by something older than a trigger that it had passed over: that one would have entered after it. */
export function enterPassedOver(draft: ReactionDraft, { workflow, passedOver }: Run, since: number): ReactionDraft {
  const current = draft.catalogue.current(workflow)
  if (passedOver === undefined || passedOver.at <= since || current === undefined) return draft
  const { messageId, name, at, properties, hops = 0 } = passedOver
  const ids = { messageId, customerId: draft.customerId }
  return enter(draft, current, { ...ids, name, at, receivedAt: draft.now, properties, context: {}, hops })
}

const longestQuiets = new WeakMap<Workflow, number>()

/** How long triggers may begin a workflow anew, in ms. */
function longestQuiet(workflow: Workflow): number {
  const known = longestQuiets.get(workflow)
  if (known !== undefined) return known
  const waits = Object.values(workflow.steps).flatMap((step) => (step.kind === 'wait' ? (step.atMost?.ms ?? []) : []))
  const longest = waits.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...waits)
  longestQuiets.set(workflow, longest)
  return longest
}

/** A hold goes on where the way leads to it again at once; else its message is taken back. */
const heldStill = (activity: MessageActivity): Held => ({
  activity,
  keep: true,
  ...(activity.attempt === 0 ? {} : { item: 'held' }),
})

/** A keyless run takes the key, and its entry reads it there, as if it had always been so. */
function adopt(draft: ReactionDraft, workflow: Workflow, run: Run, key: string): DraftWithRun {
  const without = dropRun(draft, run)
  const adopted: Run = {
    ...run,
    key,
    n: nextNumber(without, workflow, key),
    entry: { ...run.entry, properties: withKey(workflow, run.entry.properties, key) },
  }
  return { draft: putRun(without, adopted), run: adopted }
}

/** What a run keeps of its event; a run with a key reads it there even where the newest trigger lacks it. */
function entryOf(workflow: Workflow, event: CustomerEvent, key: string): EntryEvent {
  const properties = withKey(workflow, event.properties, key)
  return {
    messageId: event.messageId,
    name: event.name,
    at: event.at,
    properties,
    ...(event.hops === 0 ? {} : { hops: event.hops }),
  }
}

function withKey(workflow: Workflow, properties: JsonObject, key: string): JsonObject {
  const name = workflow.onePer?.path.length === 1 ? workflow.onePer.path[0] : undefined
  return name !== undefined && key !== '' && properties[name] === undefined
    ? { ...properties, [name]: key }
    : properties
}

const startOf = ({ at }: CustomerEvent, now: number): number => (now - at <= IN_TIME_MS ? at : now)

function reentryBlock(known: KnownCustomer, workflow: Workflow, key: string): Reason | undefined {
  const { reentry } = workflow
  if (reentry.kind === 'always') return undefined
  const ended = known.memory.runs.findLast((run) => run.workflow === workflow.id && run.key === key)
  if (ended === undefined) return undefined
  if (reentry.kind === 'never') return 'no-reentry'
  return known.now < ended.endedAt + reentry.ms ? 'reentry-too-early' : undefined
}

/** A trigger that arrives after, but happened before, an exit already seen: the customer has left. */
function hasLeft(known: KnownCustomer, workflow: Workflow, event: CustomerEvent, scope: Scope): Reason | undefined {
  for (const seen of known.memory.exits) {
    if (seen.at <= event.at) continue
    for (const exit of workflow.exitWhen) {
      if (!exit.events.includes(seen.event)) continue
      const verdict = exit.where === undefined ? 'matched' : evaluate(exit.where, { ...scope, event: seen.properties })
      if (verdict === 'matched') return 'already-exited'
      if (verdict === 'unknown' && classFacts(workflow.class).leavesOnUnknown) return 'already-exited-unknown'
    }
  }
  return undefined
}

function nextNumber(known: KnownCustomer, workflow: Workflow, key: string): number {
  const same = (run: { workflow: string; key: string }): boolean => run.workflow === workflow.id && run.key === key
  const others = [...known.memory.runs, ...known.runs].filter(same)
  // Never a number that a forgotten run may have had: its messages are stored under it.
  return 1 + Math.max(others.length === 0 ? (known.memory.forgotten ?? 0) : 0, ...others.map((run) => run.n))
}

function begin(
  draft: ReactionDraft,
  workflow: Workflow,
  event: CustomerEvent,
  key: string,
  values: readonly SeenValue[],
): ReactionDraft {
  const heldOut = isHeldOut(draft.customerId, workflow)
  const startedAt = startOf(event, draft.now)
  const run: Run = {
    workflow: workflow.id,
    version: workflow.version,
    key,
    n: nextNumber(draft, workflow, key),
    enteredAt: event.at,
    startedAt,
    entry: entryOf(workflow, event, key),
    activity: { kind: 'waiting', until: draft.now, step: '' },
    heldOut,
    firstMessagePlanned: false,
  }
  const entered = decide(draft, workflow, run, {
    verdict: 'entered',
    reason: heldOut ? 'holdout' : 'matched',
    ...(values.length === 0 ? {} : { values }),
  })
  return walk(entered, workflow, run, workflow.first, startedAt)
}
