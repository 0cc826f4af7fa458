import { earliestArrivals } from '#engagement/model/step-graph.ts'
import { type CheckedWorkflow, type Checking, placeOf } from './checking.ts'

/** Steps that nobody can come to: after `end`, in a way of no share, after ways that all end. */
export function checkReach(checked: CheckedWorkflow, checking: Checking): void {
  const reached = earliestArrivals(checked.workflow)
  let before = true
  for (const { step } of checked.lowered.steps) {
    const here = reached.has(step.id)
    // Of several in a row the first is told.
    if (!here && before)
      checking.report.error(
        placeOf(step, checked, checking),
        'unreachable',
        'This step is never reached',
        'Everything before it ends the journey or leads past it',
      )
    before = here
  }
}
