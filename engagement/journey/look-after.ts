import type { MessageStatus } from '../message/message.ts'
import type { Workflow } from '../model/workflow.ts'
import { dropClaim } from './claim.ts'
import { completeRun, isMessage } from './end-run.ts'
import { goOnAfter, goOnElsewhere, goOnUnknowing } from './go-on-after.ts'
import { decide, type ReactionDraft } from './reaction-draft.ts'
import type { Run, SendingActivity } from './run.ts'
import { settleRun } from './settle.ts'
import { freeSlot } from './slots.ts'
import { takeWayAgain } from './walk.ts'

/** What feedback told of a message meanwhile, in the words of its status. */
export type Heard = 'sent' | 'refused' | undefined

/** Feedback moves a message on of which the sender has said nothing: it had left after all, or never will. */
export const heardOf = (status: MessageStatus | undefined): Heard => (status === undefined ? undefined : HEARD[status])

const HEARD: { readonly [status in MessageStatus]: Heard } = {
  planned: undefined,
  claimed: undefined,
  sent: 'sent',
  unknown: undefined,
  held: undefined,
  skipped: undefined,
  cancelled: undefined,
  refused: 'refused',
  delivered: 'sent',
  bounced: 'sent',
  complained: 'sent',
}

/** A look at a message that should have been settled by now. */
export function lookAfter(
  draft: ReactionDraft,
  workflow: Workflow,
  run: Run,
  activity: SendingActivity,
  heard: Heard,
): ReactionDraft {
  const isOut = activity.unknown || activity.claimedAt !== undefined
  if (isOut && heard !== undefined) return takeHeard(draft, workflow, run, activity, heard)
  if (activity.unknown) return repeatOnce(draft, workflow, run, activity)
  if (activity.claimedAt !== undefined) return settleRun(draft, workflow, run, activity, { verdict: 'unknown' })
  return takeWayAgain(draft, workflow, run, { activity, item: 'planned' })
}

/** Feedback has written the message's own item: only the run learns of it here. */
function takeHeard(
  draft: ReactionDraft,
  workflow: Workflow,
  run: Run,
  activity: SendingActivity,
  heard: 'sent' | 'refused',
): ReactionDraft {
  const freed = dropClaim(draft, activity.messageId)
  const step = workflow.steps[activity.step]
  if (step === undefined || !isMessage(step)) return completeRun(freed, workflow, run, 'step-missing')
  const note = { step: step.id, channel: activity.channel }
  switch (heard) {
    case 'sent': {
      const why = { verdict: 'sent', reason: 'confirmed-by-feedback', ...note } as const
      return goOnAfter(decide(freed, workflow, run, why), workflow, run, step)
    }
    case 'refused': {
      const why = { verdict: 'skipped', reason: 'refused-by-feedback', ...note } as const
      const refused = decide(freeSlot(freed, activity.messageId), workflow, run, why)
      return goOnElsewhere(refused, workflow, run, step, activity)
    }
  }
}

/** A repeat is allowed once; the second unknown outcome stands. */
function repeatOnce(draft: ReactionDraft, workflow: Workflow, run: Run, activity: SendingActivity): ReactionDraft {
  if (!activity.repeated) return takeWayAgain(draft, workflow, run, { activity, item: 'unknown' })
  const { step, channel } = activity
  const why = { verdict: 'flagged', reason: 'outcome-unknown-for-good', step, channel } as const
  return goOnUnknowing(decide(draft, workflow, run, why), workflow, run, activity)
}
