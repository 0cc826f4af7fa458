import { describe, expect, it } from 'vitest'
import { compile, type Edit, smallShop } from '../small-shop.ts'
import { CART, edit, scenario } from './check.ts'
import { CONDITIONS } from './conditions.ts'
import { ENDPOINTS } from './endpoints.ts'
import { LOOPS_AND_KEYS } from './loops-and-keys.ts'
import { MESSAGES } from './messages.ts'
import { NO_LENGTH } from './no-length.ts'
import { SCENARIOS } from './scenarios.ts'
import { STEPS } from './steps.ts'
import { WORDS } from './words.ts'
import { WORKSPACE } from './workspace.ts'

describe('a check before publish', () => {
  for (const { says, code, severity, planted, clean } of [
    ...CONDITIONS,
    ...STEPS,
    ...WORDS,
    ...WORKSPACE,
    ...ENDPOINTS,
    ...LOOPS_AND_KEYS,
    ...NO_LENGTH,
    ...SCENARIOS,
    ...MESSAGES,
  ]) {
    it(`tells ${says}`, () => {
      const found = compile(smallShop(...planted))
      expect(found.problems.filter((problem) => problem.code === code).map((problem) => problem.severity)).toContain(
        severity,
      )
      expect(found.catalogue === undefined).toBe(found.problems.some((problem) => problem.severity === 'error'))
      expect(compile(smallShop(...clean)).problems.filter((problem) => problem.code === code)).toEqual([])
    })
  }

  it('lets warnings through', () => {
    const { catalogue, problems } = compile(smallShop({ file: 'cart/extra.en.md', to: '---\nsubject: x\n---\nx\n' }))
    expect(problems.map((problem) => problem.severity)).toEqual(['warning'])
    expect(catalogue?.workflows.map((each) => each.id)).toEqual(['cart', 'late'])
  })

  it('tells the one wrong type of an event, and nothing that follows from it', () => {
    const { problems } = compile(
      smallShop(edit('type: string', 'type: strin', 'events/product-added.yaml'), scenario('', '')),
    )
    expect(problems.map(({ file, code }) => `${file} ${code}`)).toEqual(['events/product-added.yaml invalid-value'])
  })

  const LINKING: Edit = {
    file: 'cart/reminder.en.md',
    to: '---\nsubject: Cart\nbutton: { label: Go, url: "{{ event.url | default: brand.site_url }}" }\n---\nHello.\n',
  }
  const EVENT = 'events/product-added.yaml'

  it('tells the tab that indents a line, and nothing that a reader of YAML makes of it', () => {
    const { problems } = compile(
      smallShop(edit('  - send: reminder', '\t- send: reminder\n    first_of: [email]\n    good_until: { plus: 1d }')),
    )
    expect(problems.filter(({ code }) => code === 'yaml').map(({ message }) => message)).toEqual([
      'Tabs cannot indent YAML; use spaces',
    ])
  })

  it('tells a misspelt trigger, and nothing of the links of its messages', () => {
    const { problems } = compile(smallShop(LINKING, edit('  event: Product Added', '  event: Product Aded')))
    expect(problems.filter(({ severity }) => severity === 'error').map(({ code }) => code)).toContain('unknown-event')
    expect(problems.map(({ code }) => code)).not.toContain('not-an-address')
  })

  it('tells what is wrong in the file of an event, and nothing of the links that it fills', () => {
    const { problems } = compile(smallShop(LINKING, edit('type: string', 'type: strin', EVENT)))
    expect(problems.map(({ file, code }) => `${file} ${code}`)).toEqual([`${EVENT} invalid-value`])
  })

  it('tells a second file of an event, and nothing that follows from taking it for the first', () => {
    const { problems } = compile(
      smallShop({ file: 'events/zzz.yaml', to: 'name: Product Added\ndescription: Once more.\n' }),
    )
    expect(problems.map(({ file, code }) => `${file} ${code}`)).toEqual(['events/zzz.yaml duplicate'])
  })

  it('lets no error through', () => {
    expect(compile(smallShop({ file: CART, from: 'topic: shopping\n', to: '' })).catalogue).toBeUndefined()
  })
})
