import { promisesAbout } from '../lower/lower-workflow.ts'
import { type CheckedWorkflow, type Checking, placeOf } from './checking.ts'

/** `renews` in a workflow that is not about that promise: there would be nothing to renew. */
export function checkRenewals(checked: CheckedWorkflow, { vocabulary, report, places }: Checking): void {
  if (vocabulary.promises === undefined) return
  const { workflow, source, lowered } = checked
  const about = promisesAbout(workflow.trigger.events, source.value, vocabulary).map((promise) => promise.name)
  for (const { step, path } of lowered.steps) {
    if (step.kind !== 'send') continue
    for (const promise of Object.keys(step.renews)) {
      const known = vocabulary.promises.some((each) => each.name === promise)
      if (!known || about.includes(promise)) continue
      const place = source.keyAt([...path, 'renews', promise]) ?? placeOf(step, checked, { places })
      report.error(
        place,
        'not-about-promise',
        `The events that enter this workflow are not about the promise \`${promise}\``,
        'Trigger it on `Promise At Risk`, `Promise Broken` or an event that makes or carries it',
      )
    }
  }
}
