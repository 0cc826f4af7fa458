import { profileView } from './customer/apply-traits.ts'
import { evaluate } from './decision/evaluate.ts'
import { zoneOf } from './decision/permission.ts'
import type { LiveCatalogue } from './definition/live-catalogue.ts'
import type { Workflow } from './definition/workflow.ts'
import { isWritten } from './journey/claim.ts'
import type { CustomerHead, CustomerState, Memory } from './journey/customer-state.ts'
import { EXIT_GRACE_MS } from './journey/listen.ts'
import type { EndedRun, Run } from './journey/run.ts'
import type { Pair } from './merge-promises.ts'

type Seen = Memory['exits'][number]

/**
 * Lets runs of each know what happened to the other: an exit that only the other saw ends them, and of two runs with one
 * key the one goes on that would have if they had been one customer all along.
 */
export function mergeRuns(pair: Pair, catalogue: LiveCatalogue, now: number): Pair {
  const survivor = leaveBy(pair.survivor, pair.other.memory.exits, catalogue, now)
  const other = leaveBy(pair.other, pair.survivor.memory.exits, catalogue, now)
  const goesOn = (own: Run): boolean => {
    const theirs = other.runs.find(isRival(own))
    return theirs === undefined || outlives(own, theirs, catalogue.workflow(own.workflow, own.version))
  }
  const runs = survivor.runs.filter(goesOn)
  const gone = pair.survivor.runs.filter((run) => !runs.includes(run))
  return {
    survivor: { ...survivor, runs, head: { ...survivor.head, ...leasesOf(survivor.head, gone, now) } },
    other: { ...other, runs: other.runs.filter((theirs) => !runs.some(isRival(theirs))) },
  }
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

function leaveBy(state: CustomerState, exits: readonly Seen[], catalogue: LiveCatalogue, now: number): CustomerState {
  const left = state.runs.flatMap((run): EndedRun[] => {
    const workflow = catalogue.workflow(run.workflow, run.version)
    const exit =
      workflow === undefined ? undefined : exits.find((seen) => ends(seen, run, workflow, state, catalogue, now))
    return exit === undefined ? [] : [endedBy(exit, run, workflow, now)]
  })
  if (left.length === 0) return state
  const isLeft = (run: Run): boolean =>
    left.some((each) => each.workflow === run.workflow && each.key === run.key && each.n === run.n)
  return {
    ...state,
    runs: state.runs.filter((run) => !isLeft(run)),
    memory: { ...state.memory, runs: [...state.memory.runs, ...left] },
  }
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
    return verdict === 'matched' || (verdict === 'unknown' && workflow.class === 'marketing')
  })
}

function endedBy(exit: Seen, run: Run, workflow: Workflow | undefined, now: number): EndedRun {
  const goalUntil = workflow?.goal === undefined ? undefined : run.enteredAt + workflow.goal.withinMs
  const isOpen = goalUntil !== undefined && goalUntil > now && run.goalReachedAt === undefined
  return {
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
}
