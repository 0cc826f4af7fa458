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
]
