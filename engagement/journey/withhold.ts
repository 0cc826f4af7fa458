import type { SeenValue } from '../decision/decision.ts'
import type { Channel } from '../model/channels.ts'
import { ENGINE_EVENTS } from '../model/promise-definition.ts'
import type { Workflow } from '../model/workflow.ts'
import { decide, type ReactionDraft, raise } from './reaction-draft.ts'
import type { Run } from './run.ts'

/** The reason why a service message is withheld: its use ends before there is space for it. */
export const NO_SPACE = 'no-space'

/** The customer is owed a message that they do not get: somebody is asked to look, and an event says so to workflows. */
export function withhold(
  draft: ReactionDraft,
  workflow: Workflow,
  run: Run,
  about: { readonly step: string; readonly channel: Channel; readonly message: string },
  values: readonly SeenValue[] = [],
): ReactionDraft {
  return raise(decide(draft, workflow, run, { verdict: 'flagged', reason: NO_SPACE, ...about, values }), {
    id: `withheld:${draft.messageIdOf(run, about.step, about.channel)}:${draft.now}`,
    name: ENGINE_EVENTS.withheld,
    properties: { workflow: workflow.id, message: about.message, key: run.key, channel: about.channel },
    hops: run.entry.hops ?? 0,
  })
}
