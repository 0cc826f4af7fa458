import { describe, expect, it } from 'vitest'
import { FixedClock } from '#adapters/memory/fixed-clock.ts'
import { MemoryReactQueue } from '#adapters/memory/memory-queues.ts'
import { MemoryTimers } from '#adapters/memory/memory-timers.ts'
import { TransientError } from '#engagement/errors.ts'
import { wake } from '#stages/wake.ts'

const MINUTE = 60_000
const at = (time: string): number => Date.parse(`2026-11-${time}Z`)

function bench(now: string) {
  const timers = new MemoryTimers()
  const reactQueue = new MemoryReactQueue()
  const clock = new FixedClock(at(now))
  const woken = (): readonly string[] =>
    reactQueue.take().map((message) => (message.kind === 'timer' ? message.timer.customerId : ''))
  const due = (customerId: string, time: string): void =>
    timers.put({ customerId, at: at(time), generation: 1, shard: 0 })
  return { timers, reactQueue, clock, woken, due, deps: { timers, reactQueue, clock } }
}

describe('the sweep', () => {
  it('wakes whoever is due in the current minute, and nobody before their time', async () => {
    const { due, deps, woken } = bench('21T20:00:30')
    due('hana', '21T20:00:30')
    due('ken', '21T20:00:31')
    due('mia', '21T19:55:00')
    expect(await wake(deps)).toEqual({ timers: 2, behind: false })
    expect(woken()).toEqual(['mia', 'hana'])
  })

  it('looks ten minutes back on its first run, and ten behind its cursor ever after', async () => {
    const { due, deps, woken, clock, timers } = bench('21T20:00:30')
    due('too-old', '21T19:49:59')
    await wake(deps)
    expect(woken()).toEqual([])
    expect(await timers.cursor()).toBe(at('21T20:00:00'))
    clock.set(at('21T20:05:00'))
    due('late', '21T19:50:00')
    await wake(deps)
    expect(woken()).toEqual(['late'])
  })

  it('deletes nothing: a timer is found again until react has consumed it', async () => {
    const { due, deps, woken, timers } = bench('21T20:00:00')
    due('hana', '21T20:00:00')
    await wake(deps)
    await wake(deps)
    expect(woken()).toEqual(['hana', 'hana'])
    await timers.remove({ customerId: 'hana', at: at('21T20:00:00'), generation: 1, shard: 0 })
    await wake(deps)
    expect(woken()).toEqual([])
  })

  it('catches up after a long silence a day at a time, and finds everybody in order', async () => {
    const { due, deps, woken, clock, timers } = bench('21T20:00:00')
    await wake(deps)
    clock.set(at('24T08:00:00'))
    due('first', '22T03:00:00')
    due('second', '23T03:00:00')
    due('third', '24T03:00:00')
    const answers = [await wake(deps), await wake(deps), await wake(deps), await wake(deps)]
    expect(answers.map((answer) => answer.behind)).toEqual([true, true, false, false])
    expect(woken()).toEqual(['first', 'second', 'third'])
    expect(await timers.cursor()).toBe(at('24T08:00:00'))
  })

  it('carries on from where a sweep was cut short, however often that happens', async () => {
    const { due, deps, woken, clock, timers } = bench('21T20:00:00')
    await wake(deps)
    clock.set(at('22T08:00:00'))
    due('hana', '22T07:30:00')
    for (let sweeps = 0; woken().length === 0; sweeps += 1) {
      expect(sweeps).toBeLessThan(12)
      let minutes = 0
      const due = async (minute: number) => {
        minutes += 1
        // An invocation has time for two hours of the twelve that it is behind.
        if (minutes > 120) throw new TransientError('cut-short', 'its time is over')
        return timers.due(minute)
      }
      const port = {
        due,
        cursor: () => timers.cursor(),
        remove: timers.remove,
        saveCursor: (to: number) => timers.saveCursor(to),
      }
      await wake({ ...deps, timers: port }).catch(() => undefined)
    }
  })

  it('starts where a caller says that knows what is due', async () => {
    const { due, deps, woken, clock } = bench('01T00:00:00')
    await wake(deps)
    clock.set(at('24T08:00:00'))
    due('hana', '24T08:00:00')
    expect(await wake(deps, at('24T08:00:00'))).toEqual({ timers: 1, behind: false })
    expect(woken()).toEqual(['hana'])
  })

  it('stays where it was when the queue is away', async () => {
    const { due, deps, timers, clock } = bench('21T20:00:00')
    await wake(deps)
    due('hana', '21T20:01:00')
    clock.advance(MINUTE)
    const away = { send: async () => Promise.reject(new TransientError('queue-unavailable', 'away')) }
    await expect(wake({ ...deps, reactQueue: away })).rejects.toThrow(TransientError)
    expect(await timers.cursor()).toBe(at('21T20:00:00'))
  })
})
