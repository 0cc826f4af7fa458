import { createHash } from 'node:crypto'
import { MOST_TRAITS, putTraits, traitsLeftOut } from '../customer/apply-traits.ts'
import type { Json } from '../customer/json.ts'
import type { Step } from '../model/workflow.ts'
import { limitReached } from './entries.ts'
import { resolveWithin } from './plan-send.ts'
import { addDecision, type ReactionDraft, raise } from './reaction-draft.ts'
import { type Run, runId } from './run.ts'

/** The id tells apart what the same run raises after it was re-armed; hashed, or a loop's ids would grow without end. */
export function emit(draft: ReactionDraft, run: Run, step: Extract<Step, { kind: 'emit' }>): ReactionDraft {
  const entry = createHash('sha256').update(run.entry.messageId).digest('base64url').slice(0, 12)
  const { draft: resolved, values: properties } = resolveWithin(draft, run, step.properties)
  return raise(resolved, {
    id: `emit:${runId(run)}:${step.id}:${entry}`,
    name: step.event,
    properties,
    hops: run.entry.hops ?? 0,
  })
}

export function setTraits(draft: ReactionDraft, traits: { readonly [name: string]: Json }): ReactionDraft {
  const set = Object.entries(traits).map(([name, value]) => [name, { value, at: draft.now }] as const)
  const profile = putTraits(draft.profile, new Map(set))
  return noteLeftOut({ ...draft, profile }, Object.keys(traits), draft.now)
}

/** Says which traits a full profile has not taken. */
export function noteLeftOut(draft: ReactionDraft, names: readonly string[], at: number): ReactionDraft {
  const left = traitsLeftOut(draft.profile, names, at)
  if (left.length === 0) return draft
  const asked = `at most ${MOST_TRAITS.count} traits of ${MOST_TRAITS.bytes} bytes; left out: ${left.slice(0, 10).join(', ')}`
  const known = Object.keys(draft.profile.traits).length
  return addDecision(draft, limitReached(draft.now, 'too-many-traits', asked.slice(0, 300), known))
}
