import { isObject, type Json } from '../customer/json.ts'
import type { Condition, IfMissing, ListCondition } from '../model/condition.ts'
import { compare, readField } from './compare.ts'
import type { Verdict } from './decision.ts'
import { allOf, anyOf, not } from './kleene.ts'
import type { Scope } from './scope.ts'
import { judge, weigh } from './weigh-history.ts'

/** Evaluates a condition with three values: what is missing, or of a type that does not fit, is unknown. */
export function evaluate(condition: Condition, scope: Scope): Verdict {
  switch (condition.kind) {
    case 'all_of':
      return allOf(condition.conditions, (each) => evaluate(each, scope))
    case 'any_of':
      return anyOf(condition.conditions, (each) => evaluate(each, scope))
    case 'not':
      return not(evaluate(condition.condition, scope))
    case 'compare':
      return applyIfMissing(compare(condition, scope), condition.ifMissing)
    case 'list':
      return evaluateList(condition, scope)
    case 'history':
      return judge(condition, weigh(condition, scope), scope)
  }
}

/** What a leaf that came out unknown means where the marketer said so. */
export function applyIfMissing(verdict: Verdict, ifMissing: IfMissing | undefined): Verdict {
  return verdict === 'unknown' ? (ifMissing ?? 'unknown') : verdict
}

/** The scope inside `some` / `every`: an item that is no object leaves `item` absent. */
export function withItem(scope: Scope, item: Json): Scope {
  if (isObject(item)) return { ...scope, item }
  const { item: _, ...rest } = scope
  return rest
}

function evaluateList(condition: ListCondition, scope: Scope): Verdict {
  const items = readField(condition.field, scope)
  if (!Array.isArray(items)) return applyIfMissing('unknown', condition.ifMissing)
  const ask = (item: Json): Verdict => evaluate(condition.where, withItem(scope, item))
  return condition.quantifier === 'some' ? anyOf(items, ask) : allOf(items, ask)
}
