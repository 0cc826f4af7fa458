import type { CustomerEvent } from '../customer/customer-event.ts'
import type { JsonObject } from '../customer/json.ts'
import type { Decision } from '../decision/decision.ts'
import { explain } from '../decision/explain.ts'
import { classFacts } from '../model/message-class.ts'
import type { EventFilter, Workflow } from '../model/workflow.ts'
import { exitRun } from './end-run.ts'
import { enterPassedOver } from './enter.ts'
import { customerScope, type KnownCustomer, runScope } from './known-customer.ts'
import { guardRun } from './put-aside.ts'
import { type DraftWithRun, decide, putRun, type ReactionDraft } from './reaction-draft.ts'
import { rememberExits } from './remember.ts'
import { type EndedRun, type EntryEvent, type MessageActivity, type Run, runId } from './run.ts'
import { waitsAhead } from './step-after.ts'
import { walk } from './walk.ts'

/** An exit counts unless it is longer than this older than the entry. */
export const EXIT_GRACE_MS = 10 * 60_000

/** Live runs of a workflow's version. */
export const runsOf = ({ runs }: KnownCustomer, workflow: Workflow): readonly Run[] =>
  runs.filter((run) => run.workflow === workflow.id && run.version === workflow.version)

/** Lets a live run hear an event: its goal first, then its exits, then a wait for it. */
export const hear = (draft: ReactionDraft, workflow: Workflow, run: Run, event: CustomerEvent): ReactionDraft =>
  guardRun(draft, workflow, run, () => {
    const reached = reachGoal(draft, workflow, run, event)
    const { hasLeft, draft: heard } = leave(reached.draft, workflow, reached.run, event)
    return hasLeft ? heard : resume(heard, workflow, reached.run, event)
  })

/** An event that a workflow names leaves a decision even where it changed nothing. `told`: who has said something of it. */
export function noteUnheard(draft: ReactionDraft, workflow: Workflow, told: ReadonlySet<string>): ReactionDraft {
  if (told.has(workflow.id)) return draft
  const lives = draft.runs.some((run) => run.workflow === workflow.id)
  const reason = lives ? 'nothing-to-do' : 'no-live-run'
  return decide(draft, workflow, undefined, { verdict: 'ignored', reason })
}

function reachGoal(draft: ReactionDraft, workflow: Workflow, run: Run, event: CustomerEvent): DraftWithRun {
  const { goal } = workflow
  if (goal === undefined || run.goalReachedAt !== undefined || !goal.events.includes(event.name)) return { draft, run }
  if (event.at < run.enteredAt || event.at > run.enteredAt + goal.withinMs) return { draft, run }
  if (!isMatched(draft, run, goal, event)) return { draft, run }
  const reached: Run = { ...run, goalReachedAt: event.at }
  const why = { verdict: 'goal_reached', reason: event.name } as const
  return { draft: decide(putRun(draft, reached), workflow, reached, why), run: reached }
}

const isMatched = (known: KnownCustomer, run: Run, filter: EventFilter, event: CustomerEvent): boolean =>
  filter.where === undefined || explain(filter.where, runScope(known, run, event.properties)).verdict === 'matched'

/** An exit that is unknown ends a marketing run; a service run goes on, flagged for a person's attention. */
function leave(
  draft: ReactionDraft,
  workflow: Workflow,
  run: Run,
  event: CustomerEvent,
): { readonly draft: ReactionDraft; readonly hasLeft: boolean } {
  let heard = draft
  for (const exit of workflow.exitWhen) {
    if (!exit.events.includes(event.name)) continue
    if (event.at < run.entry.at - EXIT_GRACE_MS) {
      heard = decide(heard, workflow, run, { verdict: 'ignored', reason: 'exit-before-entry' })
      continue
    }
    const asked = exit.where === undefined ? undefined : explain(exit.where, runScope(heard, run, event.properties))
    const values = asked === undefined ? {} : { values: asked.values }
    const verdict = asked?.verdict ?? 'matched'
    if (verdict === 'matched' || (verdict === 'unknown' && classFacts(workflow.class).leavesOnUnknown)) {
      const reason = verdict === 'matched' ? event.name : 'exit-unknown'
      const exited = decide(heard, workflow, run, { verdict: 'exited', reason, ...values })
      return { draft: leaveAt(exited, workflow, run, event.at), hasLeft: true }
    }
    heard = decide(
      heard,
      workflow,
      run,
      verdict === 'unknown'
        ? { verdict: 'flagged', reason: 'exit-unknown', ...values }
        : { verdict: 'ignored', reason: 'exit-unmatched', ...values },
    )
  }
  return { draft: heard, hasLeft: false }
}

/** A run that an exit ends of which it hears later than others: of the other half of a merged customer, say. */
export const leaveBy = (
  draft: ReactionDraft,
  workflow: Workflow,
  run: Run,
  { event, exitAt }: { readonly event: string; readonly exitAt: number },
): ReactionDraft => leaveAt(decide(draft, workflow, run, { verdict: 'exited', reason: event }), workflow, run, exitAt)

/** The run is gone; a trigger that it had passed over may enter. */
const leaveAt = (draft: ReactionDraft, workflow: Workflow, run: Run, exitAt: number): ReactionDraft =>
  enterPassedOver(exitRun(draft, workflow, run, exitAt), run, exitAt + EXIT_GRACE_MS)

function resume(draft: ReactionDraft, workflow: Workflow, run: Run, event: CustomerEvent): ReactionDraft {
  const { activity } = run
  if (event.at < run.enteredAt || event.messageId === run.entry.messageId) return draft
  switch (activity.kind) {
    case 'holding':
    case 'sending':
      return keepForWait(draft, workflow, run, activity, event)
    case 'waiting':
      return draft
    case 'listening': {
      const step = workflow.steps[activity.step]
      if (step?.kind !== 'wait_event') return draft
      if (!step.filter.events.includes(event.name) || !isMatched(draft, run, step.filter, event)) return draft
      const decided = decide(draft, workflow, run, { verdict: 'branched', reason: 'on_event', step: step.id })
      return walk(decided, workflow, { ...run, awaited: awaitedOf(event) }, step.onEvent)
    }
  }
}

const awaitedOf = ({ messageId, name, at, properties }: CustomerEvent): EntryEvent => ({
  messageId,
  name,
  at,
  properties,
})

/** The run is on a message: a wait that follows it without another wait in between hears what comes meanwhile. */
function keepForWait(
  draft: ReactionDraft,
  workflow: Workflow,
  run: Run,
  activity: MessageActivity,
  event: CustomerEvent,
): ReactionDraft {
  const hearing = waitsAhead(workflow, activity.asked ?? activity.step).filter(
    (step) =>
      run.missed?.[step.id] === undefined &&
      step.filter.events.includes(event.name) &&
      isMatched(draft, run, step.filter, event),
  )
  const [first] = hearing
  if (first === undefined) return draft
  const missed = Object.fromEntries(hearing.map((step) => [step.id, awaitedOf(event)]))
  const kept = putRun(draft, { ...run, missed: { ...run.missed, ...missed } })
  return decide(kept, workflow, run, { verdict: 'ignored', reason: 'kept-for-wait', step: first.id })
}

/** A goal may be reached after the run has ended. */
export function reachLateGoals(draft: ReactionDraft, event: CustomerEvent): ReactionDraft {
  const runs = draft.memory.runs.map((ended) => (isLateGoal(draft, ended, event) ? withGoal(ended, event) : ended))
  const reached = runs.filter((ended, place) => ended !== draft.memory.runs[place])
  if (reached.length === 0) return draft
  const decisions = reached.map(
    ({ workflow, key, n }): Decision => ({
      at: draft.now,
      workflow,
      version: draft.catalogue.current(workflow)?.version ?? '',
      run: runId({ workflow, key, n }),
      verdict: 'goal_reached',
      reason: event.name,
    }),
  )
  return { ...draft, memory: { ...draft.memory, runs }, decisions: [...draft.decisions, ...decisions] }
}

function isLateGoal(known: KnownCustomer, ended: EndedRun, event: CustomerEvent): boolean {
  const goal = known.catalogue.current(ended.workflow)?.goal
  const inTime = ended.goalUntil !== undefined && event.at <= ended.goalUntil && event.at >= ended.enteredAt
  if (!inTime || ended.goalReachedAt !== undefined || goal?.events.includes(event.name) !== true) return false
  const scope = {
    ...customerScope(known, ended.key === '' ? undefined : ended.key),
    event: event.properties,
    entry: ended.goalEntry ?? {},
    entryAt: ended.enteredAt,
  }
  return goal.where === undefined || explain(goal.where, scope).verdict === 'matched'
}

function withGoal({ goalUntil: _, goalEntry: __, ...ended }: EndedRun, event: CustomerEvent): EndedRun {
  return { ...ended, goalReachedAt: event.at }
}

/** Remembers an event that some exit names, as long as a trigger that happened before it may still arrive. */
export function rememberExit(draft: ReactionDraft, event: CustomerEvent, reads: ReadonlySet<string>): ReactionDraft {
  const horizon = draft.now - draft.catalogue.longestMaxAge
  if (event.at < horizon) return draft
  const properties: JsonObject = Object.fromEntries(
    Object.entries(event.properties).filter(([name]) => reads.has(name)),
  )
  const kept = draft.memory.exits.filter((each) => each.at >= horizon)
  const exits = [...kept, { event: event.name, at: event.at, properties }]
  return rememberExits(draft, event.at >= (kept.at(-1)?.at ?? 0) ? exits : exits.toSorted((a, b) => a.at - b.at))
}
