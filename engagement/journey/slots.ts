import { servedMs } from '../decision/spacing.ts'
import { isCustomerChannel } from '../model/channels.ts'
import { classFacts } from '../model/message-class.ts'
import type { Workflow } from '../model/workflow.ts'
import type { ReactionDraft } from './reaction-draft.ts'
import type { MessageActivity, Run } from './run.ts'

/** Slots of caps that are remembered: more than any cap counts. */
const MOST_SLOTS = 100

/** A message that leaves counts: marketing in the caps, service where messages are spaced. */
export function takeSlot(draft: ReactionDraft, workflow: Workflow, run: Run, activity: MessageActivity): ReactionDraft {
  const { channel } = activity
  if (!isCustomerChannel(channel)) return draft
  if (classFacts(workflow.class).paced === 'spacing') return noteServed(draft, workflow, run, activity)
  const { head, now, catalogue } = draft
  const longest = Math.max(0, ...catalogue.catalogue.settings.caps.map((cap) => cap.ms))
  const kept = head.slots.filter((slot) => slot.at > now - longest && slot.messageId !== activity.messageId)
  const slots = [...kept, { channel, at: now, messageId: activity.messageId }].slice(-MOST_SLOTS)
  return { ...draft, head: { ...head, slots } }
}

function noteServed(
  draft: ReactionDraft,
  { id, topic }: Workflow,
  { key }: Run,
  { messageId }: MessageActivity,
): ReactionDraft {
  const { head, now, catalogue } = draft
  const kept = servedMs(catalogue.catalogue.settings)
  if (kept === 0) return draft
  const others = (head.served ?? []).filter((each) => each.at > now - kept && each.messageId !== messageId)
  const own = { at: now, messageId, workflow: id, key, ...(topic === undefined ? {} : { topic }) }
  return { ...draft, head: { ...head, served: [...others, own].slice(-MOST_SLOTS) } }
}

/** An attempt did not leave: the message counts no longer, unless it repeats one that may have. */
export const freeSlotOfAttempt = (
  draft: ReactionDraft,
  messageId: string,
  repeated: boolean | undefined,
): ReactionDraft => (repeated === true ? draft : freeSlot(draft, messageId))

/** A message that did not leave counts no longer. */
export function freeSlot(draft: ReactionDraft, messageId: string): ReactionDraft {
  const isOther = (each: { readonly messageId: string }): boolean => each.messageId !== messageId
  const { slots, served } = draft.head
  if (slots.every(isOther) && (served ?? []).every(isOther)) return draft
  const head = { ...draft.head, slots: slots.filter(isOther) }
  return { ...draft, head: served === undefined ? head : { ...head, served: served.filter(isOther) } }
}
