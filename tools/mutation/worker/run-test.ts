import { allow, isLate, TooLong } from './switchboard.ts'
import type { Suite, Test } from './test-book.ts'

export type Ended = { readonly kind: 'passed' } | { readonly kind: 'failed' | 'too_long'; readonly error: unknown }

/** One test with the hooks around it. What it throws is its outcome, never the worker's. */
export async function runTest({ suite, run }: Test, ms: number): Promise<Ended> {
  allow(ms)
  const suites = chain(suite)
  try {
    try {
      for (const each of suites) await prepare(each, ms)
      for (const each of suites) await inTime(each.beforeEach, ms)
      await inTime([run], ms)
    } finally {
      for (const each of suites.toReversed()) await inTime(each.afterEach, ms)
    }
    return isLate() ? { kind: 'too_long', error: new TooLong('passed, but late') } : { kind: 'passed' }
  } catch (error) {
    return { kind: error instanceof TooLong || isLate() ? 'too_long' : 'failed', error }
  }
}

/** From the file down. */
function chain(suite: Suite): readonly Suite[] {
  return suite.above === undefined ? [suite] : [...chain(suite.above), suite]
}

async function prepare(suite: Suite, ms: number): Promise<void> {
  if (suite.isReady) return
  suite.isReady = true
  await inTime(suite.before, ms)
}

async function inTime(works: readonly (() => unknown)[], ms: number): Promise<void> {
  for (const work of works) {
    const pending = work()
    if (!(pending instanceof Promise)) continue
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new TooLong('no answer')), ms)
    })
    await Promise.race([pending, late]).finally(() => clearTimeout(timer))
  }
}
