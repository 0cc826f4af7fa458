import type { Condition } from '../../definition/condition.ts'
import { type Codebook, encode, newCodebook } from './codebook.ts'
import { type GroupRule, indexGroup } from './index-group.ts'
import type { PublishedGroup, PublishedRules, Rule } from './published-rules.ts'

/** Compiles rules into their published form: plain JSON that `loadRules` turns into a matcher. */
export function compileRules(rules: readonly Rule[]): PublishedRules {
  const book = newCodebook()
  const groups = new Map<string, GroupRule[]>()
  for (const [place, rule] of rules.entries()) {
    const checks = [...new Set(encodeAll(rule.where, book))]
    for (const event of new Set(rule.events)) {
      const group = groups.get(event) ?? []
      group.push({ rule: place, checks })
      groups.set(event, group)
    }
  }
  const published: { [event: string]: PublishedGroup } = Object.create(null)
  for (const [event, group] of groups) published[event] = indexGroup(group, book)
  const { fields, strings, conditions, pool, nodes } = book
  return { format: 1, ids: rules.map((rule) => rule.id), fields, strings, conditions, pool, nodes, groups: published }
}

/** What must all match: `all_of` within `all_of` is one list. */
function encodeAll(condition: Condition | undefined, book: Codebook): number[] {
  if (condition === undefined) return []
  if (condition.kind !== 'all_of') return [encode(condition, book)]
  return condition.conditions.flatMap((each) => encodeAll(each, book))
}
