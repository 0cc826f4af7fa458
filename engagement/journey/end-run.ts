import type { Reason } from '../decision/reasons.ts'
import type { MessageStep, Step, Workflow } from '../model/workflow.ts'
import type { MessageChange } from './message-change.ts'
import { addChange, decide, dropRun, type ReactionDraft } from './reaction-draft.ts'
import { rememberRun } from './remember.ts'
import type { MessageActivity, Run } from './run.ts'

/** Ends a run and remembers it for re-entry, late triggers and its goal. */
export function endRun(
  draft: ReactionDraft,
  workflow: Workflow,
  run: Run,
  reason: string,
  exitAt?: number,
): ReactionDraft {
  const goalUntil = workflow.goal === undefined ? undefined : run.enteredAt + workflow.goal.withinMs
  const goalOpen = goalUntil !== undefined && goalUntil > draft.now && run.goalReachedAt === undefined
  return rememberRun(dropRun(draft, run), {
    workflow: run.workflow,
    key: run.key,
    n: run.n,
    enteredAt: run.enteredAt,
    endedAt: draft.now,
    reason,
    heldOut: run.heldOut,
    ...(exitAt === undefined ? {} : { exitAt }),
    ...(run.goalReachedAt === undefined ? {} : { goalReachedAt: run.goalReachedAt }),
    ...(goalOpen ? { goalUntil, goalEntry: run.entry.properties } : {}),
  })
}

/** A run leaves at once, wherever it is: what was planned for it is cancelled, unless it is already being sent. */
export function exitRun(draft: ReactionDraft, workflow: Workflow, run: Run, exitAt: number): ReactionDraft {
  const { activity } = run
  const onItsWay = activity.kind === 'sending' || activity.kind === 'holding'
  const step = onItsWay ? workflow.steps[activity.step] : undefined
  const cancels =
    onItsWay && activity.attempt > 0 && step !== undefined && isMessage(step) && !('claimedAt' in activity)
  const left = cancels ? takeBack(draft, run, step, activity, 'exited') : draft
  return endRun(left, workflow, run, 'exited', exitAt)
}

/** A message that was written and has not left is cancelled; of one that was repeated nobody knows whether the first left. */
export function takeBack(
  draft: ReactionDraft,
  run: Run,
  step: MessageChange['step'],
  activity: MessageActivity,
  reason: Reason,
  status: 'cancelled' | 'skipped' = 'cancelled',
): ReactionDraft {
  return addChange(draft, {
    id: activity.messageId,
    run,
    step,
    channel: activity.channel,
    attempt: activity.attempt,
    plannedAt: activity.since,
    ...lastWord(activity, status, reason),
    expect: [activity.kind === 'sending' ? 'planned' : 'held'],
  })
}

/** What is said in the end of a message that did not leave: of one that was repeated, that nobody knows. */
export const lastWord = (
  { repeated }: { readonly repeated?: boolean },
  status: 'cancelled' | 'skipped',
  reason: Reason,
): { readonly status: 'cancelled' | 'skipped' | 'unknown'; readonly reason: Reason } =>
  repeated ? { status: 'unknown', reason: 'outcome-unknown' } : { status, reason }

export const isMessage = (step: Step): step is MessageStep =>
  step.kind === 'send' || step.kind === 'webhook' || step.kind === 'hand_over'

/** The run is over because its steps are. */
export function completeRun(draft: ReactionDraft, workflow: Workflow, run: Run, reason: string): ReactionDraft {
  return endRun(decide(draft, workflow, run, { verdict: 'ended', reason }), workflow, run, reason)
}
