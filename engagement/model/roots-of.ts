import { ROOTS, type Root } from './condition.ts'
import type { Workflow } from './workflow.ts'

export type Roots = ReadonlySet<Root>
export const ALL_ROOTS: Roots = new Set(ROOTS)

const known = new WeakMap<Workflow, Roots>()

/** What is read of a customer to decide whether an event enters a workflow: nothing else has to be made ready. */
export function rootsOfTrigger(workflow: Workflow): Roots {
  const found = known.get(workflow)
  if (found !== undefined) return found
  const roots = rootsIn([workflow.trigger.where, workflow.onlyWhile, workflow.exitWhen])
  known.set(workflow, roots)
  return roots
}

/** Roots of the fields anywhere in conditions. */
function rootsIn(conditions: unknown): Roots {
  const roots = new Set<Root>()
  JSON.stringify(conditions, (key, value: unknown) => {
    const root = key === 'root' ? ROOTS.find((each) => each === value) : undefined
    if (root !== undefined) roots.add(root)
    return value
  })
  return roots
}
