import type { Edit } from '../small-shop.ts'

/** A mistake that `validate` tells, and its neighbour that is right. */
export interface Check {
  readonly says: string
  readonly code: string
  readonly severity: 'error' | 'warning'
  readonly planted: readonly Edit[]
  /** The nearest thing that is right. */
  readonly clean: readonly Edit[]
}

export const CART = 'cart/workflow.yaml'
export const edit = (from: string, to: string, file = CART): Edit => ({ file, from, to })
export const step = (to: string): Edit => edit('- wait: 1h', to)
export const onlyWhile = (to: string): Edit => edit('{ field: incidents.open, equals: 0 }', to)
export const LATE = 'late/workflow.yaml'
export const second = (event: string, where: string): readonly Edit[] => [
  {
    file: 'late-too/workflow.yaml',
    to: `name: Too\nclass: service\ntrigger:\n  event: ${event}\n  where: ${where}\nsteps:\n  - send: word\n`,
  },
  { file: 'late-too/word.en.md', to: '---\nsubject: A word\n---\nHello.\n' },
  { file: 'late-too/word.ja.md', to: '---\nsubject: 一言\n---\nこんにちは。\n' },
]

export const SETTINGS = 'settings.yaml'
export const PROMISES = 'promises.yaml'
export const endpoint = (url: string): Edit => edit('https://crm.example.jp/hook', url, SETTINGS)
export const emits = (event: string, name = 'late-too', trigger = 'Ticket Opened', before = ''): Edit => ({
  file: `${name}/workflow.yaml`,
  to: `name: ${name}\nclass: service\ntrigger: { event: ${trigger} }\nsteps: [${before}{ emit: { event: ${event} } }]\n`,
})

const SCENARIO = `- scenario: it works
  customer: { consent: { shopping: granted } }
  given:
    - { at: 2026-11-21T20:00:00+09:00, event: Product Added, with: { cart_id: c1 } }
  until: 2026-11-23T00:00:00+09:00
  expect: [{ send: reminder, locale: en }]
`
export const scenario = (from: string, to: string): Edit => ({
  file: 'cart/scenarios.yaml',
  to: SCENARIO.replace(from, to),
})
