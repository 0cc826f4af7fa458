import type { Condition } from '#engagement/model/condition.ts'
import { type CheckedWorkflow, type Checking, placeOf } from './checking.ts'
import { alwaysMatches, findContradiction, readableName } from './contradiction.ts'
import { topConditions, withInner } from './walk-conditions.ts'

/** Conditions that can never match, that always do, and that look back further than the timeline reaches. */
export function checkConditions(checked: CheckedWorkflow, checking: Checking): void {
  const { report, settings } = checking
  for (const top of topConditions(checked.workflow)) {
    const broken = reportContradictions(top, checked, checking)
    for (const condition of withInner(top)) {
      if (
        condition.kind !== 'history' ||
        settings === undefined ||
        condition.within === undefined ||
        condition.within <= settings.timelineMs
      )
        continue
      const days = Math.floor(settings.timelineMs / 86_400_000)
      report.error(
        placeOf(condition, checked, checking),
        'window-too-long',
        `This looks back further than the timeline lives (${days}d)`,
        'Shorten `within`, or lengthen `events.timeline` in settings.yaml',
      )
    }
    if (!broken && alwaysMatches(top))
      report.warn(placeOf(top, checked, checking), 'always-matches', 'This always matches')
  }
}

/** Of nested contradictions the innermost is told. */
function reportContradictions(condition: Condition, checked: CheckedWorkflow, checking: Checking): boolean {
  const inner = innerOf(condition).filter((each) => reportContradictions(each, checked, checking))
  if (inner.length > 0) return condition.kind === 'all_of' || inner.length === innerOf(condition).length
  const name =
    condition.kind === 'any_of' || condition.kind === 'not' || condition.kind === 'list'
      ? undefined
      : findContradiction([condition])
  if (name === undefined) return false
  checking.report.error(
    placeOf(condition, checked, checking),
    'never-matches',
    `This can never match: nothing fits all that is asked of \`${readableName(name)}\``,
  )
  return true
}

function innerOf(condition: Condition): readonly Condition[] {
  if (condition.kind === 'all_of' || condition.kind === 'any_of') return condition.conditions
  if (condition.kind === 'not') return [condition.condition]
  return condition.kind === 'list' ? [condition.where] : []
}
