import type { ReactionDraft } from './reaction-draft.ts'
import type { MessageActivity, Run, RunActivity } from './run.ts'

/** A sender takes the message; `until`: when its lease ends. */
export function addClaim(draft: ReactionDraft, messageId: string, until: number): ReactionDraft {
  const others = (draft.head.claims ?? []).filter((each) => each.messageId !== messageId)
  return { ...draft, head: { ...draft.head, claims: [...others, { messageId, until }] } }
}

/** The sender has said what became of it. */
export function dropClaim(draft: ReactionDraft, messageId: string): ReactionDraft {
  const { claims = [], ...head } = draft.head
  const kept = claims.filter((each) => each.messageId !== messageId)
  if (kept.length === claims.length) return draft
  return { ...draft, head: kept.length === 0 ? head : { ...head, claims: kept } }
}

/** Whether the run is on a message that has an item of its own. */
export const isWritten = (activity: RunActivity): activity is MessageActivity =>
  (activity.kind === 'holding' || activity.kind === 'sending') && activity.attempt > 0

/** A run goes without a word about its message: the lease sees to it that the message comes to its end. */
export function leaveToLease(draft: ReactionDraft, { activity }: Run): ReactionDraft {
  if (!isWritten(activity)) return draft
  const known = (draft.head.claims ?? []).some((claim) => claim.messageId === activity.messageId)
  return known ? draft : addClaim(draft, activity.messageId, draft.now + 1)
}
