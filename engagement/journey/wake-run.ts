import type { Message } from '../message/message.ts'
import type { Workflow } from '../model/workflow.ts'
import { isMessage } from './end-run.ts'
import { goOnUnknowing } from './go-on-after.ts'
import { heardOf, lookAfter } from './look-after.ts'
import { decide, type ReactionDraft } from './reaction-draft.ts'
import type { Run } from './run.ts'
import { takeWayAgain, walk } from './walk.ts'

/** A run whose time has come: its wait is over, nobody came, the hold ends, or its message needs a look. */
export function wakeRun(
  draft: ReactionDraft,
  workflow: Workflow,
  run: Run,
  messages: readonly Pick<Message, 'id' | 'status'>[],
): ReactionDraft {
  const { activity } = run
  switch (activity.kind) {
    case 'waiting':
      if (isMessageStep(workflow, activity.step)) return goOnUnknowing(draft, workflow, run, activity)
      // From when it was due: a sweep that is late makes no journey longer.
      return walk(draft, workflow, run, activity.next, activity.until)
    case 'listening': {
      const step = workflow.steps[activity.step]
      const why = { verdict: 'branched', reason: 'on_timeout', step: activity.step } as const
      const to = step?.kind === 'wait_event' ? step.onTimeout : undefined
      return walk(decide(draft, workflow, run, why), workflow, run, to, activity.until)
    }
    case 'holding':
      return takeWayAgain(draft, workflow, run, { activity, ...(activity.attempt === 0 ? {} : { item: 'held' }) })
    case 'sending': {
      const message = messages.find((each) => each.id === activity.messageId)
      return lookAfter(draft, workflow, run, activity, heardOf(message?.status))
    }
  }
}

const isMessageStep = ({ steps }: Workflow, id: string): boolean => {
  const step = steps[id]
  return step !== undefined && isMessage(step)
}
