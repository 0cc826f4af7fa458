import { readDeadline } from '../customer/read-date.ts'
import type { Span, Step, Workflow } from '../model/workflow.ts'
import { chooseWay, drawWay } from './choose-way.ts'
import { afterWait, type Course, courseTo, FRESH, type Held, withDone, withoutHeld } from './course.ts'
import { type Desk, decide, type MessageChange, putRun, runScope, zoneAt } from './desk.ts'
import { completeRun } from './end-run.ts'
import { withNextWord } from './next-word.ts'
import { type Planned, planCall, planSend, resolveAll } from './plan-send.ts'
import type { Run, RunActivity } from './run.ts'
import { instantOf, read, waitByField, waitUntil } from './schedule.ts'
import { emit, setTraits } from './set-and-emit.ts'
import { afterNextSend, afterSkipped, channelsAfter } from './step-after.ts'
import { leaveMessage, tryAgain } from './try-again.ts'

type MessageStep = MessageChange['step']

/** Where a walk is: the run as it is by now, the instant that waits count from, and how it has come here. */
interface Place {
  readonly run: Run
  readonly from: number
  readonly course: Course
}

/** What a step leads to: the next step (or the end), or the run stays where `activity` now has it. */
type Onward =
  | { readonly kind: 'go'; readonly to: string | undefined; readonly place: Place }
  | { readonly kind: 'stay' }
  | { readonly kind: 'end'; readonly run: Run; readonly reason: string }

const STAY: Onward = { kind: 'stay' }

/** More steps than any journey has in a row: a graph is finite, this only guards against a broken one. */
const MOST_STEPS = 500

/**
 * Walks a run from step `to` until it waits, sends or ends. `from`: the instant that waits count from. `course`: what lies
 * behind it, with the message that it was on where it takes to its way again.
 */
export function walk(
  desk: Desk,
  workflow: Workflow,
  run: Run,
  to: string | undefined,
  from: number = desk.now,
  course: Course = FRESH,
): void {
  const walking = { desk, workflow, mark: desk.decisions.length }
  let [here, place]: [string | undefined, Place] = [to, { run, from, course }]
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    const step = here === undefined ? undefined : workflow.steps[here]
    if (step === undefined) return completeRun(desk, workflow, leave(walking, place), 'completed')
    desk.reached.push({ workflow: workflow.id, step: step.id })
    const onward = take(walking, step, place)
    if (onward.kind === 'stay') return
    if (onward.kind === 'end') return completeRun(desk, workflow, onward.run, onward.reason)
    here = onward.to
    place = onward.place
  }
  completeRun(desk, workflow, place.run, 'too-many-steps')
}

/** A hold is over, or a message needs another look: the way that led to it is asked again, and the right one is taken. */
export function takeWayAgain(desk: Desk, workflow: Workflow, run: Run, held: Held): void {
  walk(desk, workflow, run, held.activity.asked ?? held.activity.step, desk.now, courseTo(held))
}

interface Walking {
  readonly desk: Desk
  readonly workflow: Workflow
  /** How many decisions stood before this walk. */
  readonly mark: number
}

function take(walking: Walking, step: Step, place: Place): Onward {
  const { desk, workflow } = walking
  const { run, from, course } = place
  const go = (to: string | undefined, by: Partial<Place> = {}): Onward => ({
    kind: 'go',
    to,
    place: { ...place, ...by },
  })
  switch (step.kind) {
    case 'wait':
      return wait(walking, step, limited(run, step, waitUntil(from, step.for, step.at, zoneAt(desk)), from), place)
    case 'wait_field':
      return wait(walking, step, waitByField(from, step, runScope(desk, run)), place)
    case 'wait_until':
      return waitForDate(walking, step, place)
    case 'wait_event':
      return listenFor(walking, step, place)
    case 'send':
    case 'webhook':
    case 'hand_over':
      return takeMessage(walking, step, place)
    case 'branch':
      return go(chooseWay(desk, workflow, run, step), { course: { ...course, asked: course.asked ?? step.id } })
    case 'split':
      return go(drawWay(desk, workflow, run, step))
    case 'set':
    case 'emit': {
      if (course.done.includes(step.id)) return go(step.next)
      if (step.kind === 'emit' && !run.heldOut) emit(desk, run, step)
      if (step.kind === 'set' && !run.heldOut) setTraits(desk, resolveAll(step.traits, runScope(desk, run)))
      return go(step.next, { course: withDone(course, step.id) })
    }
    case 'end':
      return { kind: 'end', run: leave(walking, place), reason: step.reason }
  }
}

/** The run stays here, not at the message that it was on: that one does not leave. */
function leave({ desk, workflow }: Walking, { run, course }: Place): Run {
  return course.held === undefined ? run : leaveMessage(desk, workflow, run, course.held)
}

/** A run that begins to wait has not missed anything yet. */
function waiting(run: Run, activity: RunActivity): Run {
  const { missed: _, ...rest } = run
  return { ...rest, activity }
}

function takeMessage(walking: Walking, step: MessageStep, place: Place): Onward {
  const { desk, workflow } = walking
  const { course } = place
  const held = course.held?.activity.step === step.id ? course.held : undefined
  if (held === undefined && course.done.includes(step.id)) return { kind: 'go', to: afterSkipped(step), place }
  if (held !== undefined) forgetBranches(walking)
  const taken = held === undefined ? leave(walking, place) : place.run
  const run = step.kind === 'send' ? withNextWord(desk, taken, step) : taken
  const here = withoutHeld(course)
  if (plan(desk, workflow, run, step, here, held) === 'waiting') return STAY
  // Held out, it counts as planned and sent: such a run is re-armed no longer than any other.
  if (run.heldOut)
    return { kind: 'go', to: step.next, place: { ...place, run: { ...run, firstMessagePlanned: true }, course: here } }
  if (step.kind === 'send' && step.onSkipped !== undefined)
    decide(desk, workflow, run, { verdict: 'branched', reason: 'on_skipped', step: step.id })
  return { kind: 'go', to: afterSkipped(step), place: { ...place, run, course: withDone(here, step.id) } }
}

function plan(
  desk: Desk,
  workflow: Workflow,
  run: Run,
  step: MessageStep,
  course: Course,
  held: Held | undefined,
): Planned {
  if (held !== undefined) return tryAgain(desk, workflow, run, step, course, held)
  return step.kind === 'send'
    ? planSend(desk, workflow, run, step, course)
    : planCall(desk, workflow, run, step, course)
}

/** The way is the one it was before: that it was asked again is no news. */
function forgetBranches({ desk, mark }: Walking): void {
  const since = desk.decisions.splice(mark)
  desk.decisions.push(...since.filter((decision) => decision.verdict !== 'branched'))
}

function wait(walking: Walking, step: Step & { next?: string }, until: number, place: Place): Onward {
  const { desk } = walking
  if (until <= desk.now)
    return { kind: 'go', to: step.next, place: { ...place, from: until, course: afterWait(place.course) } }
  const next = step.next === undefined ? {} : { next: step.next }
  putRun(desk, waiting(leave(walking, place), { kind: 'waiting', until, step: step.id, ...next }))
  return STAY
}

/** A wait that begins anew with each trigger has an end, counted from the first; what is over then is over from now on. */
function limited(
  { startedAt, enteredAt }: Run,
  { atMost }: { readonly atMost?: Span },
  until: number,
  from: number,
): number {
  return atMost === undefined ? until : Math.max(from, Math.min(until, (startedAt ?? enteredAt) + atMost.ms))
}

/** When a wait for an event gives up. */
function timeoutAt(desk: Desk, run: Run, { timeout }: Extract<Step, { kind: 'wait_event' }>, from: number): number {
  if ('ms' in timeout) return from + timeout.ms
  const scope = runScope(desk, run)
  return Math.max(desk.now, readDeadline(read(timeout.until, scope), scope.zone) ?? desk.now)
}

function listenFor(walking: Walking, step: Extract<Step, { kind: 'wait_event' }>, place: Place): Onward {
  const { desk, workflow } = walking
  const { run, from, course } = place
  const came = run.missed?.[step.id]
  if (came === undefined) {
    const until = timeoutAt(desk, run, step, from)
    putRun(desk, waiting(leave(walking, place), { kind: 'listening', step: step.id, until }))
    return STAY
  }
  const { missed: _, ...rest } = run
  const heard: Run = { ...rest, awaited: came }
  decide(desk, workflow, heard, { verdict: 'branched', reason: 'on_event', step: step.id })
  return { kind: 'go', to: step.onEvent, place: { ...place, run: heard, course: afterWait(course) } }
}

function waitForDate(walking: Walking, step: Extract<Step, { kind: 'wait_until' }>, place: Place): Onward {
  const { desk, workflow } = walking
  const { run, course } = place
  const channels = channelsAfter(workflow, step.next)
  const until = instantOf(step, runScope(desk, run), desk.profile, desk.catalogue.catalogue.settings, channels)
  if (until !== undefined && until > desk.now) return wait(walking, step, until, place)
  const over: Place = { ...place, course: afterWait(course) }
  if (until !== undefined && (step.ifPast === 'now' || until === desk.now))
    return { kind: 'go', to: step.next, place: over }
  decide(desk, workflow, run, {
    verdict: 'skipped',
    reason: until === undefined ? 'wait-date-unknown' : 'wait-date-past',
    step: step.id,
  })
  return { kind: 'go', to: afterNextSend(workflow, step.next), place: over }
}
