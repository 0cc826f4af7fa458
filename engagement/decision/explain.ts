import type { Json } from '../customer/json.ts'
import type { CompareCondition, Condition, HistoryCondition, ListCondition } from '../model/condition.ts'
import { compare, readField } from './compare.ts'
import type { Weight } from './count-different.ts'
import type { SeenValue, Verdict } from './decision.ts'
import { describeCompare, describeField, describeHistory, describeList } from './describe-condition.ts'
import { applyIfMissing, withItem } from './evaluate.ts'
import { allOf, anyOf, not } from './kleene.ts'
import type { Scope } from './scope.ts'
import { judge, weigh } from './weigh-history.ts'

export interface Explanation {
  readonly verdict: Verdict
  /** Every leaf, in the order written. */
  readonly values: readonly SeenValue[]
}

/** Of a longer list, only so many items are told leaf by leaf. */
const ITEMS_TOLD = 10

/** As `evaluate`, with every leaf: what was asked, what was seen, how it came out. */
export function explain(condition: Condition, scope: Scope): Explanation {
  const values: SeenValue[] = []
  return { verdict: tell(condition, scope, undefined, values), values }
}

/** Below a `not` each leaf is told as what was asked of it there, so that its verdict reads the way the whole came out. */
function negated(values: readonly SeenValue[]): readonly SeenValue[] {
  return values.map(({ asked, verdict, ...saw }) => ({
    asked: /^not \(.*\)$/.test(asked) ? asked.slice('not ('.length, -1) : `not (${asked})`,
    ...saw,
    verdict: not(verdict),
  }))
}

/** `itemPath` is where `item` stands, as `event.products.0`. */
function tell(condition: Condition, scope: Scope, itemPath: string | undefined, values: SeenValue[]): Verdict {
  switch (condition.kind) {
    case 'all_of':
      return allOf(tellEach(condition.conditions, scope, itemPath, values), (verdict) => verdict)
    case 'any_of':
      return anyOf(tellEach(condition.conditions, scope, itemPath, values), (verdict) => verdict)
    case 'not': {
      const below: SeenValue[] = []
      const verdict = not(tell(condition.condition, scope, itemPath, below))
      values.push(...negated(below))
      return verdict
    }
    case 'compare':
      return tellCompare(condition, scope, itemPath, values)
    case 'list':
      return tellList(condition, scope, itemPath, values)
    case 'history':
      return tellHistory(condition, scope, values)
  }
}

function tellEach(
  conditions: readonly Condition[],
  scope: Scope,
  itemPath: string | undefined,
  values: SeenValue[],
): Verdict[] {
  return conditions.map((each) => tell(each, scope, itemPath, values))
}

function tellCompare(
  condition: CompareCondition,
  scope: Scope,
  itemPath: string | undefined,
  values: SeenValue[],
): Verdict {
  const verdict = applyIfMissing(compare(condition, scope), condition.ifMissing)
  values.push(seen(describeCompare(condition, itemPath), readField(condition.field, scope), verdict))
  return verdict
}

function tellList(condition: ListCondition, scope: Scope, itemPath: string | undefined, values: SeenValue[]): Verdict {
  const items = readField(condition.field, scope)
  const asked = describeList(condition, itemPath)
  if (!Array.isArray(items)) {
    const verdict = applyIfMissing('unknown', condition.ifMissing)
    values.push(seen(asked, items, verdict))
    return verdict
  }
  const base =
    itemPath !== undefined && condition.field.root === 'item'
      ? [itemPath, ...condition.field.path].join('.')
      : describeField(condition.field)
  const leaves: SeenValue[] = []
  const verdicts = items.map((item: Json, index) =>
    tell(condition.where, withItem(scope, item), `${base}.${index}`, index < ITEMS_TOLD ? leaves : []),
  )
  const verdict = condition.quantifier === 'some' ? anyOf(verdicts, (each) => each) : allOf(verdicts, (each) => each)
  values.push(seen(asked, `${items.length} items`, verdict), ...leaves)
  return verdict
}

function tellHistory(condition: HistoryCondition, scope: Scope, values: SeenValue[]): Verdict {
  const weight = weigh(condition, scope)
  const verdict = judge(condition, weight, scope)
  values.push(seen(describeHistory(condition), weight && describeWeight(weight), verdict))
  return verdict
}

function describeWeight({ low, high }: Weight): Json {
  if (low === high) return low
  return Number.isFinite(high) ? `${low} to ${high}` : `${low} or more`
}

function seen(asked: string, saw: Json | undefined, verdict: Verdict): SeenValue {
  return { asked, ...(saw === undefined ? {} : { saw }), verdict }
}
