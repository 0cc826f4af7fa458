import { isInstant } from '../customer/instant.ts'
import { PermanentError } from '../errors.ts'
import type { PromiseState } from '../promise/promise-state.ts'
import { leaveToLease } from './claim.ts'
import type { Desk } from './desk.ts'
import { dropRun } from './desk.ts'
import { guard, guardRun, promiseSuspect } from './put-aside.ts'
import { runId } from './run.ts'

/**
 * The core's last door: no instant leaves it that is not one, for the timer of the whole customer is the earliest of them.
 * Whose instant is not sound is put aside; the others keep theirs.
 */
export function putUnsoundAside(desk: Desk): void {
  for (const run of desk.runs) {
    if (isInstant(run.activity.until) && isInstant(run.enteredAt)) continue
    const workflow = desk.catalogue.workflow(run.workflow, run.version)
    if (workflow !== undefined) guardRun(desk, workflow, run, unsound)
    else {
      guard(desk, () => ({ kind: 'run', place: `run ${runId(run)}`, raw: run }), unsound, undefined)
      dropRun(desk, run)
      leaveToLease(desk, run)
    }
  }
  for (const promise of desk.promises) {
    if (isSound(promise)) continue
    guard(desk, () => promiseSuspect(promise), unsound, undefined)
    desk.promises = desk.promises.filter((each) => each !== promise)
  }
  for (const incident of desk.head.incidents) {
    if (isInstant(incident.endsAt) && isInstant(incident.openedAt)) continue
    const place = `incident ${incident.rule}#${incident.key}`
    guard(desk, () => ({ kind: 'incident', place, raw: incident }), unsound, undefined)
    desk.head = { ...desk.head, incidents: desk.head.incidents.filter((each) => each !== incident) }
  }
}

const isSound = ({ due, firstDue, expected, wakeAt }: PromiseState): boolean =>
  [due, firstDue, expected ?? due, wakeAt ?? due].every(isInstant)

function unsound(): void {
  throw new PermanentError('unsound-instant', 'an instant that is not whole milliseconds within the calendar')
}
