import type { CustomerState } from './journey/customer-state.ts'
import type { Run, RunActivity } from './journey/run.ts'
import { armAt } from './timer.ts'
import { isRoomFor, mostThat, type Weight } from './transaction.ts'

/** A customer and one who was merged into them, in the middle of moving. */
export interface Moving {
  readonly survivor: CustomerState
  readonly absorbed: CustomerState
}

export const hasParts = ({ runs, promises }: CustomerState): boolean => runs.length + promises.length > 0

/**
 * Moves as many runs and promises over as fit: runs first, in their order. Of two with the same key the survivor's stays.
 * `stored`: both as they are in the store; `room`: what may be written.
 */
export function moveParts(
  { survivor, absorbed }: Moving,
  stored: { readonly survivor: CustomerState | undefined; readonly absorbed: CustomerState | undefined },
  room: Weight,
): Moving {
  const all = absorbed.runs.length + absorbed.promises.length
  const isWritable = (count: number): boolean => {
    const moved = moveSome({ survivor, absorbed }, count)
    const other = { before: stored.absorbed, after: moved.absorbed }
    const written = { before: stored.survivor, after: moved.survivor, entries: [], messages: [], absorbed: other }
    return isRoomFor(written, room)
  }
  return moveSome({ survivor, absorbed }, mostThat(isWritable, all))
}

/** The next transaction of a merge that did not fit the one it began in. `other`: as stored, undefined where it is gone. */
export function absorbMore(before: CustomerState, other: CustomerState | undefined, now: number, room: Weight): Moved {
  const survivor = { ...before, version: before.version + 1, head: armAt(before.head, now) }
  if (other === undefined || !hasParts(other))
    return { survivor: withoutAbsorbing(survivor, before.head.absorbing?.[0]) }
  const absorbed = { ...other, version: other.version + 1 }
  return moveParts({ survivor, absorbed }, { survivor: before, absorbed: other }, room)
}

export interface Moved {
  readonly survivor: CustomerState
  /** Absent: nothing of the other changed. */
  readonly absorbed?: CustomerState
}

function moveSome({ survivor, absorbed }: Moving, count: number): Moving {
  let taker = survivor
  for (const run of absorbed.runs.slice(0, count)) taker = { ...taker, runs: [...taker.runs, ...moveRun(taker, run)] }
  const ofPromises = Math.max(0, count - absorbed.runs.length)
  const promises = absorbed.promises
    .slice(0, ofPromises)
    .filter((each) => !taker.promises.some((own) => own.name === each.name && own.key === each.key))
  const left = {
    ...absorbed,
    runs: absorbed.runs.slice(count),
    promises: absorbed.promises.slice(ofPromises),
  }
  const moved = promises.length === 0 ? taker : { ...taker, promises: [...taker.promises, ...promises] }
  return { survivor: hasParts(left) ? moved : withoutAbsorbing(moved, absorbed.customerId), absorbed: left }
}

function withoutAbsorbing(survivor: CustomerState, id: string | undefined): CustomerState {
  const { absorbing = [], ...head } = survivor.head
  const left = absorbing.filter((each) => each !== id)
  return { ...survivor, head: left.length === 0 ? head : { ...head, absorbing: left } }
}

/**
 * A message that the provider may have stays behind, and its run goes on without it; one that is planned or held is planned
 * anew under the survivor (the old request finds its run gone). The number goes on from the survivor's own runs.
 */
function moveRun(survivor: CustomerState, run: Run): readonly Run[] {
  const taken = survivor.runs.some((own) => own.workflow === run.workflow && own.key === run.key)
  if (taken) return []
  const same = (each: { workflow: string; key: string }): boolean =>
    each.workflow === run.workflow && each.key === run.key
  const known = [...survivor.memory.runs, ...survivor.runs].filter(same).map((each) => each.n)
  const n = Math.max(run.n, 1 + Math.max(survivor.memory.forgotten ?? 0, ...known))
  return [{ ...run, n, activity: plannedAnew(run.activity) }]
}

function plannedAnew(activity: RunActivity): RunActivity {
  if (activity.kind === 'holding') return { ...activity, attempt: 0 }
  if (activity.kind !== 'sending') return activity
  if (activity.claimedAt !== undefined) return { kind: 'waiting', until: activity.until, step: activity.step }
  const { kind: _, claimedAt: __, unknown: ___, repeated: ____, ...planned } = activity
  return { ...planned, kind: 'holding', until: activity.since, reason: 'merged', attempt: 0 }
}
