import type { EndedPromise } from '../promise/promise-state.ts'
import type { Memory } from './customer-state.ts'
import type { Desk } from './desk.ts'
import { limitReached } from './entries.ts'
import type { EndedRun } from './run.ts'

/** Endings that still matter, of each kind, per customer: far beyond what people have. */
export const MOST_REMEMBERED = 500
/** Endings that no longer matter are kept for whoever looks. */
const FOR_THE_EYE = 60
/** An event about a promise that ended so long ago makes none anew: producers are not that late. */
const LATE_MS = 90 * 86_400_000

/** Remembers how a run ended: for re-entry, its goal, and the numbers that are given already. */
export function rememberRun(desk: Desk, ended: EndedRun): void {
  const others = desk.memory.runs.filter((each) => each.workflow !== ended.workflow || each.key !== ended.key)
  const { kept, gone } = keep([...others, ended], (run) => matters(desk, run))
  const forgotten = Math.max(0, desk.memory.forgotten ?? 0, ...gone.map((each) => each.n))
  desk.memory = { ...desk.memory, runs: kept, ...(forgotten === 0 ? {} : { forgotten }) }
  tellLoss(
    desk,
    'ended runs',
    gone.some((run) => matters(desk, run)),
  )
}

/** It decides whether the customer may enter again, or its goal may still be reached. */
function matters({ catalogue, now }: Desk, run: EndedRun): boolean {
  if (run.goalUntil !== undefined && run.goalUntil > now) return true
  const reentry = catalogue.current(run.workflow)?.reentry
  return reentry?.kind === 'never' || (reentry?.kind === 'after' && now < run.endedAt + reentry.ms)
}

/** Remembers how promises ended: an event that comes late must not make them anew. */
export function rememberPromises(desk: Desk, ended: readonly EndedPromise[]): void {
  const isRecent = ({ at }: EndedPromise): boolean => at > desk.now - LATE_MS
  const { kept, gone } = keep(ended, isRecent)
  desk.memory = { ...desk.memory, promises: kept }
  tellLoss(desk, 'ended promises', gone.some(isRecent))
}

/** Remembers events that exits name, oldest first, as long as a trigger from before them may still arrive. */
export function rememberExits(desk: Desk, exits: Memory['exits']): void {
  desk.memory = { ...desk.memory, exits: exits.slice(-MOST_REMEMBERED) }
  tellLoss(desk, 'exits', exits.length > MOST_REMEMBERED)
}

/** What matters, up to the limit, and the newest of the rest, in their order. */
function keep<Ending>(
  all: readonly Ending[],
  isNeeded: (ending: Ending) => boolean,
): { readonly kept: readonly Ending[]; readonly gone: readonly Ending[] } {
  const needed = all.filter(isNeeded).slice(-MOST_REMEMBERED)
  const rest = all.filter((ending) => !isNeeded(ending)).slice(-FOR_THE_EYE)
  const chosen = new Set([...needed, ...rest])
  return { kept: all.filter((ending) => chosen.has(ending)), gone: all.filter((ending) => !chosen.has(ending)) }
}

function tellLoss(desk: Desk, what: string, isLost: boolean): void {
  if (isLost) desk.decisions.push(limitReached(desk.now, 'too-much-to-remember', `${MOST_REMEMBERED} ${what}`))
}
