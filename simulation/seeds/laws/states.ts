import type { CustomerState } from '#engagement/journey/customer-state.ts'
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

const both =
  <T>(of: (state: CustomerState) => readonly T[]) =>
  (commit: { after: CustomerState; absorbed?: { after: CustomerState } }): readonly T[] => [
    ...of(commit.after),
    ...(commit.absorbed === undefined ? [] : of(commit.absorbed.after)),
  ]

export const STATE_LAWS: readonly Law[] = [
  ofCommits('each write of a customer is one version on', ({ before, after, absorbed }, { ledger }) =>
    [{ before, after }, ...(absorbed === undefined ? [] : [absorbed])].flatMap((each) => {
      const known = ledger.books.get(each.after.customerId)?.state?.version ?? 0
      return each.after.version === known + 1
        ? []
        : [`customer ${each.after.customerId} goes from version ${known} to ${each.after.version}`]
    }),
  ),
  ofCommits('a customer has one live run of a workflow and key at the most', (commit) =>
    both(({ runs, head, customerId }) => {
      if (head.mergedInto !== undefined) return []
      const names = runs.map((run) => `${run.workflow} ${run.key}`)
      const twice = names.filter((name, n) => names.indexOf(name) !== n)
      return twice.map((name) => `customer ${customerId} has two runs of ${name}`)
    })(commit),
  ),
  ofCommits('what is due has a timer that is not later, and a timer stands only where something is due', (commit) =>
    both(({ customerId, ...state }) => {
      const due = dueIn({ customerId, ...state })
      const timer = state.head.timer?.at
      if (due.length === 0) return timer === undefined ? [] : [`customer ${customerId} has a timer, and nothing is due`]
      const first = Math.min(...due)
      if (timer === undefined)
        return [`customer ${customerId} has no timer, and something is due at ${new Date(first).toISOString()}`]
      return Number.isFinite(first) && timer > Math.max(first, commit.after.head.createdAt) + SOON
        ? [
            `customer ${customerId} wakes at ${new Date(timer).toISOString()}, after what is due at ${new Date(first).toISOString()}`,
          ]
        : []
    })(commit),
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

/** A timer that is due in a moment is set to the moment itself. */
const SOON = 20 * 60_000
