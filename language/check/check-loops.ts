import { earliestArrivals } from '#engagement/model/step-graph.ts'
import type { Workflow } from '#engagement/model/workflow.ts'
import { type CheckedWorkflow, type Checking, placeOf } from './checking.ts'

/** One workflow raises an event on which another (or itself) enters. */
interface Raise {
  readonly from: CheckedWorkflow
  readonly to: CheckedWorkflow
  readonly event: string
  readonly step: object
  /** Least time between entering and raising it; milliseconds. */
  readonly after: number
}

/** Workflows that raise events in a circle: each of them told once, at the step that closes it. */
export function checkLoops(checking: Checking): void {
  const raises = checking.workflows.flatMap((from) => raisedBy(from, checking.workflows))
  const told = new Set<string>()
  for (const first of raises) {
    const circle = findCircle([first], raises)
    if (circle === undefined) continue
    const names = circle.map(({ from }) => from.workflow.id)
    const name = names.toSorted().join(' ')
    if (told.has(name)) continue
    told.add(name)
    tell(circle, names, checking)
  }
}

function raisedBy(from: CheckedWorkflow, all: readonly CheckedWorkflow[]): readonly Raise[] {
  const arrivals = earliestArrivals(from.workflow)
  return Object.values(from.workflow.steps).flatMap((step) => {
    const after = arrivals.get(step.id)
    if (step.kind !== 'emit' || after === undefined) return []
    const hear = all.filter((to) => to.workflow.trigger.events.includes(step.event) && entersAgain(to.workflow))
    return hear.map((to) => ({ from, to, event: step.event, step, after }))
  })
}

/** Whoever enters only once per customer ends every circle. */
const entersAgain = ({ reentry, onePer }: Workflow): boolean => reentry.kind !== 'never' || onePer !== undefined

/** The shortest way back to where `path` begins. */
function findCircle(path: readonly Raise[], raises: readonly Raise[]): readonly Raise[] | undefined {
  const [first] = path
  let ways = [path]
  while (ways.length > 0) {
    const closed = ways.find((way) => way.at(-1)?.to === first?.from)
    if (closed !== undefined) return closed
    ways = ways.flatMap((way) =>
      raises
        .filter((next) => next.from === way.at(-1)?.to && !way.some(({ from }) => from === next.from))
        .map((next) => [...way, next]),
    )
  }
  return undefined
}

/** Nothing is asked and no time passes: it turns until the engine stops it. Otherwise somebody may have meant it. */
function tell(circle: readonly Raise[], names: readonly string[], checking: Checking): void {
  const [first] = circle
  if (first === undefined) return
  const certain = circle.every(({ after, to }) => after === 0 && to.workflow.trigger.where === undefined)
  const place = placeOf(first.step, first.from, checking)
  const message =
    names.length === 1
      ? `\`${first.event}\` enters this workflow again: it goes round in a circle`
      : `\`${first.event}\` comes back to this workflow: ${[...names, names[0]].join(' -> ')} is a circle`
  const hint = 'Raise another event, or tell apart with `where` who enters again'
  if (certain) checking.report.error(place, 'loop', message, hint)
  else checking.report.warn(place, 'loop', message, hint)
}
