import type { CustomerEvent } from './customer/customer-event.ts'
import type { Decision } from './decision/decision.ts'
import type { EventTask, EventWork, TimeTask, TimeWork, Work } from './journey/backlog.ts'
import { leaveToLease } from './journey/claim.ts'
import { type Desk, dropRun, zoneAt } from './journey/desk.ts'
import { endLease } from './journey/end-lease.ts'
import { enter } from './journey/enter.ts'
import { hear, hearNobody, leaveBy, reachLateGoals, rememberExit } from './journey/listen.ts'
import { eventSuspect, guard, guardRun, promiseSuspect } from './journey/put-aside.ts'
import { type Run, runId } from './journey/run.ts'
import { wakeRun } from './journey/wake-run.ts'
import { beginEvent } from './learn-event.ts'
import type { Message } from './message/message.ts'
import type { PromiseDefinition } from './model/promise-definition.ts'
import type { Workflow } from './model/workflow.ts'
import { type Possible, possibleTriggers } from './possible-triggers.ts'
import type { PromiseState } from './promise/promise-state.ts'
import { closeIncident, judge } from './promise/watch.ts'
import { takeWatched, watchedOf } from './watch-event.ts'

/** Does the next thing that a piece of work asks for. What is left of it; undefined where it is done. */
export function takeNext(desk: Desk, work: Work, messages: readonly Message[]): Work | undefined {
  switch (work.kind) {
    case 'event': {
      const from = desk.decisions.length
      const tasks = work.tasks === undefined ? beginEvent(desk, work.event) : takeEventTask(desk, work, work.tasks)
      if (tasks.length === 0) return undefined
      return { ...work, tasks, told: toldOf(work, desk.decisions.slice(from)) }
    }
    case 'time': {
      const tasks = work.tasks === undefined ? beginTime(desk, work) : takeTimeTask(desk, work, work.tasks, messages)
      return tasks.length === 0 ? undefined : { ...work, tasks }
    }
  }
}

function toldOf({ told }: EventWork, decisions: readonly Decision[]): readonly string[] {
  const more = decisions.map((decision) => decision.workflow).filter((workflow) => !told.includes(workflow))
  return more.length === 0 ? told : [...told, ...new Set(more)]
}

function takeEventTask(desk: Desk, work: EventWork, tasks: readonly EventTask[]): readonly EventTask[] {
  const [task, ...rest] = tasks
  return task === undefined ? [] : [...doForEvent(desk, work, task), ...rest]
}

/** Tasks that it has become, where it stands for several. */
function doForEvent(desk: Desk, { event, told }: EventWork, task: EventTask): readonly EventTask[] {
  const named = desk.catalogue.named(event.name)
  switch (task.kind) {
    case 'hear':
      return onRun(desk, task.run, (workflow, run) => hear(desk, workflow, run, event))
    case 'remember': {
      const reads = named?.exitReads
      part(desk, 'goals', event, () => reachLateGoals(desk, event))
      if (reads !== undefined) part(desk, 'exits', event, () => rememberExit(desk, event, reads))
      return []
    }
    case 'admit': {
      const triggers = (): Possible => possibleTriggers(desk, event, named?.triggers ?? [])
      const { workflows, others } = guard(desk, () => eventSuspect('triggers', event), triggers, { workflows: [] })
      const asked = workflows.map(({ id }): EventTask => ({ kind: 'enter', workflow: id }))
      return others === undefined ? asked : [...asked, { kind: 'turn_away', values: others }]
    }
    case 'enter': {
      const workflow = desk.catalogue.current(task.workflow)
      if (workflow !== undefined) part(desk, `entry into ${workflow.id}`, event, () => enter(desk, workflow, event))
      return []
    }
    case 'turn_away':
      desk.decisions.push({
        at: desk.now,
        workflow: '*',
        version: '',
        verdict: 'not_entered',
        reason: 'trigger-unmatched',
        values: task.values,
      })
      return []
    case 'unheard':
      for (const workflow of named?.listeners ?? []) hearNobody(desk, workflow, new Set(told))
      return []
    case 'release':
      return desk.runs.filter(isHeldByIncident).map((run): EventTask => ({ kind: 'go_on', run: runId(run) }))
    case 'go_on':
      return onRun(desk, task.run, (workflow, run) => {
        if (isHeldByIncident(run)) guardRun(desk, workflow, run, () => wakeRun(desk, workflow, run, []))
      })
  }
}

/** One thing that an event leads to; where it throws, the others go on. */
const part = (desk: Desk, what: string, event: CustomerEvent, work: () => void): void =>
  guard(desk, () => eventSuspect(what, event), work, undefined)

const isHeldByIncident = ({ activity }: Run): boolean =>
  activity.kind === 'holding' && activity.reason === 'incident-open'

/** Everything that is due: promises, those that nobody knows any longer first; incidents that are over; leases; then runs. */
function beginTime(desk: Desk, { by }: TimeWork): readonly TimeTask[] {
  const isWithdrawn = (name: string): boolean => desk.catalogue.promise(name) === undefined
  const withdrawn = desk.promises.filter((promise) => isWithdrawn(promise.name))
  const due = desk.promises.filter(
    (each) => !isWithdrawn(each.name) && (each.wakeAt === undefined || each.wakeAt <= by),
  )
  return [
    ...[...withdrawn, ...due].map(({ name, key }): TimeTask => ({ kind: 'judge', promise: name, key })),
    ...desk.head.incidents
      .filter((incident) => incident.endsAt <= by)
      .map(({ rule, key }): TimeTask => ({ kind: 'expire', incident: rule, key })),
    ...(desk.head.claims ?? [])
      .filter((claim) => claim.until <= by)
      .map(({ messageId }): TimeTask => ({ kind: 'lease', message: messageId })),
    { kind: 'rouse' },
  ]
}

function takeTimeTask(
  desk: Desk,
  work: TimeWork,
  tasks: readonly TimeTask[],
  messages: readonly Message[],
): readonly TimeTask[] {
  const [task, ...rest] = tasks
  return task === undefined ? [] : [...doForTime(desk, work, task, messages), ...rest]
}

/** What was due may have changed since, where this goes on in a later transaction. */
function doForTime(desk: Desk, { by }: TimeWork, task: TimeTask, messages: readonly Message[]): readonly TimeTask[] {
  switch (task.kind) {
    case 'judge': {
      const promise = desk.promises.find((each) => each.name === task.promise && each.key === task.key)
      if (promise === undefined) return []
      const definition = desk.catalogue.promise(promise.name)
      if (definition === undefined) letGo(desk, promise, 'withdrawn')
      else if (promise.wakeAt === undefined || promise.wakeAt <= by) lookAt(desk, definition, promise)
      return []
    }
    case 'expire': {
      const incident = desk.head.incidents.find((each) => each.rule === task.incident && each.key === task.key)
      if (incident !== undefined && incident.endsAt <= by)
        takeWatched(desk, closeIncident(watchedOf(desk), task.incident, task.key, 'expired'))
      return []
    }
    case 'lease': {
      const claim = (desk.head.claims ?? []).find((each) => each.messageId === task.message)
      if (claim !== undefined && claim.until <= by) endLease(desk, claim.messageId, messages)
      return []
    }
    case 'rouse':
      return desk.runs
        .filter((run) => run.activity.until <= by)
        .toSorted((a, b) => a.activity.until - b.activity.until)
        .map((run): TimeTask => ({ kind: 'wake', run: runId(run) }))
    case 'leave': {
      const { workflow: id, key, entry, event, exitAt } = task
      const run = desk.runs.find((each) => each.workflow === id && each.key === key && each.entry.messageId === entry)
      return run === undefined
        ? []
        : onRun(desk, runId(run), (workflow, leaving) =>
            guardRun(desk, workflow, leaving, () => leaveBy(desk, workflow, leaving, { event, exitAt })),
          )
    }
    case 'wake':
      return onRun(desk, task.run, (workflow, run) => {
        if (run.activity.until <= by) guardRun(desk, workflow, run, () => wakeRun(desk, workflow, run, messages))
      })
  }
}

/** Looks at one promise whose time has come. One that throws is let go of, with its incident. */
function lookAt(desk: Desk, definition: PromiseDefinition, promise: PromiseState): void {
  const look = (): boolean => {
    takeWatched(desk, judge(watchedOf(desk), definition, promise, zoneAt(desk), desk.now))
    return true
  }
  if (!guard(desk, () => promiseSuspect(promise), look, false)) letGo(desk, promise, 'put-aside')
}

/** A promise that the catalogue no longer knows is nobody's to keep: its timer would otherwise fire for ever. */
function letGo(desk: Desk, promise: PromiseState, why: string): void {
  desk.promises = desk.promises.filter((each) => each !== promise)
  takeWatched(desk, closeIncident(watchedOf(desk), promise.name, promise.key, why))
}

/** A run that has ended since is passed over; one whose version nobody has any longer is dropped. */
function onRun(desk: Desk, id: string, act: (workflow: Workflow, run: Run) => void): readonly [] {
  const run = desk.runs.find((each) => runId(each) === id)
  if (run === undefined) return []
  const workflow = desk.catalogue.workflow(run.workflow, run.version)
  if (workflow === undefined) {
    dropRun(desk, run)
    leaveToLease(desk, run)
  } else act(workflow, run)
  return []
}
