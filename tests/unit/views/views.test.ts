import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { eventWarning } from '#engagement/customer/event-warning.ts'
import { entry, event, HANA, message, NOW, newcomer, richState } from '#tests/contracts/state-samples.ts'
import { Customer, customer } from '#views/customer.ts'
import { EventOutcome, eventOutcome } from '#views/event-outcome.ts'
import type { Happening } from '#views/happening.ts'
import { MessageWay, messageWay } from '#views/message-way.ts'
import { Timeline, timeline } from '#views/timeline.ts'

const MINUTE = 60_000
const warning = eventWarning('ignored-field', 'detail.cart_id', 'nobody reads it here', 'Put it under `properties`')
const decision = { at: NOW, workflow: 'cart', version: 'v1', run: 'cart#c1#1' }
const ENTRIES = [
  entry('m1', {
    event: event('m1', { traits: { locale: 'ja' }, warnings: [warning] }),
    decisions: [
      {
        ...decision,
        verdict: 'entered',
        reason: 'matched',
        values: [{ asked: 'event.total > 5', saw: 8, verdict: 'matched' }],
      },
      {
        ...decision,
        step: '2',
        verdict: 'held',
        reason: 'quiet-hours',
        until: NOW + MINUTE,
        channel: 'email',
        message: 'id',
      },
    ],
  }),
  entry('timer#1#2', {
    kind: 'decision',
    decisions: [{ ...decision, verdict: 'planned', reason: 'matched', message: 'm' }],
  }),
]
const SENT = message('message-1', {
  run: 'cart#c1#1',
  status: 'delivered',
  sentAt: NOW + MINUTE,
  claimedAt: NOW + MINUTE,
  providerId: 'p1',
  outcomes: [
    { id: 'o1', at: NOW + 2 * MINUTE, kind: 'delivered' },
    { id: 'o2', at: NOW + 3 * MINUTE, kind: 'bounced', detail: 'permanent' },
  ],
})
const log = (what: Happening['what'], more: Partial<Happening> = {}): Happening => ({
  seq: 1,
  at: NOW,
  customer: 'hana',
  what,
  ...more,
})
const HAPPENINGS: readonly Happening[] = [
  log({ kind: 'accepted', event: 'Product Added', warnings: [warning], fate: 'named' }, { cause: 'm1' }),
  log({ kind: 'refused', event: 'x', code: 'bad-name', reason: 'half a character', place: 'detail-type' }),
  log({ kind: 'repeated', event: 'x', sameContent: true }),
  log({ kind: 'raised', event: 'Promise At Risk' }),
  log({
    kind: 'decided',
    decision: { ...decision, verdict: 'held', reason: 'quiet-hours', until: NOW + MINUTE },
    zone: 'UTC',
  }),
  log({
    kind: 'waits',
    waiting: { workflow: 'cart', until: NOW + MINUTE, zone: 'UTC', next: ['a'], listens: [], unless: [] },
  }),
  log({ kind: 'message', status: 'sent', workflow: 'cart', name: 'reminder', channel: 'email', letter: 7 }),
]
const words = { moveTo: () => 'curl clock', letterAt: (letter: number) => `/mailbox?message=${letter}` }
const found = (state = richState()) => ({ ids: [HANA] as const, state })

/** Each view by its schema, and what a host builds for it. */
const VIEWS: readonly (readonly [string, z.core.$ZodType, unknown])[] = [
  ['timeline', Timeline, timeline(ENTRIES, [SENT, message('message-2', { status: 'skipped', reason: 'no-consent' })])],
  ['customer', Customer, customer('hana', found(), [])],
  ['customer of whom nothing is known', Customer, customer('hana', { ids: [HANA] }, [])],
  ['customer who is new', Customer, customer('hana', found(newcomer()), [])],
  ['way of a message', MessageWay, messageWay(SENT, { entries: ENTRIES, consent: {}, zone: 'Asia/Tokyo' })],
  ['outcome of an event', EventOutcome, eventOutcome(HAPPENINGS, true, words)],
  ['log', EventOutcome, eventOutcome(HAPPENINGS, undefined, words)],
]

describe('a view', () => {
  it.each(VIEWS)('%s is read by its own schema, and nothing of it is lost on the way', (_, schema, built) => {
    const served: unknown = JSON.parse(JSON.stringify(built))
    expect(z.parse(schema, served)).toEqual(served)
    expect(JSON.stringify(served).length).toBeGreaterThan(100)
  })

  it('of the timeline has a line of every kind, in the order in which they happened', () => {
    const lines = timeline(ENTRIES, [SENT])
    expect(new Set(lines.map(({ kind }) => kind))).toEqual(new Set(['event', 'decision', 'message', 'outcome']))
    expect(lines.map(({ at }) => at)).toEqual(lines.map(({ at }) => at).toSorted())
  })

  it('of a message says why it was sent: what began it, what was waited for, what came back', () => {
    const way = messageWay(SENT, { entries: ENTRIES, consent: {}, zone: 'Asia/Tokyo' })
    expect(way[0]).toMatchObject({
      at: new Date(NOW).toISOString(),
      details: expect.arrayContaining(['event.total > 5: 8 (matched)']),
    })
    expect(way.at(-1)?.text).toBe('came back')
  })

  it('of an event says how to see what it waits for, and where the message is read', () => {
    const { lines } = eventOutcome(HAPPENINGS, true, words)
    expect(lines.flatMap(({ move, letter }) => [move, letter].filter((each) => each !== undefined))).toEqual([
      'curl clock',
      'curl clock',
      '/mailbox?message=7',
    ])
  })
})
