import { profileView } from './customer/apply-traits.ts'
import { evaluate } from './decision/evaluate.ts'
import { zoneOf } from './decision/permission.ts'
import { packBacklog, type TimeTask, workOf } from './journey/backlog.ts'
import { isWritten } from './journey/claim.ts'
import type { CustomerHead, CustomerState, Memory } from './journey/customer-state.ts'
import { EXIT_GRACE_MS } from './journey/listen.ts'
import type { EndedRun, Run } from './journey/run.ts'
import type { Pair } from './merge-promises.ts'
import type { LiveCatalogue } from './model/live-catalogue.ts'
import { classFacts } from './model/message-class.ts'
import type { Workflow } from './model/workflow.ts'

type Seen = Memory['exits'][number]

/**
 * Lets runs of each know what happened to the other: an exit that only the other saw ends them, and of two runs with one
 * key the one goes on that would have if they had been one customer all along. Runs that an exit ends leave as work of the
 * survivor's backlog, which comes before anything else: there may be more of them than a transaction holds.
 */
export function mergeRuns({ survivor, other }: Pair, catalogue: LiveCatalogue, now: number): Pair {
  const own = exitsOf(survivor, other.memory.exits, catalogue, now)
  const theirs = exitsOf(other, survivor.memory.exits, catalogue, now)
  const goesOn = (run: Run): boolean => {
    const rival = other.runs.find(isRival(run))
    if (rival === undefined || theirs.has(rival)) return true
    return !own.has(run) && outlives(run, rival, catalogue.workflow(run.workflow, run.version))
  }
  const runs = survivor.runs.filter(goesOn)
  const gone = survivor.runs.filter((run) => !runs.includes(run))
  const left = gone.flatMap((run) => endedBy(own.get(run), run, catalogue, now))
  const moving = other.runs.filter((rival) => !runs.some(isRival(rival)))
  const tasks = [...leavingOf(runs, own), ...leavingOf(moving, theirs)]
  return {
    survivor: {
      ...withWork(survivor, tasks, now),
      runs,
      head: { ...survivor.head, ...leasesOf(survivor.head, gone, now) },
      memory: { ...survivor.memory, runs: [...survivor.memory.runs, ...left] },
    },
    other: { ...other, runs: moving },
  }
}

const leavingOf = (runs: readonly Run[], exits: ReadonlyMap<Run, Seen>): readonly TimeTask[] =>
  runs.flatMap((run): readonly TimeTask[] => {
    const exit = exits.get(run)
    if (exit === undefined) return []
    const { workflow, key, entry } = run
    return [{ kind: 'leave', workflow, key, entry: entry.messageId, event: exit.event, exitAt: exit.at }]
  })

function withWork(survivor: CustomerState, tasks: readonly TimeTask[], now: number): CustomerState {
  if (tasks.length === 0) return survivor
  const backlog = survivor.backlog ?? []
  return { ...survivor, backlog: packBacklog(backlog, [...workOf(backlog), { kind: 'time', by: now, tasks }]) }
}

/** What the runs that go had written is left to leases; the other's messages are where they were, with leases of their own. */
function leasesOf({ claims = [] }: CustomerHead, gone: readonly Run[], now: number): Pick<CustomerHead, 'claims'> {
  const left = gone.flatMap(({ activity }) =>
    isWritten(activity) && !claims.some((claim) => claim.messageId === activity.messageId)
      ? [{ messageId: activity.messageId, until: now }]
      : [],
  )
  return left.length === 0 ? {} : { claims: [...claims, ...left] }
}

const isRival =
  (a: Run) =>
  (b: Run): boolean =>
    a.workflow === b.workflow && a.key === b.key

/** A run that has written already is not begun anew; before that the newest trigger counts where triggers re-arm. */
function outlives(own: Run, theirs: Run, workflow: Workflow | undefined): boolean {
  if (own.firstMessagePlanned || theirs.firstMessagePlanned) return own.firstMessagePlanned
  return workflow?.whenRunning === 'restart' ? own.entry.at >= theirs.entry.at : own.entry.at <= theirs.entry.at
}

/** Runs that one of these exits ends. */
function exitsOf(
  state: CustomerState,
  exits: readonly Seen[],
  catalogue: LiveCatalogue,
  now: number,
): ReadonlyMap<Run, Seen> {
  return new Map(
    state.runs.flatMap((run): readonly (readonly [Run, Seen])[] => {
      const workflow = catalogue.workflow(run.workflow, run.version)
      const exit =
        workflow === undefined ? undefined : exits.find((seen) => ends(seen, run, workflow, state, catalogue, now))
      return exit === undefined ? [] : [[run, exit]]
    }),
  )
}

function ends(
  seen: Seen,
  run: Run,
  workflow: Workflow,
  { profile }: CustomerState,
  { catalogue }: LiveCatalogue,
  now: number,
): boolean {
  if (seen.at < run.entry.at - EXIT_GRACE_MS) return false
  const scope = {
    profile: profileView(profile),
    event: seen.properties,
    entry: run.entry.properties,
    entryAt: run.entry.at,
    history: profile.history,
    zone: zoneOf(profile, catalogue.settings),
    now,
  }
  return workflow.exitWhen.some((exit) => {
    if (!exit.events.includes(seen.event)) return false
    const verdict = exit.where === undefined ? 'matched' : evaluate(exit.where, scope)
    return verdict === 'matched' || (verdict === 'unknown' && classFacts(workflow.class).leavesOnUnknown)
  })
}

/** What is remembered of a run that gave way to the other's while an exit ended it. */
function endedBy(exit: Seen | undefined, run: Run, catalogue: LiveCatalogue, now: number): readonly EndedRun[] {
  if (exit === undefined) return []
  const goal = catalogue.workflow(run.workflow, run.version)?.goal
  const goalUntil = goal === undefined ? undefined : run.enteredAt + goal.withinMs
  const isOpen = goalUntil !== undefined && goalUntil > now && run.goalReachedAt === undefined
  const ended: EndedRun = {
    workflow: run.workflow,
    key: run.key,
    n: run.n,
    enteredAt: run.enteredAt,
    endedAt: now,
    exitAt: exit.at,
    reason: 'exited',
    heldOut: run.heldOut,
    ...(run.goalReachedAt === undefined ? {} : { goalReachedAt: run.goalReachedAt }),
    ...(isOpen ? { goalUntil, goalEntry: run.entry.properties } : {}),
  }
  return [ended]
}
