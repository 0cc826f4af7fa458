import type { Workflow } from '../model/workflow.ts'
import { type Desk, decide } from './desk.ts'
import { isMessage } from './end-run.ts'
import type { Run } from './run.ts'
import { goOnUnknowing, heardOf, lookAfter } from './settle.ts'
import { takeWayAgain, walk } from './walk.ts'

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
      if (isMessageStep(workflow, activity.step)) return goOnUnknowing(desk, workflow, run, activity)
      // From when it was due: a sweep that is late makes no journey longer.
      return walk(desk, workflow, run, activity.next, activity.until)
    case 'listening': {
      const step = workflow.steps[activity.step]
      decide(desk, workflow, run, { verdict: 'branched', reason: 'on_timeout', step: activity.step })
      return walk(desk, workflow, run, step?.kind === 'wait_event' ? step.onTimeout : undefined, activity.until)
    }
    case 'holding':
      return takeWayAgain(desk, workflow, run, { activity, ...(activity.attempt === 0 ? {} : { item: 'held' }) })
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

const isMessageStep = ({ steps }: Workflow, id: string): boolean => {
  const step = steps[id]
  return step !== undefined && isMessage(step)
}
