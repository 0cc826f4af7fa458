import type { CustomerState } from '#engagement/journey/customer-state.ts'
import type { Commit } from '#stages/ports/commit.ts'
import { type Law, ofCommits, ofRest } from './law.ts'

/** What is due, and when: for a state that nobody has touched since. */
function dueIn({ head, runs, promises, backlog }: CustomerState): readonly number[] {
  if (backlog !== undefined || head.absorbing !== undefined) return [Number.NEGATIVE_INFINITY]
  const own = head.mergedInto === undefined
  return [
    ...(own ? runs.map((run) => run.activity.until) : []),
    ...(own ? promises.flatMap(({ wakeAt }) => (wakeAt === undefined ? [] : [wakeAt])) : []),
    ...(head.claims ?? []).map((claim) => claim.until),
    ...head.incidents.map((incident) => incident.endsAt),
  ]
}

interface Change {
  readonly before: CustomerState | undefined
  readonly after: CustomerState
}

const bothOf = ({ before, after, absorbed }: Commit): readonly Change[] => [
  { before, after },
  ...(absorbed === undefined ? [] : [absorbed]),
]

const textOf = (at: number | undefined): string =>
  at === undefined ? 'never' : Number.isFinite(at) ? new Date(at).toISOString() : 'at once'

export const STATE_LAWS: readonly Law[] = [
  ofCommits('each write of a customer is one version on', (commit, { ledger }) =>
    bothOf(commit).flatMap(({ after: { customerId, version } }) => {
      const known = ledger.books.get(customerId)?.state?.version ?? 0
      return version === known + 1 ? [] : [`customer ${customerId} goes from version ${known} to ${version}`]
    }),
  ),
  ofCommits('a customer has one live run of a workflow and key at the most', (commit) =>
    bothOf(commit).flatMap(({ after: { runs, head, customerId } }) => {
      const names = head.mergedInto === undefined ? runs.map((run) => `${run.workflow} ${run.key}`) : []
      const twice = names.filter((name, n) => names.indexOf(name) !== n)
      return twice.map((name) => `customer ${customerId} has two runs of ${name}`)
    }),
  ),
  ofCommits('what is due has a timer that is not later, and no timer is set where nothing is due', (commit, world) =>
    bothOf(commit).flatMap(({ before, after }) => {
      const [due, timer] = [dueIn(after), after.head.timer]
      const first = Math.min(...due)
      const isSet = timer !== undefined && timer.generation !== before?.head.timer?.generation
      if (isSet && due.length === 0) return [`customer ${after.customerId} is given a timer, and nothing is due`]
      if (
        due.length === 0 ||
        (timer?.at ?? Number.POSITIVE_INFINITY) <= Math.max(first, world.now + world.weather.skew)
      )
        return []
      return [`customer ${after.customerId} wakes ${textOf(timer?.at)}, and something is due ${textOf(first)}`]
    }),
  ),
  ofRest('a customer has one timer at the most, the one that their state knows', ({ timers, ledger }) => {
    const known = new Set(
      [...ledger.books.values()].flatMap(({ state }) =>
        state?.head.timer === undefined ? [] : [`${state.customerId}#${state.head.timer.generation}`],
      ),
    )
    return [...timers.all.keys()].filter((name) => !known.has(name)).map((name) => `timer ${name} is nobody's`)
  }),
  ofRest(
    'nothing is forgotten: at rest no run, promise, lease, incident, rest of work or timer is left',
    ({ ledger }) =>
      [...ledger.books].flatMap(([id, { state }]) => {
        if (state === undefined) return []
        const { head, runs, promises, backlog } = state
        return [
          ...runs.map((run) => `run ${run.workflow}#${run.key} is ${run.activity.kind}`),
          ...promises.map((promise) => `promise ${promise.name} ${promise.key} is ${promise.status}`),
          ...(head.claims ?? []).map((claim) => `a lease on ${claim.messageId}`),
          ...head.incidents.map((incident) => `incident ${incident.rule} ${incident.key}`),
          ...(backlog === undefined ? [] : ['work that did not fit']),
          ...(head.absorbing === undefined ? [] : ['a merge that is not finished']),
          ...(head.timer === undefined ? [] : [`a timer for ${new Date(head.timer.at).toISOString()}`]),
        ].map((what) => `customer ${id} still has ${what}`)
      }),
  ),
  ofRest('a customer who lives on as another holds nothing', ({ ledger }) =>
    [...ledger.books].flatMap(([id, { state }]) => {
      if (state?.head.mergedInto === undefined) return []
      const { head, runs, promises, profile } = state
      const holds =
        runs.length + promises.length + head.slots.length + head.incidents.length + Object.keys(head.consent).length
      return holds + Object.keys(profile.traits).length === 0 ? [] : [`customer ${id} lives on and holds something`]
    }),
  ),
]
