import type { Step, Workflow } from '../model/workflow.ts'
import { type Desk, decide, dropRun, type MessageChange } from './desk.ts'
import { rememberRun } from './remember.ts'
import type { MessageActivity, Run } from './run.ts'

/** Ends a run and remembers it for re-entry, late triggers and its goal. */
export function endRun(desk: Desk, workflow: Workflow, run: Run, reason: string, exitAt?: number): void {
  dropRun(desk, run)
  const goalUntil = workflow.goal === undefined ? undefined : run.enteredAt + workflow.goal.withinMs
  const goalOpen = goalUntil !== undefined && goalUntil > desk.now && run.goalReachedAt === undefined
  rememberRun(desk, {
    workflow: run.workflow,
    key: run.key,
    n: run.n,
    enteredAt: run.enteredAt,
    endedAt: desk.now,
    reason,
    heldOut: run.heldOut,
    ...(exitAt === undefined ? {} : { exitAt }),
    ...(run.goalReachedAt === undefined ? {} : { goalReachedAt: run.goalReachedAt }),
    ...(goalOpen ? { goalUntil, goalEntry: run.entry.properties } : {}),
  })
}

/** A run leaves at once, wherever it is: what was planned for it is cancelled, unless it is already being sent. */
export function exitRun(desk: Desk, workflow: Workflow, run: Run, exitAt: number): void {
  const { activity } = run
  const onItsWay = activity.kind === 'sending' || activity.kind === 'holding'
  const step = onItsWay ? workflow.steps[activity.step] : undefined
  if (onItsWay && activity.attempt > 0 && step !== undefined && isMessage(step) && !('claimedAt' in activity)) {
    takeBack(desk, run, step, activity, 'exited')
  }
  endRun(desk, workflow, run, 'exited', exitAt)
}

/** A message that was written and has not left is cancelled; of one that was repeated nobody knows whether the first left. */
export function takeBack(
  desk: Desk,
  run: Run,
  step: MessageChange['step'],
  activity: MessageActivity,
  reason: string,
  status: 'cancelled' | 'skipped' = 'cancelled',
): void {
  desk.changes.push({
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
  reason: string,
): { readonly status: 'cancelled' | 'skipped' | 'unknown'; readonly reason: string } =>
  repeated ? { status: 'unknown', reason: 'outcome-unknown' } : { status, reason }

export const isMessage = (step: Step): step is Extract<Step, { kind: 'send' | 'webhook' | 'hand_over' }> =>
  step.kind === 'send' || step.kind === 'webhook' || step.kind === 'hand_over'

/** The run is over because its steps are. */
export function completeRun(desk: Desk, workflow: Workflow, run: Run, reason: string): void {
  decide(desk, workflow, run, { verdict: 'ended', reason })
  endRun(desk, workflow, run, reason)
}
