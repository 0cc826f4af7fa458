import { readDeadline } from '../customer/read-date.ts'
import type { Span, Step, Workflow } from '../model/workflow.ts'
import { chooseWay, drawWay } from './choose-way.ts'
import { afterWait, type Course, courseTo, FRESH, type Held, withDone, withoutHeld } from './course.ts'
import { completeRun } from './end-run.ts'
import { type KnownCustomer, runScope, zoneAt } from './known-customer.ts'
import type { MessageChange } from './message-change.ts'
import { withNextWord } from './next-word.ts'
import { type Planned, planCall, planSend, resolveAll } from './plan-send.ts'
import { type DraftWithRun, decide, putRun, type ReactionDraft } from './reaction-draft.ts'
import type { Run, RunActivity } from './run.ts'
import { instantOf, read, waitByField, waitUntil } from './schedule.ts'
import { emit, setTraits } from './set-and-emit.ts'
import { afterNextSend, afterSkipped, channelsAfter } from './step-after.ts'
import { leaveMessage, tryAgain } from './try-again.ts'

type MessageStep = MessageChange['step']

/** Where a walk is: the draft and the run as they are by now, the instant that waits count from, and how it has come here. */
interface Place extends DraftWithRun {
  readonly from: number
  readonly course: Course
}

/** What a step leads to: the next step (or the end), or the run stays where its activity now has it. */
type Onward =
  | { readonly kind: 'go'; readonly to: string | undefined; readonly place: Place }
  | { readonly kind: 'stay'; readonly draft: ReactionDraft }
  | { readonly kind: 'end'; readonly place: DraftWithRun; readonly reason: string }

const go = (to: string | undefined, place: Place): Onward => ({ kind: 'go', to, place })
const stay = (draft: ReactionDraft): Onward => ({ kind: 'stay', draft })

/** More steps than any journey has in a row: a graph is finite, this only guards against a broken one. */
const MOST_STEPS = 500

/**
 * Walks a run from step `to` until it waits, sends or ends. `from`: the instant that waits count from. `course`: what lies
 * behind it, with the message that it was on where it takes to its way again.
 */
export function walk(
  draft: ReactionDraft,
  workflow: Workflow,
  run: Run,
  to: string | undefined,
  from: number = draft.now,
  course: Course = FRESH,
): ReactionDraft {
  const walking = { workflow, mark: draft.decisions.length }
  let [here, place]: [string | undefined, Place] = [to, { draft, run, from, course }]
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    const step = here === undefined ? undefined : workflow.steps[here]
    const onward: Onward =
      step === undefined
        ? { kind: 'end', place: leave(walking, place), reason: 'completed' }
        : take(walking, step, { ...place, draft: noteReached(place.draft, workflow, step) })
    if (onward.kind !== 'go') return stop(workflow, onward)
    here = onward.to
    place = onward.place
  }
  return stop(workflow, { kind: 'end', place, reason: 'too-many-steps' })
}

/** The walk is over for now. */
function stop(workflow: Workflow, onward: Exclude<Onward, { kind: 'go' }>): ReactionDraft {
  switch (onward.kind) {
    case 'stay':
      return onward.draft
    case 'end':
      return completeRun(onward.place.draft, workflow, onward.place.run, onward.reason)
  }
}

/** A hold is over, or a message needs another look: the way that led to it is asked again, and the right one is taken. */
export const takeWayAgain = (draft: ReactionDraft, workflow: Workflow, run: Run, held: Held): ReactionDraft =>
  walk(draft, workflow, run, held.activity.asked ?? held.activity.step, draft.now, courseTo(held))

const noteReached = (draft: ReactionDraft, { id }: Workflow, step: Step): ReactionDraft => ({
  ...draft,
  reached: [...draft.reached, { workflow: id, step: step.id }],
})

interface Walking {
  readonly workflow: Workflow
  /** How many decisions stood before this walk. */
  readonly mark: number
}

function take(walking: Walking, step: Step, place: Place): Onward {
  const { workflow } = walking
  const { draft, run, from, course } = place
  switch (step.kind) {
    case 'wait':
      return wait(walking, step, limited(run, step, waitUntil(from, step.for, step.at, zoneAt(draft)), from), place)
    case 'wait_field':
      return wait(walking, step, waitByField(from, step, runScope(draft, run)), place)
    case 'wait_until':
      return waitForDate(walking, step, place)
    case 'wait_event':
      return listenFor(walking, step, place)
    case 'send':
    case 'webhook':
    case 'hand_over':
      return takeMessage(walking, step, place)
    case 'branch': {
      const chosen = chooseWay(draft, workflow, run, step)
      const asked = course.asked ?? step.id
      return go(chosen.to, { ...place, draft: chosen.draft, course: { ...course, asked } })
    }
    case 'split': {
      const drawn = drawWay(draft, workflow, run, step)
      return go(drawn.to, { ...place, draft: drawn.draft })
    }
    case 'set':
    case 'emit':
      if (course.done.includes(step.id)) return go(step.next, place)
      return go(step.next, { ...place, draft: carryOut(draft, run, step), course: withDone(course, step.id) })
    case 'end':
      return { kind: 'end', place: leave(walking, place), reason: step.reason }
  }
}

/** What a step does at once; a run that is held out does nothing. */
function carryOut(draft: ReactionDraft, run: Run, step: Extract<Step, { kind: 'set' | 'emit' }>): ReactionDraft {
  if (run.heldOut) return draft
  return step.kind === 'emit' ? emit(draft, run, step) : setTraits(draft, resolveAll(step.traits, runScope(draft, run)))
}

/** The run stays here, not at the message that it was on: that one does not leave. */
const leave = ({ workflow }: Walking, { draft, run, course }: Place): DraftWithRun =>
  course.held === undefined ? { draft, run } : leaveMessage(draft, workflow, run, course.held)

/** The run stays here and does this. */
function stayWith(walking: Walking, place: Place, activity: RunActivity): Onward {
  const { draft, run } = leave(walking, place)
  return stay(putRun(draft, waiting(run, activity)))
}

/** A run that begins to wait has not missed anything yet. */
function waiting(run: Run, activity: RunActivity): Run {
  const { missed: _, ...rest } = run
  return { ...rest, activity }
}

function takeMessage(walking: Walking, step: MessageStep, place: Place): Onward {
  const { workflow } = walking
  const { course } = place
  const held = course.held?.activity.step === step.id ? course.held : undefined
  if (held === undefined && course.done.includes(step.id)) return go(afterSkipped(step), place)
  const taken =
    held === undefined ? leave(walking, place) : { draft: forgetBranches(place.draft, walking.mark), run: place.run }
  const run = step.kind === 'send' ? withNextWord(taken.draft, taken.run, step) : taken.run
  const here = withoutHeld(course)
  const { kind, draft } = plan(taken.draft, workflow, run, step, here, held)
  if (kind === 'waiting') return stay(draft)
  // Held out, it counts as planned and sent: such a run is re-armed no longer than any other.
  if (run.heldOut) return go(step.next, { ...place, draft, run: { ...run, firstMessagePlanned: true }, course: here })
  const branches = step.kind === 'send' && step.onSkipped !== undefined
  return go(afterSkipped(step), {
    ...place,
    draft: branches
      ? decide(draft, workflow, run, { verdict: 'branched', reason: 'on_skipped', step: step.id })
      : draft,
    run,
    course: withDone(here, step.id),
  })
}

function plan(
  draft: ReactionDraft,
  workflow: Workflow,
  run: Run,
  step: MessageStep,
  course: Course,
  held: Held | undefined,
): Planned {
  if (held !== undefined) return tryAgain(draft, workflow, run, step, course, held)
  return step.kind === 'send'
    ? planSend(draft, workflow, run, step, course)
    : planCall(draft, workflow, run, step, course)
}

/** The way is the one it was before: that it was asked again is no news. `mark`: how many decisions are older. */
const forgetBranches = (draft: ReactionDraft, mark: number): ReactionDraft => ({
  ...draft,
  decisions: draft.decisions.filter(({ verdict }, place) => place < mark || verdict !== 'branched'),
})

function wait(walking: Walking, step: Step & { next?: string }, until: number, place: Place): Onward {
  if (until <= place.draft.now) return go(step.next, { ...place, from: until, course: afterWait(place.course) })
  const next = step.next === undefined ? {} : { next: step.next }
  return stayWith(walking, place, { kind: 'waiting', until, step: step.id, ...next })
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
function timeoutAt(
  known: KnownCustomer,
  run: Run,
  { timeout }: Extract<Step, { kind: 'wait_event' }>,
  from: number,
): number {
  if ('ms' in timeout) return from + timeout.ms
  const scope = runScope(known, run)
  return Math.max(known.now, readDeadline(read(timeout.until, scope), scope.zone) ?? known.now)
}

function listenFor(walking: Walking, step: Extract<Step, { kind: 'wait_event' }>, place: Place): Onward {
  const { draft, run, from, course } = place
  const came = run.missed?.[step.id]
  if (came === undefined)
    return stayWith(walking, place, {
      kind: 'listening',
      step: step.id,
      until: timeoutAt(draft, run, step, from),
    })
  const { missed: _, ...rest } = run
  const heard: Run = { ...rest, awaited: came }
  const decided = decide(draft, walking.workflow, heard, { verdict: 'branched', reason: 'on_event', step: step.id })
  return go(step.onEvent, { ...place, draft: decided, run: heard, course: afterWait(course) })
}

function waitForDate(walking: Walking, step: Extract<Step, { kind: 'wait_until' }>, place: Place): Onward {
  const { workflow } = walking
  const { draft, run, course } = place
  const channels = channelsAfter(workflow, step.next)
  const until = instantOf(step, runScope(draft, run), draft.profile, draft.catalogue.catalogue.settings, channels)
  if (until !== undefined && until > draft.now) return wait(walking, step, until, place)
  const over: Place = { ...place, course: afterWait(course) }
  if (until !== undefined && (step.ifPast === 'now' || until === draft.now)) return go(step.next, over)
  const decided = decide(draft, workflow, run, {
    verdict: 'skipped',
    reason: until === undefined ? 'wait-date-unknown' : 'wait-date-past',
    step: step.id,
  })
  return go(afterNextSend(workflow, step.next), { ...over, draft: decided })
}
