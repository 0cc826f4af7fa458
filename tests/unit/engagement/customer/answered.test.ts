import { describe, expect, it } from 'vitest'
import { answered } from '#engagement/customer/answered.ts'
import { instantOfLocal, localDayAt } from '#engagement/customer/zone.ts'

describe('a question that was answered', () => {
  it('is not worked out again, not even where there is no answer', () => {
    const asked: string[] = []
    const ask = answered(10, (name: string, n: number) => {
      asked.push(`${name}${n}`)
      return n === 0 ? undefined : name.repeat(n)
    })
    const answers = [ask('a', 0), ask('a', 2), ask('b', 2), ask('a', 0), ask('a', 2), ask('b', 2)]
    expect(answers).toEqual([undefined, 'aa', 'bb', undefined, 'aa', 'bb'])
    expect(asked).toEqual(['a0', 'a2', 'b2'])
  })

  it('is let go of with all others once there are too many', () => {
    let asked = 0
    const ask = answered(3, (n: number) => {
      asked += 1
      return n
    })
    for (const n of [1, 2, 3, 1, 2, 3, 4, 1]) expect(ask(n)).toBe(n)
    expect(asked).toBe(5)
  })
})

describe('a local time', () => {
  it('is that of its own zone, day and minute, whichever was asked for before', () => {
    const at = Date.parse('2026-11-24T15:30:00Z')
    const asked = () => [
      localDayAt(at, 0, 540, 'Asia/Tokyo'),
      localDayAt(at, 0, 540, 'Europe/Berlin'),
      localDayAt(at, -1, 540, 'Europe/Berlin'),
      localDayAt(at, 0, 600, 'Europe/Berlin'),
      instantOfLocal(2026, 2, 30, 0, 'UTC'),
      instantOfLocal(2026, 11, 24, 1, 'UTC'),
    ]
    const expected = [
      Date.parse('2026-11-25T00:00:00Z'),
      Date.parse('2026-11-24T08:00:00Z'),
      Date.parse('2026-11-23T08:00:00Z'),
      Date.parse('2026-11-24T09:00:00Z'),
      undefined,
      Date.parse('2026-11-24T00:00:00.001Z'),
    ]
    expect(asked()).toEqual(expected)
    expect(asked()).toEqual(expected)
  })
})
