import { describe, expect, it } from 'vitest'
import { type Served, servedMs, spaceFor } from '#engagement/decision/spacing.ts'
import type { Settings } from '#engagement/model/settings.ts'
import { catalogueOf } from '../engine-workspace.ts'

const NOW = Date.parse('2026-11-21T10:00:00Z')
const MINUTE = 60_000
const WEEK = 7 * 24 * 60 * MINUTE

/** As a marketer writes it. */
type Rule = { count: number; within: string; per?: string }

const settings = (spacing?: { apart?: string; at_most?: Rule[] }): Settings =>
  catalogueOf(spacing === undefined ? {} : { settings: { spacing } }).settings

const week = (count: number, per?: string): Settings =>
  settings({ at_most: [{ count, within: '7d', ...(per === undefined ? {} : { per }) }] })

/** A message that left so many minutes ago. */
const served = (minutes: number, what: Partial<Served> = {}): Served => ({
  at: NOW - minutes * MINUTE,
  messageId: `m${minutes}`,
  workflow: 'a',
  key: 'o1',
  ...what,
})

describe('space for a service message', () => {
  it('is there where nothing is said of it, whatever left', () => {
    expect(spaceFor({ workflow: 'a' }, [served(0)], settings(), NOW)).toBeUndefined()
  })

  it('is there where nothing left', () => {
    expect(spaceFor({ workflow: 'a' }, [], settings({ apart: '15m' }), NOW)).toBeUndefined()
  })

  it('is missing close to the last that left, whichever of them is told first, and the reason says when that was', () => {
    expect(spaceFor({ workflow: 'b' }, [served(5), served(10)], settings({ apart: '15m' }), NOW)).toEqual({
      kind: 'apart',
      at: NOW + 10 * MINUTE,
      last: NOW - 5 * MINUTE,
      values: [{ asked: 'no service message within 15m', saw: '2026-11-21T09:55:00.000Z', verdict: 'unmatched' }],
    })
  })

  it('is there again at the very end of the distance, not before', () => {
    const apart = settings({ apart: '15m' })
    expect(spaceFor({ workflow: 'a' }, [served(15)], apart, NOW)).toBeUndefined()
    expect(spaceFor({ workflow: 'a' }, [served(15)], apart, NOW - 1)).toMatchObject({ at: NOW })
  })

  it('is missing where there have been enough, and the reason says how many there were and may be', () => {
    expect(spaceFor({ workflow: 'b' }, [served(60), served(90)], week(2), NOW)).toEqual({
      kind: 'at_most',
      at: NOW - 90 * MINUTE + WEEK,
      values: [{ asked: 'fewer than 2 service messages within 7d', saw: 2, verdict: 'unmatched' }],
    })
  })

  it('comes when the oldest of those that count leaves the window, in whatever order they are told', () => {
    const told = [served(90), served(30), served(60)]
    expect(spaceFor({ workflow: 'a' }, told, week(2), NOW)).toMatchObject({ at: NOW - 60 * MINUTE + WEEK })
  })

  it('no longer counts what left a whole window ago', () => {
    const gone = served(WEEK / MINUTE)
    expect(spaceFor({ workflow: 'a' }, [gone], week(1), NOW)).toBeUndefined()
    expect(spaceFor({ workflow: 'a' }, [gone], week(1), NOW - 1)).toMatchObject({ at: NOW })
  })

  it('waits for the last of several limits, and tells all that stand in its way', () => {
    const both = settings({
      at_most: [
        { count: 1, within: '7d' },
        { count: 1, within: '1d' },
      ],
    })
    expect(spaceFor({ workflow: 'a' }, [served(60)], both, NOW)).toMatchObject({
      at: NOW - 60 * MINUTE + WEEK,
      values: [
        { asked: 'fewer than 1 service messages within 7d' },
        { asked: 'fewer than 1 service messages within 1d' },
      ],
    })
  })

  it.each<
    readonly [
      per: string,
      about: Pick<Served, 'workflow' | 'topic'>,
      other: Pick<Served, 'workflow' | 'topic'>,
      counts: boolean,
    ]
  >([
    ['customer', { workflow: 'b', topic: 'news' }, { workflow: 'a', topic: 'shopping' }, true],
    ['topic', { workflow: 'b', topic: 'news' }, { workflow: 'a', topic: 'news' }, true],
    ['topic', { workflow: 'a', topic: 'news' }, { workflow: 'a', topic: 'shopping' }, false],
    ['topic', { workflow: 'b' }, { workflow: 'a' }, false],
    ['topic', { workflow: 'a' }, { workflow: 'a' }, true],
    ['workflow', { workflow: 'a', topic: 'news' }, { workflow: 'a', topic: 'shopping' }, true],
    ['workflow', { workflow: 'b', topic: 'news' }, { workflow: 'a', topic: 'news' }, false],
  ])('counted per %s, one of %o with one of %o behind it: %s', (per, about, other, counts) => {
    const space = spaceFor(about, [served(60, other)], week(1, per), NOW)
    const of = per === 'customer' ? '' : ` of this ${per}`
    expect(space?.values).toEqual(
      counts ? [{ asked: `fewer than 1 service messages${of} within 7d`, saw: 1, verdict: 'unmatched' }] : undefined,
    )
  })
})

describe('a service message that left is remembered', () => {
  it.each([
    ['not at all, where messages are not spaced', settings(), 0],
    ['for the distance', settings({ apart: '15m' }), 15 * MINUTE],
    [
      'for the longest window',
      settings({
        apart: '15m',
        at_most: [
          { count: 1, within: '1d' },
          { count: 3, within: '7d' },
        ],
      }),
      WEEK,
    ],
  ])('%s', (_, given, ms) => {
    expect(servedMs(given)).toBe(ms)
  })
})
