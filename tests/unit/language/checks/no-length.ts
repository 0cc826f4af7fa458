import { CART, type Check, edit, PROMISES, SETTINGS } from './check.ts'

const nothingIn = (what: string, from: string, to: string, file = CART): Check => ({
  says: `${what} of no length`,
  code: 'duration',
  severity: 'error',
  planted: [edit(from, to, file)],
  clean: [],
})

export const NO_LENGTH: readonly Check[] = [
  nothingIn('a wait', '- wait: 1h', '- wait: 0m'),
  nothingIn('a wait until an hour', '{ for: 1d, at: "18:00" }', '{ for: 0d, at: "18:00" }'),
  nothingIn('a window of events', 'within: 365d', 'within: 0d'),
  nothingIn('a window of the goal', 'within: 3d }', 'within: 0h }'),
  nothingIn('a use of a message', '{ plus: 1d }', '{ plus: 0d }'),
  nothingIn('an age of a trigger', '  event: Product Added', '  max_age: 0s\n  event: Product Added'),
  nothingIn('a window of a cap', 'within: 7d }', 'within: 0w }', SETTINGS),
  nothingIn('an incident', 'one_per: event.ticket_id }', 'one_per: event.ticket_id, at_most: 0d }', SETTINGS),
  nothingIn('a watch over a promise', '  carry: [carrier]', '  gives_up_after: 0d\n  carry: [carrier]', PROMISES),
  {
    says: 'an event whose name has two lines',
    code: 'one-line',
    severity: 'error',
    planted: [edit('name: Product Added', 'name: "Product\\nAdded"', 'events/product-added.yaml')],
    clean: [],
  },
  {
    says: 'a locale that is given twice',
    code: 'duplicate',
    severity: 'error',
    planted: [edit('locales: [ja, en]', 'locales: [ja, en, ja]', SETTINGS)],
    clean: [],
  },
  {
    says: 'a workflow that holds everybody out',
    code: 'never-sends',
    severity: 'warning',
    planted: [edit('holdout: 10%', 'holdout: 100%')],
    clean: [edit('holdout: 10%', 'holdout: 99%')],
  },
]
