import type { Desk } from './desk.ts'
import type { MessageActivity, Run, RunActivity } from './run.ts'

/** A sender takes the message; `until`: when its lease ends. */
export function addClaim(desk: Desk, messageId: string, until: number): void {
  const others = (desk.head.claims ?? []).filter((each) => each.messageId !== messageId)
  desk.head = { ...desk.head, claims: [...others, { messageId, until }] }
}

/** The sender has said what became of it. */
export function dropClaim(desk: Desk, messageId: string): void {
  const { claims = [], ...head } = desk.head
  const kept = claims.filter((each) => each.messageId !== messageId)
  if (kept.length === claims.length) return
  desk.head = kept.length === 0 ? head : { ...head, claims: kept }
}

/** Whether the run is on a message that has an item of its own. */
export const isWritten = (activity: RunActivity): activity is MessageActivity =>
  (activity.kind === 'holding' || activity.kind === 'sending') && activity.attempt > 0

/** A run goes without a word about its message: the lease sees to it that the message comes to its end. */
export function leaveToLease(desk: Desk, { activity }: Run): void {
  if (!isWritten(activity)) return
  const known = (desk.head.claims ?? []).some((claim) => claim.messageId === activity.messageId)
  if (!known) addClaim(desk, activity.messageId, desk.now + 1)
}
