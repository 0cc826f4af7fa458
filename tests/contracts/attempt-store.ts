import { expect, it } from 'vitest'
import type { AttemptStore } from '#stages/ports/attempt-store.ts'

/** What every store of tries holds. */
export function describeAttemptStore(fresh: () => Promise<{ readonly attempts: AttemptStore }>): void {
  it('counts the tries of each record apart, from one', async () => {
    const { attempts } = await fresh()
    expect([await attempts.begin('a'), await attempts.begin('b'), await attempts.begin('a')]).toEqual([1, 1, 2])
  })

  it('never counts two tries at once as none', async () => {
    const { attempts } = await fresh()
    await Promise.all([attempts.begin('a'), attempts.begin('a')])
    expect(await attempts.begin('a')).toBeGreaterThanOrEqual(2)
  })
}
