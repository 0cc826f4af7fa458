import type { CustomerEvent } from '../customer/customer-event.ts'
import type { JsonObject } from '../customer/json.ts'
import { explain } from '../decision/explain.ts'
import { classFacts } from '../model/message-class.ts'
import type { EventFilter, Workflow } from '../model/workflow.ts'
import { customerScope, type Desk, decide, putRun, runScope } from './desk.ts'
import { exitRun } from './end-run.ts'
import { enterPassedOver } from './enter.ts'
import { guardRun } from './put-aside.ts'
import { rememberExits } from './remember.ts'
import type { EntryEvent, MessageActivity, Run } from './run.ts'
import { waitsAhead } from './step-after.ts'
import { walk } from './walk.ts'

/** An exit counts unless it is longer than this older than the entry. */
export const EXIT_GRACE_MS = 10 * 60_000

/** Live runs of a workflow's version. */
export const runsOf = (desk: Desk, workflow: Workflow): readonly Run[] =>
  desk.runs.filter((run) => run.workflow === workflow.id && run.version === workflow.version)

/** Lets a live run hear an event: its goal first, then its exits, then a wait for it. */
export function hear(desk: Desk, workflow: Workflow, run: Run, event: CustomerEvent): void {
  guardRun(desk, workflow, run, () => {
    const after = reachGoal(desk, workflow, run, event)
    if (!leave(desk, workflow, after, event)) resume(desk, workflow, after, event)
  })
}

/** An event that a workflow names leaves a decision even where it changed nothing. `told`: who has said something of it. */
export function hearNobody(desk: Desk, workflow: Workflow, told: ReadonlySet<string>): void {
  if (told.has(workflow.id)) return
  const lives = desk.runs.some((run) => run.workflow === workflow.id)
  decide(desk, workflow, undefined, { verdict: 'ignored', reason: lives ? 'nothing-to-do' : 'no-live-run' })
}

function reachGoal(desk: Desk, workflow: Workflow, run: Run, event: CustomerEvent): Run {
  const { goal } = workflow
  if (goal === undefined || run.goalReachedAt !== undefined || !goal.events.includes(event.name)) return run
  if (event.at < run.enteredAt || event.at > run.enteredAt + goal.withinMs) return run
  if (!isMatched(desk, run, goal, event)) return run
  const reached: Run = { ...run, goalReachedAt: event.at }
  putRun(desk, reached)
  decide(desk, workflow, reached, { verdict: 'goal_reached', reason: event.name })
  return reached
}

const isMatched = (desk: Desk, run: Run, filter: EventFilter, event: CustomerEvent): boolean =>
  filter.where === undefined || explain(filter.where, runScope(desk, run, event.properties)).verdict === 'matched'

/** An exit that is unknown ends a marketing run; a service run goes on, flagged for a person's attention. */
function leave(desk: Desk, workflow: Workflow, run: Run, event: CustomerEvent): boolean {
  for (const exit of workflow.exitWhen) {
    if (!exit.events.includes(event.name)) continue
    if (event.at < run.entry.at - EXIT_GRACE_MS) {
      decide(desk, workflow, run, { verdict: 'ignored', reason: 'exit-before-entry' })
      continue
    }
    const asked = exit.where === undefined ? undefined : explain(exit.where, runScope(desk, run, event.properties))
    const values = asked === undefined ? {} : { values: asked.values }
    const verdict = asked?.verdict ?? 'matched'
    if (verdict === 'matched' || (verdict === 'unknown' && classFacts(workflow.class).leavesOnUnknown)) {
      decide(desk, workflow, run, {
        verdict: 'exited',
        reason: verdict === 'matched' ? event.name : 'exit-unknown',
        ...values,
      })
      exitRun(desk, workflow, run, event.at)
      enterPassedOver(desk, run, event.at + EXIT_GRACE_MS)
      return true
    }
    decide(
      desk,
      workflow,
      run,
      verdict === 'unknown'
        ? { verdict: 'flagged', reason: 'exit-unknown', ...values }
        : { verdict: 'ignored', reason: 'exit-unmatched', ...values },
    )
  }
  return false
}

/** A run that an exit ends of which it hears later than others: of the other half of a merged customer, say. */
export function leaveBy(
  desk: Desk,
  workflow: Workflow,
  run: Run,
  { event, exitAt }: { readonly event: string; readonly exitAt: number },
): void {
  decide(desk, workflow, run, { verdict: 'exited', reason: event })
  exitRun(desk, workflow, run, exitAt)
  enterPassedOver(desk, run, exitAt + EXIT_GRACE_MS)
}

function resume(desk: Desk, workflow: Workflow, run: Run, event: CustomerEvent): void {
  const { activity } = run
  if (event.at < run.enteredAt || event.messageId === run.entry.messageId) return
  if (activity.kind === 'holding' || activity.kind === 'sending')
    return keepForWait(desk, workflow, run, activity, event)
  const step = workflow.steps[activity.step]
  if (activity.kind !== 'listening' || step?.kind !== 'wait_event') return
  if (!step.filter.events.includes(event.name) || !isMatched(desk, run, step.filter, event)) return
  const awaited = awaitedOf(event)
  decide(desk, workflow, run, { verdict: 'branched', reason: 'on_event', step: step.id })
  walk(desk, workflow, { ...run, awaited }, step.onEvent)
}

const awaitedOf = ({ messageId, name, at, properties }: CustomerEvent): EntryEvent => ({
  messageId,
  name,
  at,
  properties,
})

/** The run is on a message: a wait that follows it without another wait in between hears what comes meanwhile. */
function keepForWait(desk: Desk, workflow: Workflow, run: Run, activity: MessageActivity, event: CustomerEvent): void {
  const hearing = waitsAhead(workflow, activity.asked ?? activity.step).filter(
    (step) =>
      run.missed?.[step.id] === undefined &&
      step.filter.events.includes(event.name) &&
      isMatched(desk, run, step.filter, event),
  )
  const [first] = hearing
  if (first === undefined) return
  const missed = Object.fromEntries(hearing.map((step) => [step.id, awaitedOf(event)]))
  putRun(desk, { ...run, missed: { ...run.missed, ...missed } })
  decide(desk, workflow, run, { verdict: 'ignored', reason: 'kept-for-wait', step: first.id })
}

/** A goal may be reached after the run has ended. */
export function reachLateGoals(desk: Desk, event: CustomerEvent): void {
  const reached = desk.memory.runs.map((ended) => {
    const workflow = desk.catalogue.current(ended.workflow)
    const inTime = ended.goalUntil !== undefined && event.at <= ended.goalUntil && event.at >= ended.enteredAt
    if (
      !inTime ||
      workflow?.goal === undefined ||
      ended.goalReachedAt !== undefined ||
      !workflow.goal.events.includes(event.name)
    )
      return ended
    const scope = {
      ...customerScope(desk, ended.key === '' ? undefined : ended.key),
      event: event.properties,
      entry: ended.goalEntry ?? {},
      entryAt: ended.enteredAt,
    }
    if (workflow.goal.where !== undefined && explain(workflow.goal.where, scope).verdict !== 'matched') return ended
    desk.decisions.push({
      at: desk.now,
      workflow: workflow.id,
      version: workflow.version,
      run: `${ended.workflow}#${ended.key}#${ended.n}`,
      verdict: 'goal_reached',
      reason: event.name,
    })
    const { goalUntil: _until, goalEntry: _entry, ...rest } = ended
    return { ...rest, goalReachedAt: event.at }
  })
  if (reached.some((ended, place) => ended !== desk.memory.runs[place])) desk.memory = { ...desk.memory, runs: reached }
}

/** Remembers an event that some exit names, as long as a trigger that happened before it may still arrive. */
export function rememberExit(desk: Desk, event: CustomerEvent, reads: ReadonlySet<string>): void {
  const horizon = desk.now - desk.catalogue.longestMaxAge
  if (event.at < horizon) return
  const properties: JsonObject = Object.fromEntries(
    Object.entries(event.properties).filter(([name]) => reads.has(name)),
  )
  const kept = desk.memory.exits.filter((each) => each.at >= horizon)
  const exits = [...kept, { event: event.name, at: event.at, properties }].toSorted((a, b) => a.at - b.at)
  rememberExits(desk, exits)
}
