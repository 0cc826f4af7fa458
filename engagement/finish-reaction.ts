import { packBacklog, type Work } from './journey/backlog.ts'
import type { CustomerState } from './journey/customer-state.ts'
import { laterEntry } from './journey/entries.ts'
import { fitEntry, fitItems } from './journey/fit-items.ts'
import { messageOf, settledAlone, writesOfLapsed } from './journey/message-of-change.ts'
import type { MessageWrite } from './journey/message-write.ts'
import { putUnsoundAside } from './journey/put-unsound-aside.ts'
import type { ReactionDraft } from './journey/reaction-draft.ts'
import type { TimelineEntry } from './journey/timeline-entry.ts'
import type { Input, Reaction } from './reaction.ts'
import { rearm } from './timer.ts'

/** What has come of an input, and what is still to be done. */
export interface Done {
  readonly draft: ReactionDraft
  readonly entries: readonly TimelineEntry[]
  readonly left: readonly Work[]
  /** How many tasks were done. */
  readonly taken: number
}

/** Turns a draft into what is written. */
export function finishReaction(
  state: CustomerState,
  { draft, entries, left }: Omit<Done, 'taken'>,
  input: Input,
  stored: CustomerState | undefined,
): Reaction {
  const messages = latestOf(writesOf(draft, input))
  const sound = putUnsoundAside(draft)
  const fitting = fitItems(sound, stored)
  const limited = fitting.decisions.slice(sound.decisions.length)
  const head = rearm(fitting, input.kind === 'timer', left.length > 0)
  const { backlog: before, ...known } = state
  const backlog = packBacklog(before ?? [], left)
  const { profile, memory, runs, promises, decisions, reached, putAside: aside } = fitting
  return {
    state: {
      ...known,
      version: state.version + 1,
      head,
      profile,
      memory,
      ...(head.mergedInto === undefined ? { runs, promises } : {}),
      ...(backlog.length === 0 ? {} : { backlog }),
    },
    entries: [
      ...entries,
      ...(limited.length === 0 ? [] : [laterEntry(`limit#${state.version}`, draft.now, limited)]),
    ].map(fitEntry),
    messages,
    decisions,
    reached,
    putAside: aside,
  }
}

/** Messages that runs have changed, and those that have no run. */
function writesOf(draft: ReactionDraft, input: Input): readonly MessageWrite[] {
  const writes = draft.changes.map(
    (change): MessageWrite => ({ message: messageOf(draft, change), expect: change.expect }),
  )
  switch (input.kind) {
    case 'event':
      return writes
    case 'timer':
      return [...writes, ...writesOfLapsed(draft.lapsed, input.messages ?? [])]
    case 'settled':
      return writes.length > 0 ? writes : settledAlone(input.settlement, draft.now)
  }
}

/** One message changes once in a reaction: of several changes the last one, expecting what the first one did. */
function latestOf(writes: readonly MessageWrite[]): readonly MessageWrite[] {
  const byId = new Map<string, MessageWrite>()
  for (const write of writes)
    byId.set(write.message.id, { message: write.message, expect: byId.get(write.message.id)?.expect ?? write.expect })
  return [...byId.values()]
}
