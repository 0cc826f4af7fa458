import type { Decision } from '../decision/decision.ts'
import { EngagementError } from '../errors.ts'
import type { Workflow } from '../model/workflow.ts'
import type { PromiseState } from '../promise/promise-state.ts'
import { leaveToLease } from './claim.ts'
import { type Desk, decide } from './desk.ts'
import { endRun } from './end-run.ts'
import { type Run, runId } from './run.ts'

/**
 * What the core could not take. It is kept where people see it, and everything else of the customer goes on: a fault of
 * ours, or a stored value that nobody foresaw, silences one run and not a person.
 */
export interface PutAside {
  /** `event-part`: one thing that an event would have led to; the event itself is in the timeline. */
  readonly kind: 'run' | 'promise' | 'incident' | 'event-part'
  /** `run cart#c1#1`, `promise delivery#o1`, `traits of Product Added m1`. */
  readonly place: string
  /** Stable code: an error's own, else its class in words. */
  readonly code: string
  readonly reason: string
  /** What was put aside, to be looked at. */
  readonly raw: unknown
}

type Suspect = Pick<PutAside, 'kind' | 'place' | 'raw'>

/**
 * Does one piece of a reaction. Where it throws, the desk is as it was before, the suspect is put aside and the answer is
 * `instead`: the pieces beside it go on.
 */
export function guard<Answer>(desk: Desk, suspect: () => Suspect, work: () => Answer, instead: Answer): Answer {
  const before = copyOf(desk)
  try {
    return work()
  } catch (error) {
    restore(desk, before)
    desk.putAside.push({ ...suspect(), ...faultOf(error) })
    return instead
  }
}

/** As `guard`, for a run: the one that throws ends, with a decision that says so. Answers whether it went well. */
export function guardRun(desk: Desk, workflow: Workflow, run: Run, work: () => void): boolean {
  const suspect = (): Suspect => ({ kind: 'run', place: `run ${runId(run)}`, raw: run })
  const well = guard(
    desk,
    suspect,
    () => {
      work()
      return true
    },
    false,
  )
  if (!well) {
    decide(desk, workflow, run, { verdict: 'failed', reason: 'put-aside' })
    endRun(desk, workflow, run, 'put-aside')
    leaveToLease(desk, run)
  }
  return well
}

export const promiseSuspect = (promise: PromiseState): Suspect => ({
  kind: 'promise',
  place: `promise ${promise.name}#${promise.key}`,
  raw: promise,
})

/** What one event would have led to in one place. */
export const eventSuspect = (part: string, event: { readonly name: string; readonly messageId: string }): Suspect => ({
  kind: 'event-part',
  place: `${part} of ${event.name} ${event.messageId}`,
  raw: event,
})

/** Says in the timeline that nothing came of an input as a whole; `isPutAside` finds it again. */
export const putAsideDecision = (at: number): Decision => ({
  at,
  workflow: '*',
  version: '',
  verdict: 'failed',
  reason: 'put-aside',
})

/** An event that nothing came of does not count afterwards either: who counts it would throw again. */
export const isPutAside = (decisions: readonly Decision[]): boolean =>
  decisions.some(({ workflow, reason }) => workflow === '*' && reason === 'put-aside')

/** Code and words of whatever was thrown. */
export function faultOf(error: unknown): Pick<PutAside, 'code' | 'reason'> {
  if (!(error instanceof Error)) return { code: 'thrown', reason: 'something was thrown that is no error' }
  const code =
    error instanceof EngagementError ? error.code : error.name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()
  return { code, reason: error.message.slice(0, 200) }
}

/** The desk's parts are replaced, never changed in place; its lists only grow while a piece is at work. */
function copyOf(desk: Desk) {
  const { head, profile, memory, runs, promises } = desk
  return { parts: { head, profile, memory, runs, promises }, lengths: growing(desk).map((list) => list.length) }
}

function restore(desk: Desk, { parts, lengths }: ReturnType<typeof copyOf>): void {
  Object.assign(desk, parts)
  for (const [place, list] of growing(desk).entries()) list.length = lengths[place] ?? 0
}

const growing = (desk: Desk): readonly unknown[][] => [
  desk.decisions,
  desk.changes,
  desk.lapsed,
  desk.raised,
  desk.reached,
  desk.putAside,
]
