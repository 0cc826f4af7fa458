import { earliestArrivals, followers } from '#engagement/model/step-graph.ts'
import { type CheckedWorkflow, type Checking, placeOf } from './checking.ts'

/** A wait that ends after the goal's window: what follows it can no longer be measured. */
export function checkGoal(checked: CheckedWorkflow, checking: Checking): void {
  const { workflow } = checked
  const goal = workflow.goal
  if (goal === undefined) return
  const arrivals = earliestArrivals(workflow)
  for (const { step } of checked.lowered.steps) {
    const at = arrivals.get(step.id)
    if (at === undefined || at > goal.withinMs) continue
    const late = followers(step).filter((id) => (arrivals.get(id) ?? 0) > goal.withinMs)
    if (late.length === 0) continue
    checking.report.warn(
      placeOf(step, checked, checking),
      'after-goal',
      "This wait ends after the goal's window: what follows cannot reach the goal",
      "Lengthen the goal's `within`, or wait less",
    )
  }
}
