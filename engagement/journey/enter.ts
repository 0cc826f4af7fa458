import type { CustomerEvent } from '../customer/customer-event.ts'
import { dig, type JsonObject } from '../customer/json.ts'
import { keyText } from '../customer/key-text.ts'
import { isWithin } from '../customer/most-bytes-of.ts'
import { isHeldOut } from '../decision/chance.ts'
import type { SeenValue } from '../decision/decision.ts'
import { evaluate } from '../decision/evaluate.ts'
import { explain } from '../decision/explain.ts'
import type { Scope } from '../decision/scope.ts'
import { LIMITS } from '../model/limits.ts'
import { classFacts } from '../model/message-class.ts'
import type { Workflow } from '../model/workflow.ts'
import { FRESH, type Held } from './course.ts'
import { customerScope, type Desk, decide, dropRun, promiseOf, putRun } from './desk.ts'
import type { EntryEvent, MessageActivity, Run } from './run.ts'
import { walk } from './walk.ts'

/** Waits count from when an event happened, where it arrived about in time; a later arrival counts from then. */
const IN_TIME_MS = 10 * 60_000

/** Decides whether an event enters a workflow that names it as a trigger, and lets it. */
export function enter(desk: Desk, workflow: Workflow, event: CustomerEvent): void {
  const key = keyOf(workflow, event)
  const scope = triggerScope(desk, event, key)
  const no = (reason: string, values?: readonly SeenValue[]): void =>
    decide(desk, workflow, undefined, { verdict: 'not_entered', reason, ...(values === undefined ? {} : { values }) })
  if (event.replayed === true) return no('replayed')
  if (desk.now - event.at > workflow.trigger.maxAge) return no('too-old')
  const where = workflow.trigger.where === undefined ? undefined : explain(workflow.trigger.where, scope)
  if (where !== undefined && where.verdict !== 'matched') return no(`trigger-${where.verdict}`, where.values)
  const live = liveRun(desk, workflow, key)
  if (live !== undefined) return again(desk, workflow, live, event, key)
  const block = reentryBlock(desk, workflow, key ?? '')
  if (block !== undefined) return no(block)
  const left = hasLeft(desk, workflow, event, scope)
  if (left !== undefined) return no(left)
  const only = workflow.onlyWhile === undefined ? undefined : explain(workflow.onlyWhile, scope)
  if (only !== undefined && only.verdict !== 'matched') return no(`only-while-${only.verdict}`, only.values)
  const full = tooMany(desk, workflow)
  if (full !== undefined) return no('too-many-runs', [full])
  begin(desk, workflow, event, key ?? '', [...(where?.values ?? []), ...(only?.values ?? [])])
}

/** The limit of runs of this class, where it is reached. */
function tooMany(desk: Desk, { class: own }: Workflow): SeenValue | undefined {
  const live = desk.runs.filter((run) => desk.catalogue.workflow(run.workflow, run.version)?.class === own).length
  const most = LIMITS.runs[own]
  return live < most ? undefined : { asked: `fewer than ${most} live ${own} runs`, saw: live, verdict: 'unmatched' }
}

/** Value of `one_per` as text; undefined where the event has none. '' where the workflow has no key. */
function keyOf(workflow: Workflow, event: CustomerEvent): string | undefined {
  if (workflow.onePer === undefined) return ''
  return keyText(dig(event.properties, workflow.onePer.path))
}

/** What a trigger's conditions read. */
export function triggerScope(desk: Desk, event: CustomerEvent, key: string | undefined): Scope {
  const promise = promiseOf(desk, event)
  return {
    ...customerScope(desk, key === '' ? undefined : key),
    event: event.properties,
    entry: event.properties,
    ...(promise === undefined ? {} : { promise }),
    entryAt: event.at,
  }
}

/** The run that a trigger meets: with its key, else a keyless one (adopted); without a key the newest of any key. */
function liveRun(desk: Desk, workflow: Workflow, key: string | undefined): Run | undefined {
  const runs = desk.runs.filter((run) => run.workflow === workflow.id)
  if (key === undefined) return runs.toSorted((a, b) => b.enteredAt - a.enteredAt)[0]
  return (
    runs.find((run) => run.key === key) ??
    (workflow.onePer === undefined ? undefined : runs.find((run) => run.key === ''))
  )
}

/** A trigger while a run is live: re-arms it until its first message is on its way, else changes nothing. */
function again(desk: Desk, workflow: Workflow, met: Run, event: CustomerEvent, key: string | undefined): void {
  const version = desk.catalogue.workflow(met.workflow, met.version) ?? workflow
  const { activity } = met
  const held = activity.kind === 'holding' && activity.first === true ? activity : undefined
  const planned = met.firstMessagePlanned && held === undefined
  const adopts = key !== undefined && key !== met.key && !planned && (held === undefined || held.attempt === 0)
  const live = adopts ? adopt(desk, workflow, met, key) : met
  const ignored = (reason: string): void => {
    decide(desk, version, live, { verdict: 'ignored', reason: adopts ? 'key-adopted' : reason })
    passOver(desk, version, live, event)
  }
  if (workflow.whenRunning === 'ignore') return ignored('already-running')
  if (planned) return ignored('first-message-planned')
  if (event.at < live.entry.at) return ignored('older-than-entry')
  const until = (live.startedAt ?? live.enteredAt) + longestQuiet(version)
  // A message that is held hears of it all the same: what it is about is the newest.
  if (held === undefined && startOf(desk, event) >= until) return ignored('long-enough')
  const { awaited: _, missed: __, passedOver: ___, ...rest } = live
  const run: Run = { ...rest, entry: entryOf(workflow, event, live.key), firstMessagePlanned: false }
  decide(desk, version, run, { verdict: 'restarted', reason: adopts ? 'key-adopted' : 're-armed' })
  walk(
    desk,
    version,
    run,
    version.first,
    startOf(desk, event),
    held === undefined ? FRESH : { ...FRESH, held: heldStill(held) },
  )
}

/** More of a trigger is not kept: what is passed over is rarely asked for. */
const MOST_PASSED_OVER = 10_000

function passOver(desk: Desk, workflow: Workflow, live: Run, event: CustomerEvent): void {
  if (workflow.exitWhen.length === 0 || event.at <= (live.passedOver ?? live.entry).at) return
  const passedOver = entryOf(workflow, event, live.key)
  if (isWithin(MOST_PASSED_OVER, passedOver)) putRun(desk, { ...live, passedOver })
}

/** A run has ended by something older than a trigger that it had passed over: that one would have entered after it. */
export function enterPassedOver(desk: Desk, { workflow, passedOver }: Run, since: number): void {
  const current = desk.catalogue.current(workflow)
  if (passedOver === undefined || passedOver.at <= since || current === undefined) return
  const { messageId, name, at, properties, hops = 0 } = passedOver
  const ids = { messageId, customerId: desk.customerId }
  enter(desk, current, { ...ids, name, at, receivedAt: desk.now, properties, context: {}, hops })
}

/** How long triggers may begin a workflow anew, in ms. */
function longestQuiet({ steps }: Workflow): number {
  const limits = Object.values(steps).flatMap((step) => (step.kind === 'wait' ? (step.atMost?.ms ?? []) : []))
  return limits.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...limits)
}

/** A hold goes on where the way leads to it again at once; else its message is taken back. */
const heldStill = (activity: MessageActivity): Held => ({
  activity,
  keep: true,
  ...(activity.attempt === 0 ? {} : { item: 'held' }),
})

/** A keyless run takes the key, and its entry reads it there, as if it had always been so. */
function adopt(desk: Desk, workflow: Workflow, run: Run, key: string): Run {
  dropRun(desk, run)
  const adopted: Run = {
    ...run,
    key,
    n: nextNumber(desk, workflow, key),
    entry: { ...run.entry, properties: withKey(workflow, run.entry.properties, key) },
  }
  putRun(desk, adopted)
  return adopted
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

const startOf = (desk: Desk, event: CustomerEvent): number => (desk.now - event.at <= IN_TIME_MS ? event.at : desk.now)

function reentryBlock(desk: Desk, workflow: Workflow, key: string): string | undefined {
  const { reentry } = workflow
  if (reentry.kind === 'always') return undefined
  const ended = desk.memory.runs.findLast((run) => run.workflow === workflow.id && run.key === key)
  if (ended === undefined) return undefined
  if (reentry.kind === 'never') return 'no-reentry'
  return desk.now < ended.endedAt + reentry.ms ? 'reentry-too-early' : undefined
}

/** A trigger that arrives after, but happened before, an exit already seen: the customer has left. */
function hasLeft(desk: Desk, workflow: Workflow, event: CustomerEvent, scope: Scope): string | undefined {
  for (const seen of desk.memory.exits) {
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

function nextNumber(desk: Desk, workflow: Workflow, key: string): number {
  const same = (run: { workflow: string; key: string }): boolean => run.workflow === workflow.id && run.key === key
  const known = [...desk.memory.runs, ...desk.runs].filter(same)
  // Never a number that a forgotten run may have had: its messages are stored under it.
  return 1 + Math.max(known.length === 0 ? (desk.memory.forgotten ?? 0) : 0, ...known.map((run) => run.n))
}

function begin(desk: Desk, workflow: Workflow, event: CustomerEvent, key: string, values: readonly SeenValue[]): void {
  const heldOut = isHeldOut(desk.customerId, workflow)
  const run: Run = {
    workflow: workflow.id,
    version: workflow.version,
    key,
    n: nextNumber(desk, workflow, key),
    enteredAt: event.at,
    startedAt: startOf(desk, event),
    entry: entryOf(workflow, event, key),
    activity: { kind: 'waiting', until: desk.now, step: '' },
    heldOut,
    firstMessagePlanned: false,
  }
  decide(desk, workflow, run, {
    verdict: 'entered',
    reason: heldOut ? 'holdout' : 'matched',
    ...(values.length === 0 ? {} : { values }),
  })
  walk(desk, workflow, run, workflow.first, startOf(desk, event))
}
