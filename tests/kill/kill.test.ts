import { expect, it } from 'vitest'
import { others, runKillTrial } from './kill-trial.ts'

/** A number from 0 to 1 out of a seed, so that a row can be run again. Mulberry32, public domain. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Short lives die while starting and catching up, long ones in the middle of the load. */
it.each([
  { seed: 1, customers: 200, kills: 12, life: [20, 200] as const },
  { seed: 2, customers: 300, kills: 10, life: [200, 900] as const },
  { seed: 3, customers: 400, kills: 8, life: [800, 2_500] as const },
])(
  'loses nothing and sends nothing twice: $customers customers, $kills kills, lives of $life ms',
  async ({ seed, ...size }) => {
    const result = await runKillTrial(size, randomFrom(seed))
    expect(result.kills).toBe(size.kills)
    expect(others(result.events, 1)).toEqual([])
    expect(others(result.apologies, 1)).toEqual([])
    const missing = [...result.reminders].filter(([, count]) => count === 0).map(([customer]) => customer)
    expect(missing.filter((customer) => result.reminderStatus.get(customer) !== 'unknown')).toEqual([])
    expect([...result.reminders.values()].filter((count) => count > 1)).toEqual([])
    expect(result.deadLetters).toBe(0)
  },
)
