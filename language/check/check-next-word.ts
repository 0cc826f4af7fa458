import type { FieldRef } from '#engagement/model/condition.ts'
import { waysOn } from '#engagement/model/step-graph.ts'
import type { Span, Step, Workflow } from '#engagement/model/workflow.ts'
import { type CheckedWorkflow, type Checking, placeOf } from './checking.ts'

/** Our word that the customer hears from us by a time: on every way on, a message must go out by then. */
export function checkNextWord(checked: CheckedWorkflow, checking: Checking): void {
  for (const { step } of checked.lowered.steps) {
    if (step.kind !== 'send' || step.nextWord === undefined) continue
    if (isKept(checked.workflow, step.next, longest(step.nextWord))) continue
    checking.report.error(
      placeOf(step, checked, checking),
      'word-not-kept',
      `\`${step.message}\` gives our word to write again (\`next_word\`), and there is a way on which nothing is sent by then`,
      'Let every way lead to a `send` in time: end a wait for an event with `timeout: { until: next_word.by }` and an `on_timeout` that sends',
    )
  }
}

const DAY = 86_400_000

/** With a time of day, a word may be up to a day later than its days. */
const longest = ({ plus, at }: { readonly plus: Span; readonly at?: number }): number =>
  plus.ms + (at === undefined ? 0 : DAY)

/** Every way from `id` sends within `left` milliseconds, or the customer has left the run. */
function isKept({ steps }: Pick<Workflow, 'steps'>, id: string | undefined, left: number): boolean {
  const step = id === undefined ? undefined : steps[id]
  if (step === undefined || step.kind === 'end') return false
  if (step.kind === 'send') return true
  const after = left - timeIn(step)
  return after >= 0 && waysOn(step).every((to) => isKept({ steps }, to, after))
}

/** The longest time that passes in a step; a wait until the very word takes none of what is left. */
function timeIn(step: Step): number {
  switch (step.kind) {
    case 'wait':
      return step.for.ms + (step.at === undefined ? 0 : DAY)
    case 'wait_field':
      return step.atMost.ms
    case 'wait_until':
      return isNextWord(step.until) && step.plus === undefined ? 0 : Number.POSITIVE_INFINITY
    case 'wait_event':
      return 'ms' in step.timeout ? step.timeout.ms : isNextWord(step.timeout.until) ? 0 : Number.POSITIVE_INFINITY
    case 'send':
    case 'branch':
    case 'split':
    case 'set':
    case 'emit':
    case 'webhook':
    case 'hand_over':
    case 'end':
      return 0
  }
}

const isNextWord = (field: FieldRef): boolean => field.root === 'next_word'
