import type { Explained } from '#tools/mutation/explained.ts'

/**
 * Mutants that no test can catch, because with them nobody sees a difference. `npm run mutation` fails where one of them is
 * no longer there, or is caught after all.
 */
export const EXPLAINED: readonly Explained[] = [
  {
    file: 'engagement/decision/permission.ts',
    within: 'withoutConsent',
    change: "'missing' -> ''",
    because: 'Only `granted` and `denied` are asked for: whatever else stands there means that nothing was said.',
  },
  {
    file: 'engagement/promise/judge-promise.ts',
    within: 'isAtRisk',
    change: '0 -> 1',
    because: 'The first instant of 1970, or the one after it: no promise was made before either.',
  },
  {
    file: 'engagement/promise/promise-events.ts',
    within: 'propertiesOf',
    change: 'named === undefined -> false',
    because: 'A field has at least one name: the schema refuses an empty one.',
  },
  {
    file: 'engagement/promise/promise-events.ts',
    within: 'slipEvent',
    change: '0 -> 1',
    because: 'The first instant of 1970, or the one after it: now is later than both.',
  },
  {
    file: 'engagement/promise/promise-events.ts',
    within: 'promiseView',
    change: '0 -> 1',
    because: 'The first instant of 1970, or the one after it: now is later than both.',
  },
]
