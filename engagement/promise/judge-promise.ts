import type { PromiseDefinition } from '../model/promise-definition.ts'
import type { PromiseState } from './promise-state.ts'
import { nextLook, riskInstant } from './promise-times.ts'

/** What became of a promise at an instant. */
export interface Judged {
  readonly promise: PromiseState
  /** What happened just now, in order. */
  readonly raised: readonly ('at_risk' | 'broken')[]
  /** Nobody waits for it any longer. */
  readonly gaveUp: boolean
}

/** Judges a promise at `now`: at risk, broken, given up; and when to look again. Each due date is at risk and broken once. */
export function judgePromise(promise: PromiseState, definition: PromiseDefinition, zone: string, now: number): Judged {
  const raised: ('at_risk' | 'broken')[] = []
  let judged = promise
  // A parcel that was dispatched after all, or is expected in time again: nothing is at risk any more.
  if (judged.status === 'at_risk' && now <= judged.due && !isAtRisk(judged, definition, zone, now)) {
    judged = { ...judged, status: 'open' }
  }
  if (judged.status === 'open' && now <= judged.due && isAtRisk(judged, definition, zone, now)) {
    judged = { ...judged, status: 'at_risk', slips: judged.slips + 1 }
    raised.push('at_risk')
  }
  if (judged.status !== 'broken' && now > judged.due) {
    judged = { ...judged, status: 'broken', slips: judged.slips + (judged.status === 'open' ? 1 : 0) }
    raised.push('broken')
  }
  const gaveUp = judged.status === 'broken' && now >= judged.due + definition.givesUpAfter
  const wakeAt = nextLook(judged, definition, zone, now)
  return { promise: judged.wakeAt === wakeAt ? judged : { ...judged, wakeAt }, raised, gaveUp }
}

function isAtRisk(promise: PromiseState, definition: PromiseDefinition, zone: string, now: number): boolean {
  return definition.atRisk.some((rule) => {
    switch (rule.kind) {
      case 'expected_after_due':
        return promise.expected !== undefined && promise.expected > promise.due
      case 'happened': {
        const knownInTime = promise.expected !== undefined && promise.expected <= promise.due
        return (promise.seen[rule.event] ?? 0) > promise.statedAt && !knownInTime
      }
      case 'before_due': {
        const instant = riskInstant(rule, promise, zone)
        const due = instant !== undefined && instant <= now && instant > promise.statedAt
        return due && promise.seen[rule.didNot] === undefined
      }
    }
  })
}

/** A message told the customer a new date: the promise is renewed, and each slip of it counts anew. */
export function renewPromise(
  promise: PromiseState,
  definition: PromiseDefinition,
  due: number,
  zone: string,
  now: number,
): PromiseState {
  const told = promise.toldAt === undefined ? { ...promise, toldAt: now } : promise
  if (due <= now || due === promise.due) return told
  const renewed: PromiseState = { ...told, due, statedAt: now, status: 'open', renewals: promise.renewals + 1 }
  // A later date became known while the message was on its way: the new promise is at risk at once.
  const slipsAgain = isAtRisk(renewed, definition, zone, now)
  return { ...renewed, wakeAt: slipsAgain ? now : nextLook(renewed, definition, zone, now) }
}
