import type { Workflow } from '../definition/workflow.ts'
import { type Desk, decide } from './desk.ts'
import { planSend } from './plan-send.ts'
import type { Run } from './run.ts'
import { heardOf, lookAfter, replan } from './settle.ts'
import { walk } from './walk.ts'

/** A run whose time has come: its wait is over, nobody came, the hold ends, or its message needs a look. */
export function wakeRun(
  desk: Desk,
  workflow: Workflow,
  run: Run,
  messages: readonly { readonly id: string; readonly status: string }[],
): void {
  const { activity } = run
  switch (activity.kind) {
    case 'waiting':
      // From when it was due: a sweep that is late makes no journey longer.
      return walk(desk, workflow, run, activity.next, activity.until)
    case 'listening': {
      const step = workflow.steps[activity.step]
      decide(desk, workflow, run, { verdict: 'branched', reason: 'on_timeout', step: activity.step })
      return walk(desk, workflow, run, step?.kind === 'wait_event' ? step.onTimeout : undefined, activity.until)
    }
    case 'holding': {
      const step = workflow.steps[activity.step]
      if (step === undefined || step.kind !== 'send') return replan(desk, workflow, run, activity, 'held')
      if (planSend(desk, workflow, run, step, activity) === 'over') walk(desk, workflow, run, step.next)
      return
    }
    case 'sending':
      return lookAfter(
        desk,
        workflow,
        run,
        activity,
        heardOf(messages.find((each) => each.id === activity.messageId)?.status),
      )
  }
}
