import { describe, expect, it } from 'vitest'
import { evaluate } from '#engagement/decision/evaluate.ts'
import { explain } from '#engagement/decision/explain.ts'
import { compileRules } from '#engagement/decision/rule-index/compile-rules.ts'
import { loadRules } from '#engagement/decision/rule-index/load-rules.ts'
import { loadCases, parseCases, stage } from './condition-case.ts'

for (const { file, cases } of loadCases()) {
  describe(`conditions: ${file}`, () => {
    for (const found of cases) {
      it(`${found.case}: ${found.verdict}`, () => {
        const { condition, scope } = stage(found)
        expect(evaluate(condition, scope)).toBe(found.verdict)
        expect(explain(condition, scope).verdict).toBe(found.verdict)
        const { matched, unknown } = loadRules(compileRules([{ id: 'it', events: ['E'], where: condition }])).match(
          'E',
          scope,
        )
        expect({ matched: [...matched], unknown: [...unknown] }).toEqual({
          matched: found.verdict === 'matched' ? ['it'] : [],
          unknown: found.verdict === 'unknown' ? ['it'] : [],
        })
      })
    }
  })
}

describe('the table of cases', () => {
  it('refuses a key that it does not know', () => {
    const typo = '- { case: a, when: { field: event.a, exists: true }, evnt: { a: 1 }, verdict: matched }'
    expect(() => parseCases(typo, 'typo.yaml')).toThrow(/evnt/)
  })

  it('refuses a name that is given twice', () => {
    const row = '- { case: a, when: { field: event.a, exists: true }, event: { a: 1 }, verdict: matched }'
    expect(() => parseCases(`${row}\n${row}`, 'twice.yaml')).toThrow(/two cases/)
  })

  it('refuses what is no condition', () => {
    const [found] = parseCases('- { case: a, when: { field: event.a, eqals: 1 }, verdict: matched }', 'misspelt.yaml')
    expect(() => found && stage(found)).toThrow(/eqals/)
  })
})
