import { drawnWay } from '../decision/chance.ts'
import { evaluate } from '../decision/evaluate.ts'
import { explain } from '../decision/explain.ts'
import type { Step, Workflow } from '../model/workflow.ts'
import { runScope } from './known-customer.ts'
import { decide, type ReactionDraft } from './reaction-draft.ts'
import type { Run } from './run.ts'

/** The step that a way leads to, and the draft that says why it is this way. */
export interface ChosenWay {
  readonly draft: ReactionDraft
  readonly to: string | undefined
}

/** Only a condition that matched takes its way; what is unknown goes on to the next, at last to `otherwise`. */
export function chooseWay(
  draft: ReactionDraft,
  workflow: Workflow,
  run: Run,
  step: Extract<Step, { kind: 'branch' }>,
): ChosenWay {
  const scope = runScope(draft, run)
  const place = step.ways.findIndex((way) => evaluate(way.if, scope) === 'matched')
  const values = step.ways.slice(0, place < 0 ? undefined : place + 1).flatMap((way) => explain(way.if, scope).values)
  const decided = decide(draft, workflow, run, {
    verdict: 'branched',
    reason: place < 0 ? 'otherwise' : `if${place + 1}`,
    step: step.id,
    values,
  })
  return { draft: decided, to: place < 0 ? step.otherwise : step.ways[place]?.to }
}

export function drawWay(
  draft: ReactionDraft,
  workflow: Workflow,
  run: Run,
  step: Extract<Step, { kind: 'split' }>,
): ChosenWay {
  const way = drawnWay(draft.customerId, workflow, step)
  if (way === undefined) return { draft, to: undefined }
  return { draft: decide(draft, workflow, run, { verdict: 'branched', reason: way.name, step: step.id }), to: way.to }
}
