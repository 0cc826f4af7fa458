import type { Desk } from './desk.ts'

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
