import type { CustomerEvent } from './customer/customer-event.ts'
import type { SeenValue } from './decision/decision.ts'
import { compileRules } from './decision/rule-index/compile-rules.ts'
import { loadRules, type RuleMatcher } from './decision/rule-index/load-rules.ts'
import { triggerScope } from './journey/enter.ts'
import type { KnownCustomer } from './journey/known-customer.ts'
import type { Condition } from './model/condition.ts'
import type { PublishedRules } from './model/published-rules.ts'
import type { Workflow } from './model/workflow.ts'

/** Up to so many workflows that name one event, each says for itself why it did not enter. */
const EACH_EXPLAINED = 50

/** The index of what triggers ask, for publication. A trigger that reads what depends on its key is always possible. */
export function compileTriggers(workflows: readonly Workflow[]): PublishedRules {
  return compileRules(
    workflows.map(({ id, trigger }) => ({
      id,
      events: trigger.events,
      ...(trigger.where === undefined || dependsOnKey(trigger.where) ? {} : { where: trigger.where }),
    })),
  )
}

const dependsOnKey = (where: Condition): boolean => /"root":"(?:computed|promise|entry)"/.test(JSON.stringify(where))

const matchers = new WeakMap<PublishedRules, RuleMatcher>()

function matcherOf(rules: PublishedRules): RuleMatcher {
  const known = matchers.get(rules)
  if (known !== undefined) return known
  const matcher = loadRules(rules)
  matchers.set(rules, matcher)
  return matcher
}

/** Workflows that the event may enter, and what is to be said of the others where they are too many to speak. */
export interface Possible {
  readonly workflows: readonly Workflow[]
  readonly others?: readonly SeenValue[]
}

/** Of the workflows that name the event as a trigger those whose condition matched or is unknown; all, where they are few. */
export function possibleTriggers(known: KnownCustomer, event: CustomerEvent, triggers: readonly Workflow[]): Possible {
  if (triggers.length <= EACH_EXPLAINED) return { workflows: triggers }
  const { matched, unknown } = matcherOf(known.catalogue.catalogue.rules).match(
    event.name,
    triggerScope(known, event, undefined),
  )
  const possible = new Set([...matched, ...unknown])
  const workflows = triggers.filter((workflow) => possible.has(workflow.id))
  const asked = `the triggers of ${triggers.length - workflows.length} other workflows that name ${event.name}`
  return { workflows, others: [{ asked, verdict: 'unmatched' }] }
}
