import type { Decision } from '../decision/decision.ts'
import type { Channel } from '../model/channels.ts'
import { dropClaim } from './claim.ts'
import type { Desk } from './desk.ts'
import { lastWord } from './end-run.ts'
import { guardRun } from './put-aside.ts'
import type { RunActivity } from './run.ts'
import { type Heard, heardOf, lookAfter } from './settle.ts'

/** A message as far as the end of its lease needs it. */
export type Claimed = Pick<Decision, 'workflow' | 'version'> & {
  readonly id: string
  readonly status: string
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
export function endLease(desk: Desk, messageId: string, messages: readonly Claimed[]): void {
  dropClaim(desk, messageId)
  const message = messages.find((each) => each.id === messageId)
  const heard = heardOf(message?.status)
  if (!tellRun(desk, messageId, heard) && message !== undefined) endAlone(desk, message)
}

/** The run that waits for it goes on by what is known; false where there is none any longer. */
function tellRun(desk: Desk, messageId: string, heard: Heard): boolean {
  const run = desk.runs.find((each) => isSending(each.activity, messageId))
  const workflow = run === undefined ? undefined : desk.catalogue.workflow(run.workflow, run.version)
  if (run?.activity.kind !== 'sending' || workflow === undefined) return false
  const { activity } = run
  guardRun(desk, workflow, run, () => lookAfter(desk, workflow, run, activity, heard))
  return true
}

const isSending = (activity: RunActivity, messageId: string): boolean =>
  activity.kind === 'sending' && activity.messageId === messageId && activity.claimedAt !== undefined

/** Nobody waits for it: only its own item learns that nobody knows, and a person is told; one that never left is cancelled. */
function endAlone(desk: Desk, message: Claimed): void {
  const { id, status, workflow, version, run, step, name, channel } = message
  if (status === 'planned' || status === 'held') desk.lapsed.push({ id, ...lastWord(message, 'cancelled', 'run-gone') })
  if (status !== 'claimed') return
  desk.lapsed.push({ id, status: 'unknown', reason: 'outcome-unknown' })
  desk.decisions.push({
    at: desk.now,
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
