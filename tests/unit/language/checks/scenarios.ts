import { type Check, scenario } from './check.ts'

const unknownIn = (what: string, from: string, to: string): Check => ({
  says: `a scenario that names ${what} that does not exist`,
  code: `unknown-${what.split(' ').at(-1)}`,
  severity: 'error',
  planted: [scenario(from, to)],
  clean: [scenario('', '')],
})

export const SCENARIOS: readonly Check[] = [
  unknownIn('a message', 'send: reminder', 'send: remainder'),
  unknownIn('an endpoint', '{ send: reminder, locale: en }', '{ hand_over: suport }'),
  unknownIn('an endpoint', '{ send: reminder, locale: en }', '{ webhook: crn }'),
  unknownIn('a locale', 'locale: en', 'locale: fr'),
  unknownIn('a topic', 'shopping: granted', 'shoping: granted'),
  unknownIn('a workflow', '  expect:', '  with_workflows: [lat]\n  expect:'),
  unknownIn('a way', '  expect:', '  way: B\n  expect:'),
  unknownIn('an endpoint', '  until:', '    - { at: 2026-11-22T20:00:00+09:00, refuses: suport }\n  until:'),
  {
    says: 'a scenario whose event carries a value that does not read',
    code: 'misfit',
    severity: 'warning',
    planted: [scenario('{ cart_id: c1 }', '{ cart_id: c1, price: cheap }')],
    clean: [scenario('{ cart_id: c1 }', '{ cart_id: c1, price: 800, currency: JPY }')],
  },
  {
    says: 'a scenario whose customer has no address that can be written to',
    code: 'unreadable-trait',
    severity: 'warning',
    planted: [scenario('{ consent', '{ email: hana, consent')],
    clean: [scenario('{ consent', '{ email: hana@shop.example, country: JP, phone: "+819012345678", consent')],
  },
  {
    says: 'a scenario with a day where a moment is needed',
    code: 'invalid',
    severity: 'error',
    planted: [scenario('until: 2026-11-23T00:00:00+09:00', 'until: 2026-11-23')],
    clean: [scenario('', '')],
  },
  {
    says: 'a scenario that expects nothing and something',
    code: 'contradiction',
    severity: 'error',
    planted: [scenario('[{ send: reminder', '[none, { send: reminder')],
    clean: [scenario('[{ send: reminder, locale: en }]', '[none, { decision: entered }]')],
  },
  {
    says: 'a scenario that is over before the workflows go live',
    code: 'order',
    severity: 'error',
    planted: [scenario('  until:', '  published: 2026-12-01T00:00:00+09:00\n  until:')],
    clean: [scenario('  until:', '  published: 2026-11-22T00:00:00+09:00\n  until:')],
  },
]
