import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluate } from '#engagement/decision/evaluate.ts'
import { compileRules } from '#engagement/decision/rule-index/compile-rules.ts'
import { loadRules, type Matches } from '#engagement/decision/rule-index/load-rules.ts'
import type { Scope } from '#engagement/decision/scope.ts'
import type { Condition } from '#engagement/model/condition.ts'
import type { Rule } from '#engagement/model/published-rules.ts'
import { always, anyCondition, anyScope, NOW } from './arbitrary-conditions.ts'

const anyRules: fc.Arbitrary<Rule[]> = fc
  .array(
    fc.record({
      events: fc.subarray(['A', 'B', 'toString']),
      conditions: fc.array(anyCondition, { maxLength: 4 }),
      bare: fc.boolean(),
    }),
    { maxLength: 12 },
  )
  .map((rules) =>
    rules.map(({ events, conditions, bare }, place) => ({
      id: `rule-${place}`,
      events,
      ...(bare && conditions.length === 0 ? {} : { where: { kind: 'all_of' as const, conditions } }),
    })),
  )

const sorted = ({ matched, unknown }: Matches): Matches => ({
  matched: matched.toSorted(),
  unknown: unknown.toSorted(),
})

function askEach(rules: readonly Rule[], event: string, scope: Scope): Matches {
  const named = rules.filter((rule) => rule.events.includes(event))
  const by = (verdict: string): string[] =>
    named
      .filter(({ where }) => (where === undefined ? 'matched' : evaluate(where, scope)) === verdict)
      .map((rule) => rule.id)
  return sorted({ matched: by('matched'), unknown: by('unknown') })
}

describe('the rule index', () => {
  it('finds exactly the rules that the evaluator matches, and those it does not know', () => {
    always(
      fc.property(anyRules, fc.array(anyScope, { minLength: 1, maxLength: 5 }), (rules, scopes) => {
        const matcher = loadRules(JSON.parse(JSON.stringify(compileRules(rules))))
        for (const scope of scopes)
          for (const event of ['A', 'B', 'toString', 'constructor'])
            expect(sorted(matcher.match(event, scope))).toEqual(askEach(rules, event, scope))
      }),
      400,
    )
  })

  it('keeps the three values apart', () => {
    const where = (country: string): Condition => ({
      kind: 'compare',
      field: { root: 'profile', path: ['country'] },
      comparison: 'equals',
      operands: [{ kind: 'value', value: country }],
    })
    const matcher = loadRules(
      compileRules([
        { id: 'jp', events: ['A'], where: where('JP') },
        { id: 'us', events: ['A'], where: where('US') },
        { id: 'all', events: ['A'] },
      ]),
    )
    const scope = { history: {}, now: NOW, zone: 'UTC' }
    expect(sorted(matcher.match('A', { ...scope, profile: { country: 'JP' } }))).toEqual({
      matched: ['all', 'jp'],
      unknown: [],
    })
    expect(sorted(matcher.match('A', { ...scope, profile: {} }))).toEqual({ matched: ['all'], unknown: ['jp', 'us'] })
    expect(matcher.match('B', scope)).toEqual({ matched: [], unknown: [] })
  })

  it('is published as plain JSON', () => {
    always(
      fc.property(anyRules, (rules) => {
        const published = compileRules(rules)
        expect(JSON.parse(JSON.stringify(published))).toEqual({ ...published, groups: { ...published.groups } })
      }),
      50,
    )
  })
})
