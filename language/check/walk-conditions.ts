import type { Condition } from '#engagement/model/condition.ts'
import type { Workflow } from '#engagement/model/workflow.ts'

/** Every condition that a workflow asks, at its top: trigger, exits, goal, branches, waits, and what its counters count. */
export function topConditions(
  workflow: Pick<Workflow, 'trigger' | 'onlyWhile' | 'exitWhen' | 'goal' | 'steps' | 'counters'>,
): readonly Condition[] {
  const steps = Object.values(workflow.steps).flatMap((step): readonly (Condition | undefined)[] => {
    if (step.kind === 'branch') return step.ways.map((way) => way.if)
    return step.kind === 'wait_event' ? [step.filter.where] : []
  })
  const filters = [workflow.trigger, workflow.goal, ...workflow.exitWhen].map((filter) => filter?.where)
  return [...filters, workflow.onlyWhile, ...steps, ...workflow.counters.map((counter) => counter.where)].filter(
    (condition) => condition !== undefined,
  )
}

/** A condition and all inside it. */
export function withInner(condition: Condition): readonly Condition[] {
  switch (condition.kind) {
    case 'all_of':
    case 'any_of':
      return [condition, ...condition.conditions.flatMap(withInner)]
    case 'not':
      return [condition, ...withInner(condition.condition)]
    case 'list':
      return [condition, ...withInner(condition.where)]
    case 'compare':
    case 'history':
      return [condition]
  }
}
