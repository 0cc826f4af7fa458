import type { Decision } from './decision/decision.ts'
import type { EventTask, EventWork, TimeTask, TimeWork, Work } from './journey/backlog.ts'
import { leaveToLease } from './journey/claim.ts'
import { endLease } from './journey/end-lease.ts'
import { enter } from './journey/enter.ts'
import { type KnownCustomer, zoneAt } from './journey/known-customer.ts'
import { hear, leaveBy, noteUnheard, reachLateGoals, rememberExit } from './journey/listen.ts'
import { eventSuspect, guard, guardPart, guardRun, promiseSuspect, putAside } from './journey/put-aside.ts'
import { addDecision, dropRun, type ReactionDraft } from './journey/reaction-draft.ts'
import { type Run, runId } from './journey/run.ts'
import { wakeRun } from './journey/wake-run.ts'
import { beginEvent, type TasksLeft } from './learn-event.ts'
import type { Message } from './message/message.ts'
import type { PromiseDefinition } from './model/promise-definition.ts'
import type { Workflow } from './model/workflow.ts'
import { possibleTriggers } from './possible-triggers.ts'
import type { PromiseState } from './promise/promise-state.ts'
import { closeIncident, judge } from './promise/watch.ts'
import { watchedOf, withWatched } from './watch-event.ts'

/** The draft after a piece of work, or a part of it. */
export interface WorkLeft {
  readonly draft: ReactionDraft
  /** What is left of the work; undefined where it is done. */
  readonly rest: Work | undefined
}

/** Does the next thing that a piece of work asks for. */
export function takeNext(before: ReactionDraft, work: Work, messages: readonly Message[]): WorkLeft {
  switch (work.kind) {
    case 'event': {
      const { draft, tasks } = takeEventTask(before, work)
      if (tasks.length === 0) return { draft, rest: undefined }
      const isSilent = draft.decisions.length === before.decisions.length
      const told = isSilent ? work.told : toldOf(work, draft.decisions.slice(before.decisions.length))
      return { draft, rest: { ...work, tasks, told } }
    }
    case 'time': {
      const { draft, tasks } = takeTimeTask(before, work, messages)
      return { draft, rest: tasks.length === 0 ? undefined : { ...work, tasks } }
    }
  }
}

function toldOf({ told }: EventWork, decisions: readonly Decision[]): readonly string[] {
  const more = decisions.map((decision) => decision.workflow).filter((workflow) => !told.includes(workflow))
  return more.length === 0 ? told : [...told, ...new Set(more)]
}

/** The first task of an event, or what it asks for where it is not begun. */
function takeEventTask(before: ReactionDraft, work: EventWork): TasksLeft<EventTask> {
  if (work.tasks === undefined) return beginEvent(before, work.event)
  const [task, ...rest] = work.tasks
  if (task === undefined) return { draft: before, tasks: [] }
  const { draft, tasks } = doForEvent(before, work, task)
  return { draft, tasks: [...tasks, ...rest] }
}

/** Nothing is left of a task. */
const done = (draft: ReactionDraft): TasksLeft<never> => ({ draft, tasks: [] })

function doForEvent(draft: ReactionDraft, work: EventWork, task: EventTask): TasksLeft<EventTask> {
  const { event, told } = work
  const subscribers = draft.catalogue.subscribersOf(event.name)
  switch (task.kind) {
    case 'hear':
      return done(onRun(draft, task.run, (workflow, run) => hear(draft, workflow, run, event)))
    case 'remember': {
      const reads = subscribers?.exitReads
      const reached = guardPart(draft, 'goals', event, () => reachLateGoals(draft, event))
      if (reads === undefined) return done(reached)
      return done(guardPart(reached, 'exits', event, () => rememberExit(reached, event, reads)))
    }
    case 'admit':
      return guard(
        () => ({ draft, tasks: admit(draft, work) }),
        (fault) => done(putAside(draft, eventSuspect('triggers', event), fault)),
      )
    case 'enter': {
      const workflow = draft.catalogue.current(task.workflow)
      if (workflow === undefined) return done(draft)
      return done(guardPart(draft, `entry into ${workflow.id}`, event, () => enter(draft, workflow, event)))
    }
    case 'turn_away':
      return done(
        addDecision(draft, {
          at: draft.now,
          workflow: '*',
          version: '',
          verdict: 'not_entered',
          reason: 'trigger-unmatched',
          values: task.values,
        }),
      )
    case 'unheard': {
      const heard = new Set(told)
      const listeners = subscribers?.listeners ?? []
      return done(listeners.reduce((noted, workflow) => noteUnheard(noted, workflow, heard), draft))
    }
    case 'release': {
      const tasks = draft.runs.filter(isHeldByIncident).map((run): EventTask => ({ kind: 'go_on', run: runId(run) }))
      return { draft, tasks }
    }
    case 'go_on':
      return done(
        onRun(draft, task.run, (workflow, run) =>
          isHeldByIncident(run) ? guardRun(draft, workflow, run, () => wakeRun(draft, workflow, run, [])) : draft,
        ),
      )
  }
}

/** Entries into the workflows that the event may enter, and a word about the others where they are too many to speak. */
function admit(known: KnownCustomer, { event }: EventWork): readonly EventTask[] {
  const { workflows, others } = possibleTriggers(
    known,
    event,
    known.catalogue.subscribersOf(event.name)?.triggers ?? [],
  )
  const asked = workflows.map(({ id }): EventTask => ({ kind: 'enter', workflow: id }))
  return others === undefined ? asked : [...asked, { kind: 'turn_away', values: others }]
}

const isHeldByIncident = ({ activity }: Run): boolean =>
  activity.kind === 'holding' && activity.reason === 'incident-open'

/** Everything that is due: promises, those that nobody knows any longer first; incidents that are over; leases; then runs. */
function dueTasks({ catalogue, promises, head }: KnownCustomer, { by }: TimeWork): readonly TimeTask[] {
  const isWithdrawn = (name: string): boolean => catalogue.promise(name) === undefined
  const withdrawn = promises.filter((promise) => isWithdrawn(promise.name))
  const due = promises.filter((each) => !isWithdrawn(each.name) && (each.wakeAt === undefined || each.wakeAt <= by))
  return [
    ...[...withdrawn, ...due].map(({ name, key }): TimeTask => ({ kind: 'judge', promise: name, key })),
    ...head.incidents
      .filter((incident) => incident.endsAt <= by)
      .map(({ rule, key }): TimeTask => ({ kind: 'expire', incident: rule, key })),
    ...(head.claims ?? [])
      .filter((claim) => claim.until <= by)
      .map(({ messageId }): TimeTask => ({ kind: 'lease', message: messageId })),
    { kind: 'rouse' },
  ]
}

/** The first of what is due, or all that is where it is not begun. */
function takeTimeTask(before: ReactionDraft, work: TimeWork, messages: readonly Message[]): TasksLeft<TimeTask> {
  if (work.tasks === undefined) return { draft: before, tasks: dueTasks(before, work) }
  const [task, ...rest] = work.tasks
  if (task === undefined) return done(before)
  const { draft, tasks } = doForTime(before, work, task, messages)
  return { draft, tasks: [...tasks, ...rest] }
}

/** What was due may have changed since, where this goes on in a later transaction. */
function doForTime(
  draft: ReactionDraft,
  { by }: TimeWork,
  task: TimeTask,
  messages: readonly Message[],
): TasksLeft<TimeTask> {
  switch (task.kind) {
    case 'judge': {
      const promise = draft.promises.find((each) => each.name === task.promise && each.key === task.key)
      if (promise === undefined) return done(draft)
      const definition = draft.catalogue.promise(promise.name)
      if (definition === undefined) return done(letGo(draft, promise, 'withdrawn'))
      const isDue = promise.wakeAt === undefined || promise.wakeAt <= by
      return done(isDue ? lookAt(draft, definition, promise) : draft)
    }
    case 'expire': {
      const incident = draft.head.incidents.find((each) => each.rule === task.incident && each.key === task.key)
      if (incident === undefined || incident.endsAt > by) return done(draft)
      return done(withWatched(draft, closeIncident(watchedOf(draft), task.incident, task.key, 'expired')))
    }
    case 'lease': {
      const claim = (draft.head.claims ?? []).find((each) => each.messageId === task.message)
      const isOver = claim !== undefined && claim.until <= by
      return done(isOver ? endLease(draft, claim.messageId, messages) : draft)
    }
    case 'rouse': {
      const due = draft.runs.filter((run) => run.activity.until <= by)
      const inOrder = due.toSorted((a, b) => a.activity.until - b.activity.until)
      return { draft, tasks: inOrder.map((run): TimeTask => ({ kind: 'wake', run: runId(run) })) }
    }
    case 'leave': {
      const { workflow: id, key, entry, event, exitAt } = task
      const run = draft.runs.find((each) => each.workflow === id && each.key === key && each.entry.messageId === entry)
      if (run === undefined) return done(draft)
      return done(
        onRun(draft, runId(run), (workflow, leaving) =>
          guardRun(draft, workflow, leaving, () => leaveBy(draft, workflow, leaving, { event, exitAt })),
        ),
      )
    }
    case 'wake':
      return done(
        onRun(draft, task.run, (workflow, run) =>
          run.activity.until <= by
            ? guardRun(draft, workflow, run, () => wakeRun(draft, workflow, run, messages))
            : draft,
        ),
      )
  }
}

/** Looks at one promise whose time has come. One that throws is let go of, with its incident. */
const lookAt = (draft: ReactionDraft, definition: PromiseDefinition, promise: PromiseState): ReactionDraft =>
  guard(
    () => withWatched(draft, judge(watchedOf(draft), definition, promise, zoneAt(draft), draft.now)),
    (fault) => letGo(putAside(draft, promiseSuspect(promise), fault), promise, 'put-aside'),
  )

/** A promise that the catalogue no longer knows is nobody's to keep: its timer would otherwise fire for ever. */
function letGo(draft: ReactionDraft, promise: PromiseState, why: string): ReactionDraft {
  const without = { ...draft, promises: draft.promises.filter((each) => each !== promise) }
  return withWatched(without, closeIncident(watchedOf(without), promise.name, promise.key, why))
}

/** A run that has ended since is passed over; one whose version nobody has any longer is dropped. */
function onRun(draft: ReactionDraft, id: string, act: (workflow: Workflow, run: Run) => ReactionDraft): ReactionDraft {
  const run = draft.runs.find((each) => runId(each) === id)
  if (run === undefined) return draft
  const workflow = draft.catalogue.workflow(run.workflow, run.version)
  return workflow === undefined ? leaveToLease(dropRun(draft, run), run) : act(workflow, run)
}
