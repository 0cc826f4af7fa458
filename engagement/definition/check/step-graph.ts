import type { Step, Workflow } from '#engagement/definition/workflow.ts'

type Graph = Pick<Workflow, 'first' | 'steps'>

/** Ids of the steps that may follow a step. */
export function followers(step: Step): readonly string[] {
  const present = (ids: readonly (string | undefined)[]): readonly string[] => ids.filter((id) => id !== undefined)
  switch (step.kind) {
    case 'branch':
      return present([...step.ways.map((way) => way.to), step.otherwise])
    case 'split':
      return present(step.ways.filter((way) => way.percent > 0).map((way) => way.to))
    case 'wait_event':
      return present([step.onEvent, step.onTimeout])
    case 'end':
      return []
    case 'wait':
    case 'wait_field':
    case 'wait_until':
    case 'set':
    case 'emit':
      return present([step.next])
    case 'send':
      return present([step.next, step.onSkipped?.to])
    case 'webhook':
    case 'hand_over':
      return present([step.next, step.onFailure?.to])
  }
}

/** Milliseconds that pass at least in a step; for a wait for an event, until its timeout or none. */
function leastTime(step: Step, to: string): number {
  switch (step.kind) {
    case 'wait':
      return step.for.ms
    case 'wait_field':
      return step.atLeast.ms
    case 'wait_event':
      return step.onEvent === to ? 0 : step.timeout.ms
    default:
      return 0
  }
}

/** For every step that can be reached, the least time after entry at which it is; milliseconds. */
export function earliestArrivals({ first, steps }: Graph): ReadonlyMap<string, number> {
  const arrivals = new Map<string, number>()
  const visit = (id: string, at: number): void => {
    const known = arrivals.get(id)
    if (known !== undefined && known <= at) return
    arrivals.set(id, at)
    const step = steps[id]
    if (step !== undefined) for (const to of followers(step)) visit(to, at + leastTime(step, to))
  }
  if (first !== undefined) visit(first, 0)
  return arrivals
}
