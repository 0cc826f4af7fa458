import type { Step } from '../form/step-schema.ts'

/** Names of the traits that `set` steps write, at any depth. */
export function traitsSetBy(steps: readonly Step[]): readonly string[] {
  return steps.flatMap((step): readonly string[] => {
    if ('set' in step) return Object.keys(step.set.traits)
    if ('branch' in step)
      return step.branch.flatMap((way) => traitsSetBy('otherwise' in way ? way.otherwise : way.steps))
    if ('split' in step) return step.split.flatMap((way) => traitsSetBy(way.steps))
    if ('wait' in step && typeof step.wait === 'object' && 'for_event' in step.wait)
      return [...traitsSetBy(step.wait.on_event ?? []), ...traitsSetBy(step.wait.on_timeout ?? [])]
    if ('webhook' in step) return inCall(step.webhook)
    return 'hand_over' in step ? inCall(step.hand_over) : []
  })
}

const inCall = (call: {
  readonly on_success?: readonly Step[] | undefined
  readonly on_failure?: readonly Step[] | undefined
}): readonly string[] => traitsSetBy([...(call.on_success ?? []), ...(call.on_failure ?? [])])
