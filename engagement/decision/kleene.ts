import type { Verdict } from './decision.ts'

/** `not unknown` is unknown. */
export function not(verdict: Verdict): Verdict {
  switch (verdict) {
    case 'matched':
      return 'unmatched'
    case 'unmatched':
      return 'matched'
    case 'unknown':
      return 'unknown'
  }
}

export function is(truth: boolean): Verdict {
  return truth ? 'matched' : 'unmatched'
}

/** Kleene's and, over nothing matched. Stops at the first unmatched. */
export function allOf<T>(items: Iterable<T>, ask: (item: T) => Verdict): Verdict {
  let verdict: Verdict = 'matched'
  for (const item of items) {
    const here = ask(item)
    if (here === 'unmatched') return 'unmatched'
    if (here === 'unknown') verdict = 'unknown'
  }
  return verdict
}

/** Kleene's or, over nothing unmatched. Stops at the first matched. */
export function anyOf<T>(items: Iterable<T>, ask: (item: T) => Verdict): Verdict {
  let verdict: Verdict = 'unmatched'
  for (const item of items) {
    const here = ask(item)
    if (here === 'matched') return 'matched'
    if (here === 'unknown') verdict = 'unknown'
  }
  return verdict
}
