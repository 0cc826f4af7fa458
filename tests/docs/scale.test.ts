import { describe, expect, it } from 'vitest'
import { Drain } from '#bench/scale/drain/drain.ts'

const EVENING = { customers: 20_000, serviceShare: 0.2, sendRate: 100, shards: 4, seed: 7 }

describe('the simulation of timers due in one minute', () => {
  it('writes to everybody once, service first, and the same in every run', { timeout: 60_000 }, async () => {
    const drained = await new Drain(EVENING).run()
    expect(drained).toMatchObject({ sent: 20_000, twice: 0, never: 0, deadLetters: 0 })
    expect(drained.service.messages + drained.marketing.messages).toBe(20_000)
    expect(drained.service.last).toBeLessThan(drained.marketing.last)
    expect(drained.service.slowest).toBeLessThan(drained.marketing.middle)
    expect(await new Drain(EVENING).run()).toEqual(drained)
    expect(await new Drain({ ...EVENING, seed: 8 }).run()).not.toEqual(drained)
  })

  it('is held by the rate that SES grants', { timeout: 60_000 }, async () => {
    const slow = await new Drain({ ...EVENING, customers: 4_000, sendRate: 20 }).run()
    const fast = await new Drain({ ...EVENING, customers: 4_000, sendRate: 200 }).run()
    expect(slow.marketing.last).toBeGreaterThanOrEqual((4_000 / 20) * 1_000 * 0.9)
    expect(fast.marketing.last).toBeLessThan(slow.marketing.last / 4)
  })

  it('is throttled where all timers of the minute share a partition', { timeout: 60_000 }, async () => {
    const one = await new Drain({ ...EVENING, shards: 1, sendRate: 1_000, reactConcurrency: 64 }).run()
    const many = await new Drain({ ...EVENING, shards: 16, sendRate: 1_000, reactConcurrency: 64 }).run()
    expect(one.throttledByTable).toBeGreaterThan(0)
    expect(many.throttledByTable).toBe(0)
    expect([one.twice, one.never]).toEqual([0, 0])
  })
})
