import type { Condition, FieldRef } from '#engagement/definition/condition.ts'
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
  checkBranches(checked, checking)
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

/** Ways of a branch that the trigger, or a way above, leaves nobody for. */
function checkBranches(checked: CheckedWorkflow, checking: Checking): void {
  const { workflow } = checked
  const entered =
    workflow.trigger.where === undefined ? [] : [factsOnly(workflow.trigger.where)].filter((each) => each !== undefined)
  for (const step of Object.values(workflow.steps)) {
    if (step.kind !== 'branch') continue
    const seen = new Set<string>()
    let open = true
    for (const way of step.ways) {
      const own = findContradiction([way.if])
      const place = placeOf(way.if, checked, checking)
      const text = JSON.stringify(way.if)
      const shut = own === undefined ? findContradiction([...entered, asEvent(way.if)]) : undefined
      if (!open) checking.report.error(place, 'unreachable', 'This way is never taken: a way above always matches')
      else if (seen.has(text))
        checking.report.error(place, 'unreachable', 'This way is never taken: a way above asks the same')
      else if (shut !== undefined)
        checking.report.error(
          place,
          'unreachable',
          `This way is never taken: the trigger lets nobody in with such \`${readableName(shut)}\``,
        )
      seen.add(text)
      if (alwaysMatches(way.if)) open = false
    }
  }
}

/** What the entering event is known to be for good: its own properties do not change, counts and profiles do. */
function factsOnly(condition: Condition): Condition | undefined {
  if (condition.kind === 'all_of')
    return { kind: 'all_of', conditions: condition.conditions.map(factsOnly).filter((each) => each !== undefined) }
  if (condition.kind !== 'compare') return undefined
  return condition.field.root === 'event' || condition.field.root === 'entry' ? asEvent(condition) : undefined
}

/** In steps `event` and `entry` are the same event. */
function asEvent(condition: Condition): Condition {
  if (condition.kind === 'all_of') return { ...condition, conditions: condition.conditions.map(asEvent) }
  const same = (field: FieldRef): FieldRef => (field.root === 'entry' ? { ...field, root: 'event' } : field)
  return condition.kind === 'compare' ? { ...condition, field: same(condition.field) } : condition
}
