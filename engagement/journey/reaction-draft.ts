import type { Decision } from '../decision/decision.ts'
import type { Channel } from '../model/channels.ts'
import type { LiveCatalogue } from '../model/live-catalogue.ts'
import type { Workflow } from '../model/workflow.ts'
import type { Raised } from '../promise/promise-events.ts'
import type { CustomerState } from './customer-state.ts'
import { type Effects, NO_EFFECTS } from './effects.ts'
import { type KnownCustomer, knownCustomer } from './known-customer.ts'
import type { LapsedMessage, MessageChange } from './message-change.ts'
import { isSameRun, type Run, runId } from './run.ts'

/**
 * A reaction in the making: the customer as they are by now, and what is to be done. A value: whoever changes something
 * returns the next draft, so what was true before is still there, and the store sees by identity which parts are others.
 */
export interface ReactionDraft extends KnownCustomer, Effects {
  readonly messageIdOf: (run: Run, step: string, channel: Channel) => string
  /** Events of our own that are still to be taken. */
  readonly raised: readonly Raised[]
}

/** A draft that goes on with a run. */
export interface DraftWithRun {
  readonly draft: ReactionDraft
  readonly run: Run
}

/** The customer as stored, with nothing decided yet. */
export const beginDraft = (
  state: CustomerState,
  catalogue: LiveCatalogue,
  now: number,
  messageIdOf: ReactionDraft['messageIdOf'],
): ReactionDraft => ({
  ...knownCustomer(state, catalogue, now),
  ...NO_EFFECTS,
  messageIdOf,
  raised: [],
})

export const addDecision = (draft: ReactionDraft, decision: Decision): ReactionDraft => ({
  ...draft,
  decisions: [...draft.decisions, decision],
})

export const addChange = (draft: ReactionDraft, change: MessageChange): ReactionDraft => ({
  ...draft,
  changes: [...draft.changes, change],
})

export const addLapsed = (draft: ReactionDraft, message: LapsedMessage): ReactionDraft => ({
  ...draft,
  lapsed: [...draft.lapsed, message],
})

export const raise = (draft: ReactionDraft, event: Raised): ReactionDraft => ({
  ...draft,
  raised: [...draft.raised, event],
})

type Without<Member extends keyof Decision, D = Decision> = D extends Decision ? Omit<D, Member> : never
/** What a decision says beside whom it is about. */
export type Decided = Without<'at' | 'workflow' | 'version' | 'run'>

/** Leaves a decision about a run, or about a workflow where there is none. */
export const decide = (draft: ReactionDraft, workflow: Workflow, run: Run | undefined, what: Decided): ReactionDraft =>
  addDecision(draft, {
    at: draft.now,
    workflow: workflow.id,
    version: workflow.version,
    ...(run === undefined ? {} : { run: runId(run) }),
    ...what,
  })

/** Puts a run in place of the one with the same id, or adds it. */
export function putRun(draft: ReactionDraft, run: Run): ReactionDraft {
  const place = draft.runs.findIndex((each) => isSameRun(each, run))
  return { ...draft, runs: place < 0 ? [...draft.runs, run] : draft.runs.with(place, run) }
}

export const dropRun = (draft: ReactionDraft, run: Run): ReactionDraft => ({
  ...draft,
  runs: draft.runs.filter((each) => !isSameRun(each, run)),
})
