import { dropClaim } from './journey/claim.ts'
import { decisionEntry } from './journey/entries.ts'
import { heardOf, lookAfter } from './journey/look-after.ts'
import type { Settlement } from './journey/message-write.ts'
import { guard, putRunAside } from './journey/put-aside.ts'
import type { ReactionDraft } from './journey/reaction-draft.ts'
import { settleRun } from './journey/settle.ts'
import { freeSlotOfAttempt } from './journey/slots.ts'
import type { TimelineEntry } from './journey/timeline-entry.ts'

/** What follows from what became of a message, and what is to be told of it. */
export interface Settled {
  readonly draft: ReactionDraft
  readonly entries: readonly TimelineEntry[]
}

/** The run that waits for a message hears what became of it. */
export function takeSettlement(draft: ReactionDraft, settlement: Settlement): Settled {
  const { message, ...result } = settlement
  const run = draft.runs.find((each) => each.activity.kind === 'sending' && each.activity.messageId === message.id)
  const workflow = run === undefined ? undefined : draft.catalogue.workflow(run.workflow, run.version)
  if (run?.activity.kind !== 'sending' || workflow === undefined)
    return { draft: letGoOf(draft, settlement), entries: [] }
  const { activity } = run
  const heard = heardOf(message.status)
  const settled = guard(
    () =>
      // Feedback was faster than the sender: what it told stands.
      heard === undefined
        ? settleRun(draft, workflow, run, activity, result)
        : lookAfter(draft, workflow, run, activity, heard),
    // The message's own outcome is recorded all the same.
    (fault) => letGoOf(putRunAside(draft, workflow, run, fault), settlement),
  )
  const id = `settled#${message.id}#${activity.attempt}#${result.verdict}#${draft.now}`
  return { draft: settled, entries: decisionEntry(id, draft.now, settled.decisions) }
}

/** What a message held that no run looks after any more. */
function letGoOf(draft: ReactionDraft, { verdict, message }: Settlement): ReactionDraft {
  switch (verdict) {
    case 'claimed':
      return draft
    case 'sent':
    case 'unknown':
      return dropClaim(draft, message.id)
    case 'held':
    case 'skipped':
    case 'refused':
      return dropClaim(freeSlotOfAttempt(draft, message.id, message.repeated), message.id)
  }
}
