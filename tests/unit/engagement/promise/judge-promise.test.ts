import { describe, expect, it } from 'vitest'
import { judgePromise, renewPromise } from '#engagement/promise/judge-promise.ts'
import type { PromiseState } from '#engagement/promise/promise-state.ts'
import { before as earlier, after as later } from '#engagement/promise/promise-times.ts'
import { at, DAY, DELIVERY, HOUR, OPEN } from './promise-samples.ts'

const judge = (promise: Partial<PromiseState>, now: string) =>
  judgePromise({ ...OPEN, ...promise }, DELIVERY, 'UTC', at(now))

const DISPATCHED = { seen: { 'Parcel Dispatched': at('21 10:00') } }
const LATE = { ...DISPATCHED, expected: at('25 12:01') }

describe('a promise', () => {
  it('is looked at when a rule asks for it, and nothing is wrong before', () => {
    expect(judge({}, '23 11:59')).toEqual({ promise: { ...OPEN, wakeAt: at('23 12:00') }, raised: [], gaveUp: false })
  })

  it('is at risk once where what should have happened did not, and is looked at again when it is broken', () => {
    const first = judge({}, '23 12:00')
    expect(first.raised).toEqual(['at_risk'])
    expect(first.promise).toMatchObject({ status: 'at_risk', slips: 1, wakeAt: at('25 12:00') + 1 })
    expect(judgePromise(first.promise, DELIVERY, 'UTC', at('24 12:00')).raised).toEqual([])
  })

  it('that is at risk already is looked at when it is broken, not for another reason to be at risk', () => {
    expect(judge({ expected: at('25 12:01') }, '21 12:00').promise).toMatchObject({
      status: 'at_risk',
      wakeAt: at('25 12:00') + 1,
    })
  })

  it('is not looked at for an instant before its date was told, as a clock that is ahead may have it', () => {
    expect(judge({ statedAt: at('23 12:00') }, '23 11:59').promise.wakeAt).toBe(at('25 12:00') + 1)
    expect(judge({ statedAt: at('23 11:59:59') }, '23 11:59').promise.wakeAt).toBe(at('23 12:00'))
  })

  it('is not at risk by a day that had passed when it was made', () => {
    expect(judge({ statedAt: at('23 12:00') }, '23 13:00')).toMatchObject({ raised: [], promise: { status: 'open' } })
  })

  it('is at risk where it is expected after it is due, not on the instant', () => {
    expect(judge(LATE, '21 12:00')).toMatchObject({ raised: ['at_risk'], promise: { slips: 1 } })
    expect(judge({ ...LATE, expected: at('25 12:00') }, '21 12:00').raised).toEqual([])
    expect(judge(DISPATCHED, '21 12:00').raised).toEqual([])
  })

  it('is at risk by what happened since its date was told, unless we know that it comes in time', () => {
    const lost = (when: string) => ({ seen: { ...DISPATCHED.seen, 'Parcel Lost': at(when) } })
    expect(judge(lost('21 12:00'), '21 12:00').raised).toEqual(['at_risk'])
    expect(judge({ ...lost('21 12:00'), expected: at('25 12:00') }, '21 12:00').raised).toEqual([])
    expect(judge(lost('20 10:00'), '21 12:00').raised).toEqual([])
    const alone = { ...DELIVERY, atRisk: [{ kind: 'happened' as const, event: 'Parcel Lost' }] }
    const late = { ...OPEN, ...lost('21 12:00'), expected: at('25 12:01') }
    expect(judgePromise(late, alone, 'UTC', at('21 12:00')).raised).toEqual(['at_risk'])
  })

  it('is no longer at risk once what was missing has happened, up to the instant at which it is due', () => {
    const risky: Partial<PromiseState> = { ...DISPATCHED, status: 'at_risk', slips: 1 }
    expect(judge(risky, '25 12:00')).toMatchObject({ raised: [], promise: { status: 'open', slips: 1 } })
  })

  it('is still at risk at the instant at which it is due, and broken after it', () => {
    expect(judge(LATE, '25 12:00')).toMatchObject({ raised: ['at_risk'], promise: { status: 'at_risk' } })
    expect(judge(LATE, '25 12:00:01')).toMatchObject({ raised: ['broken'], promise: { status: 'broken', slips: 1 } })
  })

  it('that was at risk breaks without slipping once more', () => {
    const broken = judge({ ...LATE, status: 'at_risk', slips: 1 }, '26 12:00')
    expect(broken).toMatchObject({ raised: ['broken'], promise: { status: 'broken', slips: 1 } })
    const noLonger = judge({ ...DISPATCHED, status: 'at_risk', slips: 1 }, '26 12:00')
    expect(noLonger).toMatchObject({ raised: ['broken'], promise: { status: 'broken', slips: 1 } })
    expect(judgePromise(broken.promise, DELIVERY, 'UTC', at('27 12:00'))).toMatchObject({ raised: [], gaveUp: false })
  })

  it('is given up so long after it was due, at the instant that it is looked at for', () => {
    const broken: Partial<PromiseState> = { status: 'broken', slips: 1 }
    const look = judge(broken, '26 12:00')
    expect(look.promise.wakeAt).toBe(OPEN.due + DELIVERY.givesUpAfter)
    expect(judgePromise(look.promise, DELIVERY, 'UTC', OPEN.due + DELIVERY.givesUpAfter - 1).gaveUp).toBe(false)
    expect(judgePromise(look.promise, DELIVERY, 'UTC', OPEN.due + DELIVERY.givesUpAfter).gaveUp).toBe(true)
  })

  it('is not given up before it is broken, however soon that is', () => {
    expect(judgePromise(OPEN, { ...DELIVERY, atRisk: [], givesUpAfter: 0 }, 'UTC', OPEN.due).gaveUp).toBe(false)
  })

  it('stays the same value where nothing changed', () => {
    const { promise } = judge({}, '21 12:00')
    expect(judgePromise(promise, DELIVERY, 'UTC', at('21 13:00')).promise).toBe(promise)
  })
})

describe('a new date that the customer was told', () => {
  const renew = (promise: Partial<PromiseState>, due: string, now: string) =>
    renewPromise({ ...OPEN, status: 'at_risk', slips: 1, ...promise }, DELIVERY, at(due), 'UTC', at(now))

  it('renews the promise, and is told of as of now', () => {
    expect(renew({ ...DISPATCHED, expected: at('28 12:00') }, '28 12:00', '24 12:00')).toMatchObject({
      status: 'open',
      due: at('28 12:00'),
      firstDue: at('25 12:00'),
      statedAt: at('24 12:00'),
      toldAt: at('24 12:00'),
      renewals: 1,
      wakeAt: at('26 12:00'),
    })
  })

  it('is looked at for the rules of the new date', () => {
    expect(renew({}, '28 12:00', '24 12:00')).toMatchObject({ wakeAt: at('26 12:00') })
  })

  it('is at risk at once where a later one became known meanwhile', () => {
    expect(renew({ ...DISPATCHED, expected: at('29 12:00') }, '28 12:00', '24 12:00')).toMatchObject({
      wakeAt: at('24 12:00'),
    })
  })

  it.each([
    ['has passed', '24 12:00', '24 12:00'],
    ['is the one that stands', '25 12:00', '24 12:00'],
  ])('that %s renews nothing, and counts as told', (_, due, now) => {
    const told = renew({}, due, now)
    expect(told).toEqual({ ...OPEN, status: 'at_risk', slips: 1, toldAt: at(now) })
    expect(renewPromise(told, DELIVERY, at(due), 'UTC', at('24 13:00')).toldAt).toBe(at(now))
  })
})

describe('a span of a promise', () => {
  const TOKYO = 'Asia/Tokyo'
  it.each([
    ['after, to the millisecond', later(at('21 10:00'), { ms: 2 * DAY, days: 2 }, undefined, TOKYO), '23 10:00'],
    ['after, at a time of the day', later(at('21 10:00'), { ms: 2 * DAY, days: 2 }, 20 * 60, TOKYO), '23 11:00'],
    ['after, in hours, at a time of the day', later(at('21 10:00'), { ms: 2 * HOUR }, 20 * 60, TOKYO), '22 11:00'],
    ['before, to the millisecond', earlier(at('21 10:00'), { ms: 2 * DAY, days: 2 }, undefined, TOKYO), '19 10:00'],
    ['before, at a time of that day', earlier(at('21 10:00'), { ms: 2 * DAY, days: 2 }, 20 * 60, TOKYO), '19 11:00'],
    ['before, in hours, at a time of that day', earlier(at('21 10:00'), { ms: 20 * HOUR }, 20 * 60, TOKYO), '20 11:00'],
  ])('is counted %s', (_, found, expected) => {
    expect(new Date(found).toISOString()).toBe(new Date(at(expected)).toISOString())
  })

  it('is counted in days of the calendar, also over one that is an hour shorter', () => {
    // Half past midnight in New York, the night after its clocks went forward.
    const monday = Date.parse('2026-03-09T04:30:00Z')
    const sunday = Date.parse('2026-03-08T16:00:00Z')
    expect(earlier(monday, { ms: DAY, days: 1 }, 12 * 60, 'America/New_York')).toBe(sunday)
    const saturday = Date.parse('2026-03-07T17:00:00Z')
    expect(later(saturday, { ms: DAY, days: 1 }, 12 * 60, 'America/New_York')).toBe(sunday)
  })
})
