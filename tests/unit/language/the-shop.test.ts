import { describe, expect, it } from 'vitest'
import { parseScenarios } from '#language/form/parse-scenarios.ts'
import { readWorkflow } from '#language/read/read-workflow.ts'
import { catalogueOf, compile, readFiles } from './small-shop.ts'

describe('the workflows that ship', () => {
  it('compile without a problem, and read back in both languages', () => {
    const { catalogue, problems } = compile(readFiles('workflows'))
    expect(problems).toEqual([])
    for (const workflow of catalogue?.workflows ?? []) {
      for (const locale of ['en', 'ja'] as const) {
        const text = readWorkflow(workflow, locale).join('\n')
        expect(text).not.toMatch(/undefined|\[object|NaN/)
      }
    }
    expect(catalogue?.workflows.length).toBeGreaterThanOrEqual(8)
  })
})

describe('scenarios', () => {
  const scope = { events: catalogueOf().events }
  const scenario = (given: string, until = '2026-11-23T00:00:00+09:00'): string => `- scenario: it works
  customer: { locale: ja, consent: { shopping: granted }, tier: gold }
  given:
    - ${given}
  until: ${until}
  expect:
    - { send: reminder, at: 2026-11-21T21:00:00+09:00, contains: [a, b] }
    - { decision: sent }
`
  const GOOD = '{ at: 2026-11-21T20:00:00+09:00, event: Product Added, with: { cart_id: c1 } }'

  it('are read as they are written', () => {
    const { scenarios, problems } = parseScenarios('cart/scenarios.yaml', scenario(GOOD), scope)
    expect(problems).toEqual([])
    expect(scenarios).toMatchObject([
      {
        scenario: 'it works',
        customer: { tier: 'gold' },
        given: [{ event: 'Product Added', with: { cart_id: 'c1' } }],
        expect: [{ send: 'reminder' }, { decision: 'sent' }],
      },
    ])
  })

  const WRONG = [
    [
      'an unknown event',
      scenario(GOOD.replace('Product Added', 'Product Adde')),
      '4:47',
      'Did you mean `Product Added`?',
    ],
    ['an unknown property', scenario(GOOD.replace('cart_id', 'cart')), '4:70', 'Did you mean `cart_id`?'],
    ['a misspelt key', scenario(GOOD.replace('with', 'wiht')), '4:62', 'Did you mean `with`?'],
    ['a time without offset', scenario(GOOD.replace('+09:00', '')), '4:13', undefined],
    ['an end before the last event', scenario(GOOD, '2026-11-20T00:00:00+09:00'), '5:10', undefined],
    [
      'an order that is none',
      scenario(`${GOOD}\n    - ${GOOD.replace('20:00', '19:00')}`),
      '5:13',
      'Write what happens in order',
    ],
  ] as const
  for (const [says, text, at, hint] of WRONG) {
    it(`tell ${says}`, () => {
      const { scenarios, problems } = parseScenarios('cart/scenarios.yaml', text, scope)
      expect(problems.map(({ line, column }) => `${line}:${column}`)).toEqual([at])
      expect(problems[0]?.hint).toBe(hint)
      expect(scenarios).toEqual([])
    })
  }

  it('with a mistake keep the workspace from being published', () => {
    const files = new Map([
      ...readFiles('tests/fixtures/workspaces/small-shop'),
      ['cart/scenarios.yaml', scenario(GOOD.replace('cart_id', 'cart'))],
    ])
    expect(compile(files).problems.map((problem) => problem.file)).toEqual(['cart/scenarios.yaml'])
  })
})
