import { drawnWay } from '../decision/chance.ts'
import { evaluate } from '../decision/evaluate.ts'
import { explain } from '../decision/explain.ts'
import type { Step, Workflow } from '../model/workflow.ts'
import { type Desk, decide, runScope } from './desk.ts'
import type { Run } from './run.ts'

/** Only a condition that matched takes its way; what is unknown goes on to the next, at last to `otherwise`. */
export function chooseWay(
  desk: Desk,
  workflow: Workflow,
  run: Run,
  step: Extract<Step, { kind: 'branch' }>,
): string | undefined {
  const scope = runScope(desk, run)
  const place = step.ways.findIndex((way) => evaluate(way.if, scope) === 'matched')
  const values = step.ways.slice(0, place < 0 ? undefined : place + 1).flatMap((way) => explain(way.if, scope).values)
  decide(desk, workflow, run, {
    verdict: 'branched',
    reason: place < 0 ? 'otherwise' : `if${place + 1}`,
    step: step.id,
    values,
  })
  return place < 0 ? step.otherwise : step.ways[place]?.to
}

export function drawWay(
  desk: Desk,
  workflow: Workflow,
  run: Run,
  step: Extract<Step, { kind: 'split' }>,
): string | undefined {
  const way = drawnWay(desk.customerId, workflow, step)
  if (way !== undefined) decide(desk, workflow, run, { verdict: 'branched', reason: way.name, step: step.id })
  return way?.to
}
