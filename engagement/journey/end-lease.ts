import type { Decision } from '../decision/decision.ts'
import type { MessageStatus } from '../message/message.ts'
import type { Channel } from '../model/channels.ts'
import { dropClaim } from './claim.ts'
import { lastWord } from './end-run.ts'
import { heardOf, lookAfter } from './look-after.ts'
import { guardRun } from './put-aside.ts'
import { addDecision, addLapsed, type ReactionDraft } from './reaction-draft.ts'
import type { Run, RunActivity, SendingActivity } from './run.ts'

/** A message as far as the end of its lease needs it. */
export type Claimed = Pick<Decision, 'workflow' | 'version'> & {
  readonly id: string
  readonly status: MessageStatus
  readonly run: string
  readonly step: string
  readonly name: string
  readonly channel: Channel
  readonly repeated?: boolean
}

/**
 * A lease has ended without a word of the sender: it is gone, and whether the provider has the message is unknown. The
 * customer holds the lease, not the run, for a run may leave while its message is being sent. `messages`: as stored.
 */
export function endLease(draft: ReactionDraft, messageId: string, messages: readonly Claimed[]): ReactionDraft {
  const freed = dropClaim(draft, messageId)
  const message = messages.find((each) => each.id === messageId)
  const waiting = freed.runs.flatMap((run) => runOn(run, messageId))[0]
  const workflow =
    waiting === undefined ? undefined : freed.catalogue.workflow(waiting.run.workflow, waiting.run.version)
  if (waiting === undefined || workflow === undefined) return message === undefined ? freed : endAlone(freed, message)
  const { run, activity } = waiting
  return guardRun(freed, workflow, run, () => lookAfter(freed, workflow, run, activity, heardOf(message?.status)))
}

/** The run with what it does, where it waits for this claimed message. */
const runOn = (run: Run, messageId: string): readonly { readonly run: Run; readonly activity: SendingActivity }[] =>
  isClaimed(run.activity) && run.activity.messageId === messageId ? [{ run, activity: run.activity }] : []

const isClaimed = (activity: RunActivity): activity is SendingActivity =>
  activity.kind === 'sending' && activity.claimedAt !== undefined

/** Nobody waits for it: only its own item learns that nobody knows, and a person is told; one that never left is cancelled. */
function endAlone(draft: ReactionDraft, message: Claimed): ReactionDraft {
  const { id, status, workflow, version, run, step, name, channel } = message
  if (status === 'planned' || status === 'held')
    return addLapsed(draft, { id, ...lastWord(message, 'cancelled', 'run-gone') })
  if (status !== 'claimed') return draft
  return addDecision(addLapsed(draft, { id, status: 'unknown', reason: 'outcome-unknown' }), {
    at: draft.now,
    workflow,
    version,
    run,
    verdict: 'flagged',
    reason: 'outcome-unknown',
    step,
    channel,
    message: name,
  })
}
