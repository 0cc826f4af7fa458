import { createHash } from 'node:crypto'
import type { Json } from '../customer/json.ts'
import { drawnWay } from '../decision/chance.ts'
import { evaluate } from '../decision/evaluate.ts'
import { explain } from '../decision/explain.ts'
import type { CustomerChannel, Step, Workflow } from '../definition/workflow.ts'
import { type Desk, decide, putRun, runScope, zoneAt } from './desk.ts'
import { completeRun } from './end-run.ts'
import { planCall, planSend, resolveAll } from './plan-send.ts'
import { type Run, runId } from './run.ts'
import { instantOf, waitByField, waitUntil } from './schedule.ts'

/** What a step leads to: the next step (or the end), or the run stays where `activity` now has it. */
type Onward =
  | {
      readonly kind: 'go'
      readonly to: string | undefined
      readonly run: Run /** A wait that was over already: the next counts from its end. */
      readonly from?: number
    }
  | { readonly kind: 'stay' }
  | { readonly kind: 'end'; readonly reason: string }

/** More steps than any journey has in a row: a graph is finite, this only guards against a broken one. */
const MOST_STEPS = 500

/** Walks a run from step `to` until it waits, sends or ends. `from`: the instant that waits count from. */
export function walk(desk: Desk, workflow: Workflow, run: Run, to: string | undefined, from: number = desk.now): void {
  let [here, walker, start] = [to, run, from]
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    const step = here === undefined ? undefined : workflow.steps[here]
    if (step === undefined) return completeRun(desk, workflow, walker, 'completed')
    desk.reached.push({ workflow: workflow.id, step: step.id })
    const onward = take(desk, workflow, walker, step, start)
    if (onward.kind === 'stay') return
    if (onward.kind === 'end') return completeRun(desk, workflow, walker, onward.reason)
    here = onward.to
    walker = onward.run
    start = onward.from ?? start
  }
  completeRun(desk, workflow, walker, 'too-many-steps')
}

function take(desk: Desk, workflow: Workflow, run: Run, step: Step, from: number): Onward {
  const go = (to: string | undefined, walker: Run = run): Onward => ({ kind: 'go', to, run: walker })
  switch (step.kind) {
    case 'wait':
      return wait(desk, run, step, waitUntil(from, step.for, step.at, zoneAt(desk)))
    case 'wait_field':
      return wait(desk, run, step, waitByField(from, step, runScope(desk, run)))
    case 'wait_until':
      return waitForDate(desk, workflow, run, step)
    case 'wait_event':
      putRun(desk, { ...run, activity: { kind: 'listening', step: step.id, until: from + step.timeout.ms } })
      return { kind: 'stay' }
    case 'send':
      if (planSend(desk, workflow, run, step) === 'waiting') return { kind: 'stay' }
      // Held out, it counts as planned: such a run is re-armed no longer than any other.
      return go(step.next, run.heldOut ? { ...run, firstMessagePlanned: true } : run)
    case 'webhook':
    case 'hand_over':
      return planCall(desk, workflow, run, step) === 'waiting' ? { kind: 'stay' } : go(step.next)
    case 'branch':
      return go(chooseWay(desk, workflow, run, step))
    case 'split':
      return go(drawWay(desk, workflow, run, step))
    case 'set':
      if (!run.heldOut) setTraits(desk, resolveAll(step.traits, runScope(desk, run)))
      return go(step.next)
    case 'emit':
      if (!run.heldOut) emit(desk, run, step)
      return go(step.next)
    case 'end':
      return { kind: 'end', reason: step.reason }
  }
}

function wait(desk: Desk, run: Run, step: Step & { next?: string }, until: number): Onward {
  if (until <= desk.now) return { kind: 'go', to: step.next, run, from: until }
  putRun(desk, {
    ...run,
    activity: { kind: 'waiting', until, step: step.id, ...(step.next === undefined ? {} : { next: step.next }) },
  })
  return { kind: 'stay' }
}

function waitForDate(desk: Desk, workflow: Workflow, run: Run, step: Extract<Step, { kind: 'wait_until' }>): Onward {
  const channels = channelsAfter(workflow, step.next)
  const until = instantOf(step, runScope(desk, run), desk.profile, desk.catalogue.catalogue.settings, channels)
  if (until !== undefined && until > desk.now) return wait(desk, run, step, until)
  if (until !== undefined && (step.ifPast === 'now' || until === desk.now)) return { kind: 'go', to: step.next, run }
  decide(desk, workflow, run, {
    verdict: 'skipped',
    reason: until === undefined ? 'wait-date-unknown' : 'wait-date-past',
    step: step.id,
  })
  return { kind: 'go', to: afterNextSend(workflow, step.next), run }
}

/** The step after the next send, along steps with one way out; where the ways part before a send, there. */
function afterNextSend(workflow: Workflow, from: string | undefined): string | undefined {
  let here = from
  while (here !== undefined) {
    const step = workflow.steps[here]
    if (step !== undefined && isFork(step)) return here
    if (step === undefined || !('next' in step) || step.next === undefined) return undefined
    if (step.kind === 'send') return step.next
    here = step.next
  }
  return undefined
}

const isFork = (step: Step): boolean =>
  step.kind === 'branch' || step.kind === 'split' || step.kind === 'wait_event' || 'onFailure' in step

/** Channels of the send that a wait leads to; e-mail where none follows directly. */
function channelsAfter(workflow: Workflow, from: string | undefined): readonly CustomerChannel[] {
  const step = from === undefined ? undefined : workflow.steps[from]
  return step?.kind === 'send' ? step.channels.slice(0, 1) : ['email']
}

/** Only a condition that matched takes its way; what is unknown goes on to the next, at last to `otherwise`. */
function chooseWay(
  desk: Desk,
  workflow: Workflow,
  run: Run,
  step: Extract<Step, { kind: 'branch' }>,
): string | undefined {
  const scope = runScope(desk, run)
  const place = step.ways.findIndex((way) => evaluate(way.if, scope) === 'matched')
  const values = step.ways.slice(0, place < 0 ? undefined : place + 1).flatMap((way) => explain(way.if, scope).values)
  decide(desk, workflow, run, {
    verdict: 'branched',
    reason: place < 0 ? 'otherwise' : `if${place + 1}`,
    step: step.id,
    values,
  })
  return place < 0 ? step.otherwise : step.ways[place]?.to
}

function drawWay(desk: Desk, workflow: Workflow, run: Run, step: Extract<Step, { kind: 'split' }>): string | undefined {
  const way = drawnWay(desk.customerId, workflow, step)
  if (way !== undefined) decide(desk, workflow, run, { verdict: 'branched', reason: way.name, step: step.id })
  return way?.to
}

/** The id tells apart what the same run raises after it was re-armed; hashed, or a loop's ids would grow without end. */
function emit(desk: Desk, run: Run, step: Extract<Step, { kind: 'emit' }>): void {
  const entry = createHash('sha256').update(run.entry.messageId).digest('base64url').slice(0, 12)
  const properties = resolveAll(step.properties, runScope(desk, run))
  desk.raised.push({
    id: `emit:${runId(run)}:${step.id}:${entry}`,
    name: step.event,
    properties,
    hops: run.entry.hops ?? 0,
  })
}

function setTraits(desk: Desk, traits: { readonly [name: string]: Json }): void {
  const set = Object.fromEntries(Object.entries(traits).map(([name, value]) => [name, { value, at: desk.now }]))
  desk.profile = { ...desk.profile, traits: { ...desk.profile.traits, ...set } }
}
