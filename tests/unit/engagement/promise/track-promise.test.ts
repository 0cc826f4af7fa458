import { describe, expect, it } from 'vitest'
import type { JsonObject } from '#engagement/customer/json.ts'
import type { EndedPromise, PromiseState } from '#engagement/promise/promise-state.ts'
import { identity, trackPromise } from '#engagement/promise/track-promise.ts'
import { at, DAY, DELIVERY, event, OPEN } from './promise-samples.ts'

interface Known {
  readonly live?: PromiseState
  readonly ended?: EndedPromise
  readonly where?: boolean
}

const track = (name: string, when: string, properties: JsonObject, { live, ended, where = true }: Known = {}) =>
  trackPromise(DELIVERY, 'o1', live, ended, event(name, when, properties), 'UTC', where)

const MADE = event('Order Placed', '20 10:00', { order_id: 'o1', due: '2026-11-25T12:00:00Z' })
const SEEN = { ...OPEN, seen: { 'Order Placed': at('20 10:00') } }
const ended = (how: EndedPromise['how'], when: string, ...parts: string[]): EndedPromise => ({
  name: 'delivery',
  key: 'o1',
  how,
  at: at(when),
  parts,
})
/** Live, with each part either kept at a time or under way. */
const withParts = (parts: PromiseState['parts']): PromiseState => ({ ...SEEN, parts })

describe('a promise', () => {
  it('is made by an event that names its date, and remembers what it carries', () => {
    const made = track('Order Placed', '20 10:00', { due: '2026-11-25T12:00:00Z', carrier: 'Yamato', color: 'red' })
    expect(made).toEqual({ kind: 'live', promise: { ...SEEN, about: { carrier: 'Yamato' } } })
  })

  it('is due so long after the event, where that is what is promised', () => {
    const soon = { ...DELIVERY, due: { plus: { ms: 2 * DAY, days: 2 }, at: 18 * 60 } }
    const made = trackPromise(soon, 'o1', undefined, undefined, MADE, 'UTC', true)
    expect(made).toMatchObject({ promise: { due: at('22 18:00'), firstDue: at('22 18:00') } })
  })

  it.each<readonly [why: string, properties: JsonObject, known: Known]>([
    ['without a date', {}, {}],
    ['where its condition does not hold', { due: '2026-11-25T12:00:00Z' }, { where: false }],
    ['once it was kept', { due: '2026-11-25T12:00:00Z' }, { ended: ended('kept', '19 10:00') }],
    [
      'of a parcel that is over',
      { due: '2026-11-25T12:00:00Z', parcel: 'p1' },
      { ended: ended('kept', '19 10:00', 'p1') },
    ],
    [
      'of a new parcel of an order that was cancelled',
      { due: '2026-11-25T12:00:00Z', parcel: 'p2' },
      { ended: ended('released', '19 10:00', 'p1') },
    ],
    [
      'of a parcel of an order that had none',
      { due: '2026-11-25T12:00:00Z', parcel: 'p2' },
      { ended: ended('kept', '19 10:00') },
    ],
  ])('is not made %s', (_, properties, known) => {
    expect(track('Order Placed', '20 10:00', properties, known)).toEqual({ kind: 'none' })
  })

  it('is made anew by a parcel never seen before', () => {
    const made = track(
      'Order Placed',
      '20 10:00',
      { due: '2026-11-25T12:00:00Z', parcel: 'p2' },
      { ended: ended('kept', '19 10:00', 'p1') },
    )
    expect(made).toMatchObject({ kind: 'live', promise: { parts: { p2: { keptAt: null } } } })
  })

  it('is not made by an event about something else', () => {
    expect(track('Parcel Delayed', '20 10:00', { eta: '2026-11-26' })).toEqual({ kind: 'none' })
    expect(track('Parcel Dispatched', '20 10:00', { due: '2026-11-25T12:00:00Z' })).toEqual({ kind: 'none' })
  })

  it('is none of an event that says nothing about it', () => {
    expect(track('Order Placed', '20 10:00', { due: '2026-11-25T12:00:00Z' }, { live: SEEN })).toEqual({ kind: 'none' })
  })

  it('is not made of a date that is read from elsewhere than the event', () => {
    const elsewhere = { ...DELIVERY, due: { root: 'profile' as const, path: ['due'] } }
    expect(trackPromise(elsewhere, 'o1', undefined, undefined, MADE, 'UTC', true)).toEqual({ kind: 'none' })
  })

  it('remembers a parcel that an event names for the first time, and an event of any name', () => {
    expect(track('Order Placed', '20 10:00', { parcel: 'p9' }, { live: SEEN })).toMatchObject({
      promise: { parts: { p9: { keptAt: null } }, seen: SEEN.seen },
    })
    expect(track('constructor', '21 10:00', {}, { live: SEEN })).toMatchObject({
      promise: { seen: { constructor: at('21 10:00') } },
    })
  })

  it('carries on what an event does not name', () => {
    const both = { ...DELIVERY, carry: ['carrier', 'color'] }
    const carrying = { ...SEEN, about: { carrier: 'Yamato', color: 'red' } }
    const told = event('Order Placed', '19 10:00', { color: 'blue' })
    expect(trackPromise(both, 'o1', carrying, undefined, told, 'UTC', true)).toMatchObject({
      promise: { about: { carrier: 'Yamato', color: 'blue' } },
    })
    const silent = event('Order Placed', '19 10:00', {})
    expect(trackPromise(both, 'o1', carrying, undefined, silent, 'UTC', true)).toEqual({ kind: 'none' })
  })

  it('remembers the latest time of an event of its key, and what it carries since', () => {
    expect(track('Parcel Dispatched', '21 10:00', { carrier: 'Yamato' }, { live: SEEN })).toEqual({
      kind: 'live',
      promise: { ...SEEN, seen: { ...SEEN.seen, 'Parcel Dispatched': at('21 10:00') }, about: { carrier: 'Yamato' } },
    })
    expect(track('Order Placed', '19 10:00', {}, { live: SEEN })).toEqual({ kind: 'none' })
    expect(track('Order Placed', '19 10:00', { carrier: null }, { live: SEEN })).toEqual({ kind: 'none' })
    const carrying = { ...SEEN, about: { carrier: 'Yamato' } }
    expect(track('Order Placed', '19 10:00', { carrier: 'Yamato' }, { live: carrying })).toEqual({ kind: 'none' })
    expect(track('Order Placed', '19 10:00', { carrier: 'Sagawa' }, { live: carrying })).toMatchObject({
      promise: { about: { carrier: 'Sagawa' }, seen: SEEN.seen },
    })
  })
})

describe('the date of a promise', () => {
  const restated = (when: string, due: string, live: PromiseState) => track('Order Placed', when, { due }, { live })

  it('is the one that the producer named last', () => {
    expect(restated('21 10:00', '2026-11-26T12:00:00Z', SEEN)).toMatchObject({
      promise: { due: at('26 12:00'), firstDue: at('25 12:00'), statedAt: at('21 10:00') },
    })
  })

  it('stays where an event names none, and is the one of two at the same time that came to us last', () => {
    expect(track('Order Placed', '21 10:00', {}, { live: SEEN })).toMatchObject({ promise: { due: at('25 12:00') } })
    expect(restated('20 10:00', '2026-11-26T12:00:00Z', SEEN)).toMatchObject({ promise: { due: at('26 12:00') } })
  })

  it('is not the one of an older word', () => {
    expect(restated('20 09:59', '2026-11-26T12:00:00Z', SEEN)).toEqual({ kind: 'none' })
    const repeated = { ...SEEN, repeatedAt: at('22 10:00') }
    expect(restated('21 10:00', '2026-11-26T12:00:00Z', repeated)).toMatchObject({ promise: { due: at('25 12:00') } })
  })

  it('that is named once more is as new as that, and no longer when another is', () => {
    const again = restated('21 10:00', '2026-11-25T12:00:00Z', SEEN)
    expect(again).toMatchObject({
      promise: { due: at('25 12:00'), statedAt: at('20 10:00'), repeatedAt: at('21 10:00') },
    })
    const moved = restated('22 10:00', '2026-11-26T12:00:00Z', { ...SEEN, repeatedAt: at('21 10:00') })
    expect(moved).toMatchObject({ promise: { due: at('26 12:00') } })
    expect(moved).not.toHaveProperty('promise.repeatedAt')
  })

  it.each<readonly [why: string, live: Partial<PromiseState>]>([
    ['we told one ourselves', { renewals: 1 }],
    ['it is at risk', { status: 'at_risk' }],
    ['it is broken', { status: 'broken' }],
  ])('is no longer the producer’s to name once %s', (_, live) => {
    expect(restated('21 10:00', '2026-11-26T12:00:00Z', { ...SEEN, ...live })).toMatchObject({
      promise: { due: at('25 12:00') },
    })
  })
})

describe('what is expected of a promise', () => {
  const delayed = (when: string, properties: JsonObject, live: PromiseState) =>
    track('Parcel Delayed', when, properties, { live })

  it('is the latest word', () => {
    const first = delayed('21 10:00', { eta: '2026-11-26T12:00:00Z' }, SEEN)
    expect(first).toMatchObject({ promise: { expected: at('26 12:00'), expectedAt: at('21 10:00') } })
    const known = { ...SEEN, expected: at('26 12:00'), expectedAt: at('21 10:00') }
    expect(delayed('20 11:00', { eta: '2026-11-27T12:00:00Z' }, known)).toMatchObject({
      promise: { expected: at('26 12:00') },
    })
    expect(delayed('21 10:00', { eta: '2026-11-27T12:00:00Z' }, known)).toMatchObject({
      promise: { expected: at('27 12:00') },
    })
  })

  it('is not told by another event, nor read from elsewhere than the event', () => {
    const eta = { eta: '2026-11-26T12:00:00Z' }
    expect(track('Parcel Dispatched', '21 10:00', eta, { live: SEEN })).not.toHaveProperty('promise.expected')
    const elsewhere = {
      ...DELIVERY,
      expected: { events: ['Parcel Delayed'], at: { root: 'profile' as const, path: ['eta'] } },
    }
    const told = trackPromise(elsewhere, 'o1', SEEN, undefined, event('Parcel Delayed', '21 10:00', eta), 'UTC', true)
    expect(told).not.toHaveProperty('promise.expected')
  })

  it('is of the whole where there are no parcels', () => {
    const { parts: _, ...whole } = DELIVERY
    const told = event('Parcel Delayed', '21 10:00', { parcel: 'p1', eta: '2026-11-26T12:00:00Z' })
    const tracked = trackPromise(whole, 'o1', SEEN, undefined, told, 'UTC', true)
    expect(tracked).toMatchObject({ promise: { expected: at('26 12:00'), parts: {} } })
    expect(delayed('21 10:00', { eta: '2026-11-26T12:00:00Z' }, SEEN)).toMatchObject({ promise: { parts: {} } })
  })

  it('of one parcel does not hang on what was said later of another, and a parcel that is kept stays kept', () => {
    const live = { ...withParts({ p1: { keptAt: at('21 08:00') }, p2: { keptAt: null } }), expectedAt: at('22 10:00') }
    expect(delayed('21 10:00', { parcel: 'p2', eta: '2026-11-26T12:00:00Z' }, live)).toMatchObject({
      promise: { expected: at('26 12:00') },
    })
    expect(delayed('21 10:00', { parcel: 'p1', eta: '2026-11-26T12:00:00Z' }, live)).toMatchObject({
      promise: { parts: { p1: { keptAt: at('21 08:00') } } },
    })
  })

  it('stays where no date is named', () => {
    const known = { ...SEEN, expected: at('26 12:00'), expectedAt: at('21 10:00') }
    expect(delayed('22 10:00', { eta: 'soon' }, known)).toMatchObject({
      promise: { expected: at('26 12:00'), expectedAt: at('21 10:00') },
    })
  })

  it('is the latest date of the parcels that are under way', () => {
    const live = withParts({
      p1: { keptAt: null, expected: at('27 12:00'), expectedAt: at('21 09:00') },
      p2: { keptAt: null },
      p3: { keptAt: at('21 08:00'), expected: at('29 12:00') },
    })
    const two = delayed('21 10:00', { parcel: 'p2', eta: '2026-11-26T12:00:00Z' }, live)
    expect(two).toMatchObject({
      promise: {
        expected: at('27 12:00'),
        expectedAt: at('21 10:00'),
        parts: { p2: { keptAt: null, expected: at('26 12:00'), expectedAt: at('21 10:00') } },
      },
    })
    expect(delayed('21 08:59', { parcel: 'p1', eta: '2026-11-30T12:00:00Z' }, live)).not.toHaveProperty(
      'promise.expected',
    )
    expect(delayed('21 09:00', { parcel: 'p1', eta: '2026-11-30T12:00:00Z' }, live)).toMatchObject({
      promise: { expected: at('30 12:00') },
    })
  })

  it('is of a parcel that nobody named before, too, whatever it is called', () => {
    expect(delayed('21 10:00', { parcel: 'constructor', eta: '2026-11-26T12:00:00Z' }, SEEN)).toMatchObject({
      promise: { expected: at('26 12:00'), parts: { constructor: { keptAt: null, expected: at('26 12:00') } } },
    })
  })
})

describe('the end of a promise', () => {
  it('is kept, or released, with the parcels that were seen', () => {
    const live = withParts({ p1: { keptAt: at('21 10:00') } })
    expect(track('Order Cancelled', '22 10:00', {}, { live, ended: ended('kept', '19 10:00', 'p0') })).toEqual({
      kind: 'ended',
      promise: track('Order Cancelled', '22 10:00', {}, { live }).kind === 'ended' ? live : undefined,
      ended: ended('released', '22 10:00', 'p0', 'p1'),
    })
    expect(track('Parcel Delivered', '22 10:00', {}, { live: SEEN })).toEqual({
      kind: 'ended',
      promise: SEEN,
      ended: ended('kept', '22 10:00'),
    })
  })

  it('is no news where it ended at that time or later', () => {
    expect(track('Order Cancelled', '22 10:00', {}, { ended: ended('kept', '22 10:00') })).toEqual({ kind: 'none' })
    expect(track('Order Cancelled', '22 10:00', {}, { ended: ended('kept', '22 09:59') })).toMatchObject({
      kind: 'ended',
    })
    expect(track('Order Cancelled', '22 10:00', {}, { live: SEEN, ended: ended('kept', '23 10:00') })).toMatchObject({
      kind: 'ended',
    })
  })

  it('waits for every parcel that was seen', () => {
    const live = withParts({
      p1: { keptAt: null, expected: at('24 12:00') },
      p2: { keptAt: null, expected: at('25 12:00') },
    })
    const one = track('Parcel Delivered', '22 10:00', { parcel: 'p2' }, { live })
    expect(one).toMatchObject({
      kind: 'live',
      promise: { expected: at('24 12:00'), parts: { p2: { keptAt: at('22 10:00'), expected: at('25 12:00') } } },
    })
    const all = withParts({ p1: { keptAt: null }, p2: { keptAt: at('22 10:00') } })
    expect(track('Parcel Delivered', '23 10:00', { parcel: 'p1' }, { live: all })).toMatchObject({
      kind: 'ended',
      ended: ended('kept', '23 10:00', 'p1', 'p2'),
    })
  })

  it('remembers a parcel that comes after it, so that it makes no new promise', () => {
    expect(track('Parcel Delivered', '22 10:00', { parcel: 'p2' }, { ended: ended('kept', '23 10:00', 'p1') })).toEqual(
      {
        kind: 'ended',
        promise: undefined,
        ended: ended('kept', '23 10:00', 'p1', 'p2'),
      },
    )
    expect(track('Parcel Delivered', '22 10:00', { parcel: 'p1' }, { ended: ended('kept', '23 10:00', 'p1') })).toEqual(
      { kind: 'none' },
    )
    expect(
      track('Parcel Delivered', '24 10:00', { parcel: 'p1' }, { ended: ended('kept', '23 10:00', 'p1') }),
    ).toMatchObject({
      ended: ended('kept', '24 10:00', 'p1'),
    })
    expect(
      track('Parcel Delivered', '24 10:00', { parcel: 'p2' }, { ended: ended('kept', '23 10:00', 'p1') }),
    ).toMatchObject({
      ended: ended('kept', '24 10:00', 'p1', 'p2'),
    })
    expect(track('Parcel Delivered', '22 10:00', {}, { ended: ended('kept', '23 10:00', 'p1') })).toEqual({
      kind: 'none',
    })
    expect(track('Parcel Delivered', '24 10:00', { parcel: 'p3' })).toMatchObject({
      ended: ended('kept', '24 10:00', 'p3'),
    })
  })
})

describe('what a promise is about', () => {
  it('is read from the event alone', () => {
    expect(identity({ root: 'event', path: ['order_id'] }, MADE)).toBe('o1')
    expect(identity({ root: 'profile', path: ['order_id'] }, MADE)).toBeUndefined()
  })
})
