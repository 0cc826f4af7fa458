import { earliestArrivals } from '#engagement/model/step-graph.ts'
import { type CheckedWorkflow, type Checking, placeOf } from './checking.ts'
import { findContradiction } from './contradiction.ts'

/** First messages less than this apart read as two about one thing; milliseconds. */
const CLOSE = 12 * 3_600_000

/** Two workflows that would write to the same customer about the same event. */
export function checkOverlaps(checking: Checking): void {
  checking.workflows.forEach((checked, index) => {
    for (const other of checking.workflows.slice(0, index)) checkPair(other, checked, checking)
  })
}

function checkPair(first: CheckedWorkflow, second: CheckedWorkflow, checking: Checking): void {
  const [a, b] = [first.workflow, second.workflow]
  const shared = b.trigger.events.filter((event) => a.trigger.events.includes(event))
  const [event] = shared
  if (event === undefined || a.class !== b.class) return
  const asked = [a.trigger.where, a.onlyWhile, b.trigger.where, b.onlyWhile].filter((each) => each !== undefined)
  if (findContradiction(asked) !== undefined) return
  const [early, late] = [firstMessage(first), firstMessage(second)]
  if (early === undefined || late === undefined || Math.abs(early - late) >= CLOSE) return
  checking.report.warn(
    placeOf(b.trigger, second, checking),
    'same-trigger',
    `\`${a.id}\` writes to the same customers about \`${event}\` at about the same time`,
    'Tell them apart with `where` or `only_while`, or make them one workflow',
  )
}

/** The least time after entry of the first message; undefined where none is sent. */
function firstMessage({ workflow }: CheckedWorkflow): number | undefined {
  const arrivals = earliestArrivals(workflow)
  const sends = Object.values(workflow.steps).flatMap((step) =>
    step.kind === 'send' ? (arrivals.get(step.id) ?? []) : [],
  )
  return sends.length === 0 ? undefined : Math.min(...sends)
}
