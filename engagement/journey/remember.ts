import type { EndedPromise } from '../promise/promise-state.ts'
import type { Memory } from './customer-state.ts'
import { limitReached } from './entries.ts'
import type { KnownCustomer } from './known-customer.ts'
import { addDecision, type ReactionDraft } from './reaction-draft.ts'
import type { EndedRun } from './run.ts'

/** Endings that still matter, of each kind, per customer: far beyond what people have. */
export const MOST_REMEMBERED = 500
/** Endings that no longer matter are kept for whoever looks. */
const FOR_THE_EYE = 60
/** An event about a promise that ended so long ago makes none anew: producers are not that late. */
const LATE_MS = 90 * 86_400_000

/** Remembers how a run ended: for re-entry, its goal, and the numbers that are given already. */
export function rememberRun(draft: ReactionDraft, ended: EndedRun): ReactionDraft {
  const others = draft.memory.runs.filter((each) => each.workflow !== ended.workflow || each.key !== ended.key)
  const { kept, gone } = keep([...others, ended], (run) => matters(draft, run))
  const forgotten = Math.max(0, draft.memory.forgotten ?? 0, ...gone.map((each) => each.n))
  const memory: Memory = { ...draft.memory, runs: kept, ...(forgotten === 0 ? {} : { forgotten }) }
  const isLost = gone.some((run) => matters(draft, run))
  return withMemory(draft, memory, 'ended runs', isLost)
}

/** It decides whether the customer may enter again, or its goal may still be reached. */
function matters({ catalogue, now }: KnownCustomer, run: EndedRun): boolean {
  if (run.goalUntil !== undefined && run.goalUntil > now) return true
  const reentry = catalogue.current(run.workflow)?.reentry
  return reentry?.kind === 'never' || (reentry?.kind === 'after' && now < run.endedAt + reentry.ms)
}

/** Remembers how promises ended: an event that comes late must not make them anew. */
export function rememberPromises(draft: ReactionDraft, ended: readonly EndedPromise[]): ReactionDraft {
  const isRecent = ({ at }: EndedPromise): boolean => at > draft.now - LATE_MS
  const { kept, gone } = keep(ended, isRecent)
  return withMemory(draft, { ...draft.memory, promises: kept }, 'ended promises', gone.some(isRecent))
}

/** Remembers events that exits name, oldest first, as long as a trigger from before them may still arrive. */
export function rememberExits(draft: ReactionDraft, exits: Memory['exits']): ReactionDraft {
  const memory: Memory = { ...draft.memory, exits: exits.slice(-MOST_REMEMBERED) }
  return withMemory(draft, memory, 'exits', exits.length > MOST_REMEMBERED)
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

/** What is remembered from now on. `isLost`: there was more of it that still matters, which is said. */
function withMemory(draft: ReactionDraft, memory: Memory, what: string, isLost: boolean): ReactionDraft {
  const remembering = { ...draft, memory }
  return isLost
    ? addDecision(remembering, limitReached(draft.now, 'too-much-to-remember', `${MOST_REMEMBERED} ${what}`))
    : remembering
}
