import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CustomerEvent } from '#engagement/customer/customer-event.ts'
import type { History } from '#engagement/customer/history.ts'
import type { JsonObject } from '#engagement/customer/json.ts'
import { countEvent, fillCounters, missingCounters } from '#engagement/decision/count-history.ts'
import { evaluate } from '#engagement/decision/evaluate.ts'
import type { Condition, CounterDefinition } from '#engagement/model/condition.ts'
import { always, NOW } from './arbitrary-conditions.ts'

const HOUR = 3_600_000
const scope = { zone: 'UTC' }
let serial = 0
const event = (name: string, at: number, properties: JsonObject = {}): CustomerEvent => ({
  messageId: `m${++serial}`,
  name,
  customerId: 'c',
  at,
  receivedAt: at,
  properties,
  context: {},
  hops: 0,
})
const large: Condition = {
  kind: 'compare',
  field: { root: 'event', path: ['total'] },
  comparison: 'above',
  operands: [{ kind: 'value', value: 5 }],
}
const recent = (more: Partial<CounterDefinition> = {}): CounterDefinition => ({
  key: 'r',
  event: 'X',
  carry: [],
  kind: 'recent',
  keep: 3,
  ...more,
})
const hourly = (more: Partial<CounterDefinition> = {}): CounterDefinition => ({
  key: 'h',
  event: 'X',
  carry: [['total']],
  kind: 'hourly',
  keep: 0,
  window: 24 * HOUR,
  sumIndex: 0,
  ...more,
})
const countAll = (
  counters: readonly CounterDefinition[],
  events: readonly CustomerEvent[],
  start: History = fillCounters({}, counters, [], scope),
): History => events.reduce((history, each) => countEvent(history, each, counters, scope), start)

const anyEvent: fc.Arbitrary<CustomerEvent> = fc
  .record({
    name: fc.constantFrom('X', 'X', 'Y'),
    hours: fc.integer({ min: 0, max: 12 }),
    total: fc.constantFrom(undefined, 1, 3, 7, 9, 'much'),
    order: fc.constantFrom('o1', 'o2'),
  })
  .map(({ name, hours, total, order }) =>
    event(name, NOW + hours * HOUR, { order, ...(total === undefined ? {} : { total }) }),
  )
const anyCounter: fc.Arbitrary<CounterDefinition> = fc
  .record({
    key: fc.constant('k'),
    event: fc.constantFrom('X', 'Y'),
    kind: fc.constantFrom('recent' as const, 'hourly' as const),
    keep: fc.integer({ min: 1, max: 4 }),
    carry: fc.constantFrom([['total']], [['order'], ['total']]),
    where: fc.constantFrom(undefined, large),
    window: fc.constantFrom(undefined, 2 * HOUR, 6 * HOUR),
    summed: fc.boolean(),
  })
  .map(({ where, window, summed, ...rest }) => ({
    ...rest,
    ...(where ? { where } : {}),
    ...(window ? { window } : {}),
    ...(summed ? { sumIndex: rest.carry.length - 1 } : {}),
  }))

describe('counting history', () => {
  it('gives the same whether filled from the timeline and counted on, or counted from the start', () => {
    always(
      fc.property(
        fc.array(anyCounter, { minLength: 1, maxLength: 3 }),
        fc.array(anyEvent, { maxLength: 14 }),
        fc.nat(14),
        (some, events, cut) => {
          const counters = some.map((counter, index) => ({ ...counter, key: `k${index}` }))
          const timeline = events.slice(0, cut).toSorted((a, b) => a.at - b.at)
          const filled = fillCounters({}, missingCounters({}, counters), timeline, scope)
          expect(countAll(counters, events.slice(cut), filled)).toEqual(countAll(counters, events))
        },
      ),
      600,
    )
  })

  it('does not depend on the order of arrival', () => {
    always(
      fc.property(
        anyCounter,
        fc
          .array(anyEvent, { maxLength: 10 })
          .chain((events) => fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length }))),
        (counter, [events, shuffled]) => {
          expect(countAll([counter], shuffled)).toEqual(countAll([counter], events))
        },
      ),
      400,
    )
  })

  it('keeps the newest, by event time', () => {
    const history = countAll(
      [recent()],
      [5, 1, 4, 2, 3].map((hour) => event('X', NOW + hour * HOUR)),
    )
    expect(history).toMatchObject({
      r: {
        kind: 'recent',
        occurrences: [3, 4, 5].map((hour) => ({ at: NOW + hour * HOUR, known: 1 })),
        lost: NOW + 2 * HOUR,
      },
    })
  })

  it('forgets what has left the window', () => {
    const history = countAll(
      [recent({ window: 2 * HOUR })],
      [0, 1, 3].map((hour) => event('X', NOW + hour * HOUR)),
    )
    expect(history).toMatchObject({
      r: { kind: 'recent', occurrences: [1, 3].map((hour) => ({ at: NOW + hour * HOUR, known: 1 })) },
    })
  })

  it('keeps an event whose `where` is unknown apart, and leaves out one that does not match', () => {
    const history = countAll(
      [recent({ where: large, carry: [['total'], ['order_id']] })],
      [event('X', NOW, { total: 9 }), event('X', NOW + 1, {}), event('X', NOW + 2, { total: 1 })],
    )
    expect(history['r']).toMatchObject({
      kind: 'recent',
      occurrences: [
        { at: NOW, known: 1, carried: [9, null] },
        { at: NOW + 1, known: 0, carried: [null, null] },
      ],
    })
  })

  it('never lets unknown occurrences push out known ones', () => {
    const history = countAll(
      [recent({ where: large, keep: 1 })],
      [event('X', NOW, { total: 9 }), event('X', NOW + 1), event('X', NOW + 2)],
    )
    const did: Condition = { kind: 'history', measure: 'count', event: 'X', counter: 'r', atLeast: 1, match: [] }
    expect(evaluate(did, { history, now: NOW + 3, zone: 'UTC' })).toBe('matched')
  })

  it('adds up by the hour', () => {
    const events = [
      event('X', NOW + 5, { total: 3 }),
      event('X', NOW + HOUR, { total: 4 }),
      event('X', NOW, { total: 5 }),
      event('X', NOW + 9, {}),
    ]
    expect(countAll([hourly()], events)['h']).toMatchObject({
      kind: 'hourly',
      buckets: [
        { start: NOW, count: 2, unknown: 1, sum: 8 },
        { start: NOW + HOUR, count: 1, unknown: 0, sum: 4 },
      ],
    })
  })

  it('drops hours that no window can reach any more', () => {
    const history = countAll(
      [hourly({ window: 2 * HOUR })],
      [0, 1, 5].map((hour) => event('X', NOW + hour * HOUR, { total: 1 })),
    )
    expect(history['h']).toMatchObject({
      kind: 'hourly',
      buckets: [{ start: NOW + 5 * HOUR, count: 1, unknown: 0, sum: 1 }],
    })
  })

  it('is filled anew where a condition published since needs more than was kept', () => {
    const before = countAll([recent({ keep: 2, window: HOUR })], [event('X', NOW)])
    const missing = (more: Partial<CounterDefinition>): number =>
      missingCounters(before, [recent({ keep: 2, window: HOUR, ...more })]).length
    expect([missing({}), missing({ keep: 1 }), missing({ window: 1 })]).toEqual([0, 0, 0])
    expect([missing({ keep: 3 }), missing({ window: 2 * HOUR }), missing({ kind: 'hourly' })]).toEqual([1, 1, 1])
    const { window: _, ...endless } = recent({ keep: 2, window: HOUR })
    expect(missingCounters(before, [endless])).toEqual([endless])
  })

  it('gives the same object back where nothing changes', () => {
    const history = countAll([recent({ where: large })], [event('X', NOW, { total: 9 })])
    expect(countEvent(history, event('X', NOW, { total: 1 }), [recent({ where: large })], scope)).toBe(history)
    expect(countEvent(history, event('Y', NOW), [recent({ where: large })], scope)).toBe(history)
    expect(fillCounters(history, [], [], scope)).toBe(history)
  })

  it('leaves a counter missing until it is filled, so that it does not pass for complete', () => {
    const counter = recent()
    expect(countEvent({}, event('X', NOW), [counter], scope)).toEqual({})
    expect(missingCounters({}, [counter])).toEqual([counter])
    expect(missingCounters(fillCounters({}, [counter], [], scope), [counter])).toEqual([])
  })

  it('says unknown once occurrences that might have been meant were dropped', () => {
    const counter = recent({ carry: [['order']], keep: 2 })
    const history = countAll(
      [counter],
      ['o1', 'o2', 'o3'].map((order, index) => event('X', NOW + index, { order })),
    )
    const did = (order: string): string =>
      evaluate(
        {
          kind: 'history',
          measure: 'count',
          event: 'X',
          counter: 'r',
          atLeast: 1,
          match: [{ index: 0, field: { root: 'entry', path: ['order'] } }],
        },
        { history, entry: { order }, now: NOW + 9, zone: 'UTC' },
      )
    expect([did('o3'), did('o1'), did('never')]).toEqual(['matched', 'unknown', 'unknown'])
  })
})
