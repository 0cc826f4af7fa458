import { describe, expect, it } from 'vitest'
import { givenUpEvent, incidentEvent, keptEvent, promiseView, slipEvent } from '#engagement/promise/promise-events.ts'
import { at, DELIVERY, OPEN } from './promise-samples.ts'

const SLIPPED = {
  ...OPEN,
  slips: 2,
  renewals: 1,
  due: at('26 12:00'),
  expected: at('27 12:00'),
  about: { carrier: 'Yamato' },
}
const TOLD = {
  carrier: 'Yamato',
  order_id: 'o1',
  promise: 'delivery',
  key: 'o1',
  due: '2026-11-26T12:00:00.000Z',
  first_due: '2026-11-25T12:00:00.000Z',
  expected: '2026-11-27T12:00:00.000Z',
  slips: 2,
  renewals: 1,
}
const DAY_S = 86_400

describe('an event about a promise', () => {
  it('that is at risk tells how late it is expected to be', () => {
    expect(slipEvent(SLIPPED, DELIVERY, 'at_risk', at('28 12:00'))).toEqual({
      id: `promise:delivery:o1:${OPEN.madeAt}:at_risk:2:${SLIPPED.due}`,
      name: 'Promise At Risk',
      properties: { ...TOLD, late_by: DAY_S },
    })
  })

  it('that is broken tells how late it is by now, or is expected to be', () => {
    const broken = (now: string) => slipEvent(SLIPPED, DELIVERY, 'broken', at(now))
    expect(broken('26 13:00')).toMatchObject({ name: 'Promise Broken', properties: { late_by: DAY_S } })
    expect(broken('29 12:00')).toMatchObject({ properties: { late_by: 3 * DAY_S } })
    expect(broken('26 13:00').id).toBe(`promise:delivery:o1:${OPEN.madeAt}:broken:2:${SLIPPED.due}`)
  })

  it('tells nothing of a date that nobody expects', () => {
    const { properties } = slipEvent(OPEN, DELIVERY, 'at_risk', at('24 12:00'))
    expect(properties).not.toHaveProperty('expected')
    expect(properties).toMatchObject({ late_by: 0 })
    expect(slipEvent(OPEN, DELIVERY, 'broken', at('25 12:00:10')).properties).toMatchObject({ late_by: 10 })
  })

  it('that is kept tells when, and that it is not late where it is early', () => {
    expect(keptEvent(SLIPPED, DELIVERY, at('26 11:00'))).toEqual({
      id: `promise:delivery:o1:kept:${OPEN.madeAt}`,
      name: 'Promise Kept',
      properties: { ...TOLD, late_by: 0, kept_at: '2026-11-26T11:00:00.000Z' },
    })
    expect(keptEvent(SLIPPED, DELIVERY, at('26 13:00')).properties).toMatchObject({ late_by: 3600 })
  })

  it('that is given up tells when, and of which date', () => {
    expect(givenUpEvent(SLIPPED, DELIVERY, at('27 12:00'))).toEqual({
      id: `promise:delivery:o1:given_up:${OPEN.madeAt}:${SLIPPED.due}`,
      name: 'Promise Given Up',
      properties: { ...TOLD, late_by: DAY_S, given_up_at: '2026-11-27T12:00:00.000Z' },
    })
  })
})

describe('an event about an incident', () => {
  const incident = {
    rule: 'lost',
    key: 'o1',
    openedAt: at('21 10:00'),
    endsAt: at('28 10:00'),
    about: { carrier: 'Yamato' },
  }
  it.each([
    ['opened', 'Incident Opened'],
    ['closed', 'Incident Closed'],
  ] as const)('that is %s tells which, since when and why', (what, name) => {
    expect(incidentEvent(incident, what, 'Parcel Lost')).toEqual({
      id: `incident:lost:o1:${at('21 10:00')}:${what}`,
      name,
      properties: {
        carrier: 'Yamato',
        incident: 'lost',
        key: 'o1',
        opened_at: '2026-11-21T10:00:00.000Z',
        reason: 'Parcel Lost',
      },
    })
  })
})

describe('what a condition reads of a promise', () => {
  const { promise: name, order_id: _, ...told } = TOLD

  it('is all that is known of one that is live', () => {
    expect(promiseView(SLIPPED, undefined, at('28 12:00'))).toEqual({
      ...told,
      name,
      status: 'open',
      late_by: DAY_S,
      told: false,
    })
  })

  it('is how late it is by now where it is broken, and whether the customer was told', () => {
    const broken = { ...SLIPPED, status: 'broken' as const, toldAt: at('26 13:00') }
    expect(promiseView(broken, undefined, at('29 12:00'))).toMatchObject({ late_by: 3 * DAY_S, told: true })
    expect(promiseView(broken, undefined, at('26 13:00'))).toMatchObject({ late_by: DAY_S })
    expect(promiseView({ ...OPEN, status: 'broken' }, undefined, at('25 12:00:05'))).toMatchObject({ late_by: 5 })
  })

  it('has no expected date where there is none', () => {
    expect(promiseView(OPEN, undefined, at('24 12:00'))).not.toHaveProperty('expected')
  })

  it('is how it ended, or nothing', () => {
    const ended = { name: 'delivery', key: 'o1', how: 'kept' as const, at: at('24 12:00'), parts: [] }
    expect(promiseView(undefined, ended, at('25 12:00'))).toEqual({ status: 'kept', name: 'delivery', key: 'o1' })
    expect(promiseView(undefined, undefined, at('25 12:00'))).toBeUndefined()
  })
})
