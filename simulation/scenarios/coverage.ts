import type { Step, Workflow } from '#engagement/model/workflow.ts'
import type { ScenarioResult } from '#simulation/scenarios/run-scenario.ts'

/** What no scenario of a workflow reaches. */
export interface Unreached {
  readonly steps: readonly { readonly id: string; readonly what: string }[]
  /** `2 otherwise`: the step and the way out of it. */
  readonly ways: readonly string[]
}

export function findUnreached(
  workflow: Workflow,
  results: readonly Pick<ScenarioResult, 'reached' | 'ways'>[],
): Unreached {
  const reached = new Set(results.flatMap((result) => [...result.reached]))
  const taken = new Set(results.flatMap((result) => [...result.ways]))
  const steps = Object.values(workflow.steps)
  return {
    steps: steps.filter(({ id }) => !reached.has(id)).map((step) => ({ id: step.id, what: nameStep(step) })),
    // A way out of a step that is not reached itself is not worth a line of its own.
    ways: steps
      .filter(({ id }) => reached.has(id))
      .flatMap((step) => waysOf(step).map((way) => `${step.id} ${way}`))
      .filter((way) => !taken.has(way)),
  }
}

/** Every way that leads on from a step, by the name under which the engine reports it. */
function waysOf(step: Step): readonly string[] {
  switch (step.kind) {
    case 'branch':
      return [...step.ways.map((_, at) => `if${at + 1}`), 'otherwise']
    case 'split':
      return step.ways.map(({ name }) => name)
    case 'wait_event':
      return ['on_event', 'on_timeout']
    case 'wait':
    case 'wait_field':
    case 'wait_until':
    case 'send':
    case 'set':
    case 'emit':
    case 'end':
      return []
    case 'webhook':
    case 'hand_over':
      return step.onFailure === undefined ? [] : ['on_success', 'on_failure']
  }
}

function nameStep(step: Step): string {
  switch (step.kind) {
    case 'send':
      return `send ${step.message}`
    case 'hand_over':
      return `hand over to ${step.to}`
    case 'emit':
      return `emit ${step.event}`
    case 'end':
      return `end ${step.reason}`
    case 'wait':
    case 'wait_field':
    case 'wait_until':
    case 'wait_event':
      return 'wait'
    case 'branch':
    case 'split':
    case 'set':
    case 'webhook':
      return step.kind
  }
}
