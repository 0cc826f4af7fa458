import type { Step, Workflow } from '#engagement/model/workflow.ts'

type Graph = Pick<Workflow, 'first' | 'steps'>

/** All ways on from a step, the one that leads out of the journey (undefined) among them. */
export function waysOn(step: Step): readonly (string | undefined)[] {
  switch (step.kind) {
    case 'branch':
      return [...step.ways.map((way) => way.to), step.otherwise]
    case 'split':
      return step.ways.map((way) => way.to)
    case 'wait_event':
      return [step.onEvent, step.onTimeout]
    case 'webhook':
    case 'hand_over':
      return [step.next, step.onFailure?.to]
    case 'end':
      return []
    case 'wait':
    case 'wait_field':
    case 'wait_until':
    case 'set':
    case 'emit':
      return [step.next]
    case 'send':
      return step.onSkipped === undefined ? [step.next] : [step.next, step.onSkipped.to]
  }
}

/** Ids of the steps that may follow a step; a way of no share is never taken. */
export function followers(step: Step): readonly string[] {
  const ways = step.kind === 'split' ? step.ways.filter((way) => way.percent > 0).map((way) => way.to) : waysOn(step)
  return ways.filter((id) => id !== undefined)
}

/** Milliseconds that pass at least in a step; for a wait for an event, until its timeout or none. */
function leastTime(step: Step, to: string): number {
  switch (step.kind) {
    case 'wait':
      return step.for.ms
    case 'wait_field':
      return step.atLeast.ms
    case 'wait_event':
      return step.onEvent === to || !('ms' in step.timeout) ? 0 : step.timeout.ms
    case 'wait_until':
    case 'send':
    case 'branch':
    case 'split':
    case 'set':
    case 'emit':
    case 'webhook':
    case 'hand_over':
    case 'end':
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
