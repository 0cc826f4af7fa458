import { type CheckedWorkflow, type Checking, placeOf } from './checking.ts'

/** What marketing must and service may not do. */
export function checkClass(checked: CheckedWorkflow, checking: Checking): void {
  const { workflow, source, lowered } = checked
  const { report } = checking
  if (workflow.class === 'service') {
    if (workflow.holdout > 0)
      report.error(
        source.keyAt(['holdout']),
        'service-holdout',
        'A service workflow cannot hold anyone out: the customer is owed the message',
        'Remove `holdout`',
      )
    return
  }
  if (workflow.topic === undefined)
    report.error(
      source.at(['class']),
      'missing-topic',
      'A marketing workflow needs a topic that customers can consent to',
      'Add `topic:`, one of settings.yaml',
    )
  if (workflow.holdout >= 100)
    report.warn(
      source.at(['holdout']),
      'never-sends',
      'Everybody is held out: nobody is ever written to',
      'Write the share that is not to be written to, such as `10%`',
    )
  for (const { step, path } of lowered.steps) {
    if (step.kind === 'send' && step.urgent)
      report.error(
        source.keyAt([...path, 'urgent']),
        'urgent-marketing',
        'Marketing is never urgent: it keeps quiet hours',
        'Remove `urgent`, or make it a service workflow',
      )
    if (step.kind === 'send' && Object.keys(step.renews).length > 0)
      report.error(
        placeOf(step, checked, checking),
        'marketing-renews',
        'A promise is renewed in a service message only',
      )
  }
}
