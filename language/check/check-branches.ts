import type { Condition, FieldRef } from '#engagement/model/condition.ts'
import { type CheckedWorkflow, type Checking, placeOf } from './checking.ts'
import { alwaysMatches, findContradiction, readableName } from './contradiction.ts'

/** Ways of a branch that the trigger, or a way above, leaves nobody for. */
export function checkBranches(checked: CheckedWorkflow, checking: Checking): void {
  const { steps, trigger } = checked.workflow
  const facts = trigger.where === undefined ? undefined : factsOnly(trigger.where)
  for (const step of Object.values(steps)) {
    if (step.kind !== 'branch') continue
    step.ways.forEach((way, index) => {
      const above = step.ways.slice(0, index).map((other) => other.if)
      const reason = whyNever(way.if, above, facts)
      if (reason !== undefined)
        checking.report.error(placeOf(way.if, checked, checking), 'unreachable', `This way is never taken: ${reason}`)
    })
  }
}

function whyNever(asked: Condition, above: readonly Condition[], facts: Condition | undefined): string | undefined {
  if (above.some(alwaysMatches)) return 'a way above always matches'
  const text = JSON.stringify(asked)
  if (above.some((other) => JSON.stringify(other) === text)) return 'a way above asks the same'
  // A contradiction of its own is told where it stands.
  if (facts === undefined || findContradiction([asked]) !== undefined) return undefined
  const name = findContradiction([facts, asEvent(asked)])
  return name === undefined ? undefined : `the trigger lets nobody in with such \`${readableName(name)}\``
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
