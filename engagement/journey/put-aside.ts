import type { Decision } from '../decision/decision.ts'
import { EngagementError } from '../errors.ts'
import type { Workflow } from '../model/workflow.ts'
import type { PromiseState } from '../promise/promise-state.ts'
import { leaveToLease } from './claim.ts'
import { endRun } from './end-run.ts'
import { decide, type ReactionDraft } from './reaction-draft.ts'
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
/** Code and words of what was thrown. */
export type Fault = Pick<PutAside, 'code' | 'reason'>

/** Does one piece of a reaction. Where it throws, the answer is `instead`: the pieces beside it go on. */
export function guard<Answer>(work: () => Answer, instead: (fault: Fault) => Answer): Answer {
  try {
    return work()
  } catch (error) {
    return instead(faultOf(error))
  }
}

export const putAside = (draft: ReactionDraft, suspect: Suspect, fault: Fault): ReactionDraft => ({
  ...draft,
  putAside: [...draft.putAside, { ...suspect, ...fault }],
})

/** As `guard`, for a run: the one that throws ends. */
export const guardRun = (
  draft: ReactionDraft,
  workflow: Workflow,
  run: Run,
  work: () => ReactionDraft,
): ReactionDraft => guard(work, (fault) => putRunAside(draft, workflow, run, fault))

/** Ends a run that cannot go on, with a decision that says so. */
export function putRunAside(draft: ReactionDraft, workflow: Workflow, run: Run, fault: Fault): ReactionDraft {
  const aside = putAside(draft, runSuspect(run), fault)
  const failed = decide(aside, workflow, run, { verdict: 'failed', reason: 'put-aside' })
  return leaveToLease(endRun(failed, workflow, run, 'put-aside'), run)
}

/** As `guard`, for one thing that an event leads to: nothing comes of it. */
export const guardPart = (
  draft: ReactionDraft,
  part: string,
  event: EventName,
  work: () => ReactionDraft,
): ReactionDraft => guard(work, (fault) => putAside(draft, eventSuspect(part, event), fault))

export const runSuspect = (run: Run): Suspect => ({ kind: 'run', place: `run ${runId(run)}`, raw: run })

export const promiseSuspect = (promise: PromiseState): Suspect => ({
  kind: 'promise',
  place: `promise ${promise.name}#${promise.key}`,
  raw: promise,
})

type EventName = { readonly name: string; readonly messageId: string }

/** What one event would have led to in one place. */
export const eventSuspect = (part: string, event: EventName): Suspect => ({
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
export function faultOf(error: unknown): Fault {
  if (!(error instanceof Error)) return { code: 'thrown', reason: 'something was thrown that is no error' }
  const code =
    error instanceof EngagementError ? error.code : error.name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()
  return { code, reason: error.message.slice(0, 200) }
}
