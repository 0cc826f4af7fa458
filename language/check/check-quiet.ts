import { followers } from '#engagement/model/step-graph.ts'
import type { Step } from '#engagement/model/workflow.ts'
import { type CheckedWorkflow, type Checking, placeOf } from './checking.ts'

type Wait = Extract<Step, { kind: 'wait' }>

/** Waits that each trigger begins anew: they need an end where a customer is owed the message. */
export function checkQuiet(checked: CheckedWorkflow, checking: Checking): void {
  const { workflow } = checked
  const before = stepsBeforeMessage(checked)
  for (const { step } of checked.lowered.steps) {
    if (step.kind !== 'wait' || step.atMost === undefined) continue
    if (workflow.whenRunning !== 'restart')
      checking.report.error(
        placeOf(step, checked, checking),
        'quiet-wait',
        'Nothing begins this wait anew: it never counts quiet',
        'Add `when_running: restart`, or write `wait: ...` alone',
      )
    else if (!before.includes(step))
      checking.report.error(
        placeOf(step, checked, checking),
        'quiet-wait',
        'Nothing begins this wait anew: that ends with the first message, which comes before it',
        'Write `wait: ...` alone',
      )
  }
  if (workflow.class !== 'service' || workflow.whenRunning !== 'restart') return
  const endless = before.find(isEndless)
  if (endless === undefined || before.some((step) => step.kind === 'wait' && step.atMost !== undefined)) return
  checking.report.warn(
    placeOf(endless, checked, checking),
    'endless-wait',
    'Each trigger begins this wait anew: as long as they come, the customer hears nothing',
    endless.kind === 'wait'
      ? `Give it an end: ${suggestion(endless)}`
      : 'Let a `wait: { quiet: ..., at_most: ... }` stand before it',
  )
}

const isEndless = (step: Step): boolean =>
  step.kind === 'wait' || step.kind === 'wait_field' || step.kind === 'wait_event'

/** Three times as long as the quiet that is asked for, in the words of the language. */
function suggestion(step: Wait): string {
  const minutes = Math.max(1, Math.round(step.for.ms / 60_000))
  const said = (count: number): string =>
    count % 1440 === 0 ? `${count / 1440}d` : count % 60 === 0 ? `${count / 60}h` : `${count}m`
  return `\`wait: { quiet: ${said(minutes)}, at_most: ${said(minutes * 3)} }\``
}

/** Steps that stand before the first message or call, on any way. */
function stepsBeforeMessage({ workflow }: CheckedWorkflow): readonly Step[] {
  const found: Step[] = []
  const ahead = workflow.first === undefined ? [] : [workflow.first]
  for (let place = 0; place < ahead.length; place += 1) {
    const step = workflow.steps[ahead[place] ?? '']
    if (step === undefined || step.kind === 'send' || step.kind === 'webhook' || step.kind === 'hand_over') continue
    found.push(step)
    ahead.push(...followers(step).filter((id) => !ahead.includes(id)))
  }
  return found
}
