import { isInstant } from '../customer/instant.ts'
import type { Incident, PromiseState } from '../promise/promise-state.ts'
import { leaveToLease } from './claim.ts'
import { type Fault, promiseSuspect, putAside, putRunAside, runSuspect } from './put-aside.ts'
import { dropRun, type ReactionDraft } from './reaction-draft.ts'
import type { Run } from './run.ts'

const UNSOUND: Fault = {
  code: 'unsound-instant',
  reason: 'an instant that is not whole milliseconds within the calendar',
}

/**
 * The core's last door: no instant leaves it that is not one, for the timer of the whole customer is the earliest of them.
 * Whose instant is not sound is put aside; the others keep theirs.
 */
export function putUnsoundAside(draft: ReactionDraft): ReactionDraft {
  const runs = draft.runs.filter((run) => !isSoundRun(run)).reduce(withoutRun, draft)
  const promises = runs.promises.filter((promise) => !isSoundPromise(promise)).reduce(withoutPromise, runs)
  return promises.head.incidents.filter((incident) => !isSoundIncident(incident)).reduce(withoutIncident, promises)
}

const isSoundRun = ({ activity, enteredAt }: Run): boolean => isInstant(activity.until) && isInstant(enteredAt)

const isSoundPromise = ({ due, firstDue, expected, wakeAt }: PromiseState): boolean =>
  [due, firstDue, expected ?? due, wakeAt ?? due].every(isInstant)

const isSoundIncident = ({ endsAt, openedAt }: Incident): boolean => isInstant(endsAt) && isInstant(openedAt)

function withoutRun(draft: ReactionDraft, run: Run): ReactionDraft {
  const workflow = draft.catalogue.workflow(run.workflow, run.version)
  if (workflow !== undefined) return putRunAside(draft, workflow, run, UNSOUND)
  return leaveToLease(dropRun(putAside(draft, runSuspect(run), UNSOUND), run), run)
}

function withoutPromise(draft: ReactionDraft, promise: PromiseState): ReactionDraft {
  const promises = draft.promises.filter((each) => each !== promise)
  return { ...putAside(draft, promiseSuspect(promise), UNSOUND), promises }
}

function withoutIncident(draft: ReactionDraft, incident: Incident): ReactionDraft {
  const place = `incident ${incident.rule}#${incident.key}`
  const aside = putAside(draft, { kind: 'incident', place, raw: incident }, UNSOUND)
  const incidents = draft.head.incidents.filter((each) => each !== incident)
  return { ...aside, head: { ...draft.head, incidents } }
}
