import type { PromiseState } from '../promise/promise-state.ts'
import type { CustomerState } from './customer-state.ts'
import { type Run, runId } from './run.ts'

/**
 * A state as every store gives it back: runs in the order in which they began, promises in which they were made. The core
 * goes by that order, and a merge brings parts that are older than what is there. The same state where it is in order.
 */
export function inStoredOrder(state: CustomerState): CustomerState {
  const [runs, promises] = [sorted(state.runs, byEntry), sorted(state.promises, byMaking)]
  return runs === state.runs && promises === state.promises ? state : { ...state, runs, promises }
}

const byEntry = (a: Run, b: Run): number => a.enteredAt - b.enteredAt || byText(runId(a), runId(b))
const byMaking = (a: PromiseState, b: PromiseState): number =>
  a.madeAt - b.madeAt || byText(`${a.name}#${a.key}`, `${b.name}#${b.key}`)
const byText = (a: string, b: string): number => (a < b ? -1 : 1)

function sorted<Part>(parts: readonly Part[], compare: (a: Part, b: Part) => number): readonly Part[] {
  const isSorted = parts.every((part, place) => {
    const before = parts[place - 1]
    return before === undefined || compare(before, part) < 0
  })
  return isSorted ? parts : parts.toSorted(compare)
}
