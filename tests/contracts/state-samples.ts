import { createHash } from 'node:crypto'
import type { CustomerEvent } from '#engagement/customer/customer-event.ts'
import { EMPTY_PROFILE } from '#engagement/customer/profile.ts'
import type { CustomerState } from '#engagement/journey/customer-state.ts'
import type { Run } from '#engagement/journey/run.ts'
import type { TimelineEntry } from '#engagement/journey/timeline-entry.ts'
import type { Message } from '#engagement/message/message.ts'
import type { PromiseState } from '#engagement/promise/promise-state.ts'
import type { Commit } from '#stages/ports/commit.ts'

export const NOW = Date.parse('2026-11-21T11:00:30.000Z')
export const MINUTE = 60_000
export const HOUR = 60 * MINUTE

/** As long as real ids are. */
export const customerIdOf = (name: string): string => createHash('sha256').update(name).digest('base64url')
export const HANA = customerIdOf('hana')

export function newcomer(customerId = HANA): CustomerState {
  return {
    schema: 1,
    customerId,
    version: 1,
    head: {
      createdAt: NOW,
      anonymousIds: ['a-1'],
      absorbed: [],
      consent: {},
      slots: [],
      incidents: [],
      timerGeneration: 0,
    },
    profile: EMPTY_PROFILE,
    memory: { runs: [], promises: [], exits: [] },
    runs: [],
    promises: [],
  }
}

export function cartRun(key = 'c1', n = 1): Run {
  return {
    workflow: 'cart-abandonment',
    version: '0123456789ab',
    key,
    n,
    enteredAt: NOW + n,
    entry: {
      messageId: `m-${key}`,
      name: 'Product Added',
      at: NOW,
      properties: { cart_id: key, name: '急須', price: 8000, currency: 'JPY' },
    },
    activity: { kind: 'waiting', until: NOW + HOUR, step: '1', next: '2' },
    heldOut: false,
    firstMessagePlanned: false,
  }
}

export function deliveryPromise(key = 'o-1'): PromiseState {
  return {
    name: 'delivery',
    key,
    status: 'open',
    madeAt: NOW,
    statedAt: NOW,
    due: NOW + 48 * HOUR,
    firstDue: NOW + 48 * HOUR,
    expected: NOW + 72 * HOUR,
    expectedAt: NOW,
    renewals: 0,
    slips: 1,
    toldAt: NOW,
    parts: { 's-1': { keptAt: null, expected: NOW + 72 * HOUR, expectedAt: NOW }, 's-2': { keptAt: NOW } },
    seen: { 'Shipment Dispatched': NOW },
    about: { order_id: key, carrier: 'ヤマト' },
    wakeAt: NOW + 24 * HOUR,
  }
}

/** Every member that a state can have, so that none is lost on the way. */
export function richState(customerId = HANA): CustomerState {
  const base = newcomer(customerId)
  return {
    ...base,
    head: {
      ...base.head,
      userId: 'user-1',
      absorbed: [customerIdOf('an earlier self')],
      consent: { shopping: { status: 'granted', at: NOW, source: 'identify', evidence: 'm-0' } },
      slots: [{ channel: 'email', at: NOW, messageId: 'message-1' }],
      served: [{ at: NOW, messageId: 'message-0', workflow: 'w', topic: 'orders', key: 'o-1' }],
      incidents: [{ rule: 'ticket', key: 't-1', openedAt: NOW, endsAt: NOW + HOUR, about: { ticket_id: 't-1' } }],
      claims: [{ messageId: 'message-2', until: NOW + HOUR }],
      timer: { at: NOW + HOUR, generation: 3, shard: 0 },
      timerGeneration: 3,
    },
    profile: {
      traits: {
        email: { value: 'hana@example.jp', at: NOW },
        address: { value: { country: 'JP' }, at: NOW },
        gone: { value: null, at: NOW },
      },
      history: {
        c1: {
          kind: 'recent',
          occurrences: [
            { at: NOW, known: 1, carried: ['o-1', null, 12.5] },
            { at: NOW, known: 0 },
          ],
        },
        c2: { kind: 'hourly', buckets: [{ start: NOW, count: 2, unknown: 0, sum: 16000 }] },
      },
      computed: {
        cart: {
          kind: 'lists',
          lists: [
            {
              kind: 'list',
              key: 'c1',
              items: [{ id: 'p1', quantity: 2, properties: { price: 8000 }, at: NOW }],
              at: NOW,
              replacedAt: 0,
            },
          ],
          settledAt: NOW,
          changes: [
            { at: NOW, id: 'e1', kind: 'add', key: 'c1', lines: [{ id: 'p1', quantity: 1, properties: { price: 1 } }] },
            { at: NOW + 1, id: 'e2', kind: 'clear', lines: [] },
          ],
        },
        habit: { kind: 'habit', visits: 3, lastAt: NOW, typicalGap: 86_400_000, recent: [[NOW + 1, NOW + 2]] },
        visits: { kind: 'stale' },
      },
    },
    memory: {
      runs: [
        {
          workflow: 'w',
          key: '',
          n: 1,
          enteredAt: NOW,
          endedAt: NOW,
          exitAt: NOW,
          reason: 'bought',
          heldOut: true,
          goalUntil: NOW,
          goalReachedAt: NOW,
          goalEntry: { a: 1 },
        },
      ],
      promises: [{ name: 'delivery', key: 'o-0', how: 'kept', at: NOW, parts: ['s-0'] }],
      exits: [{ event: 'Order Completed', at: NOW, properties: { cart_id: 'c0' } }],
    },
    runs: [
      cartRun('c1', 1),
      {
        ...cartRun('c1#with#hashes', 2),
        awaited: { messageId: 'm-9', name: 'Survey Answered', at: NOW, properties: {} },
        activity: { kind: 'listening', until: NOW + HOUR, step: '3' },
        goalReachedAt: NOW,
      },
      {
        ...cartRun('長'.repeat(400), 3),
        activity: {
          kind: 'holding',
          until: NOW,
          step: '2',
          messageId: 'x',
          reason: 'quiet-hours',
          goodUntil: NOW,
          channel: 'email',
          tried: ['sms'],
          since: NOW,
          attempt: 1,
          repeated: true,
          asked: '1',
          done: ['1.if1.1'],
          first: true,
        },
        startedAt: NOW,
        round: 2,
        missed: { '3': { messageId: 'm-8', name: 'Survey Answered', at: NOW, properties: { score: 1 } } },
      },
      {
        ...cartRun('', 4),
        activity: {
          kind: 'sending',
          until: NOW,
          step: '2',
          messageId: 'x',
          channel: 'webhook',
          tried: [],
          since: NOW,
          attempt: 2,
          claimedAt: NOW,
          unknown: true,
          repeated: false,
        },
      },
    ],
    promises: [deliveryPromise('o-1'), deliveryPromise('o-2')],
  }
}

export function event(messageId: string, more: Partial<CustomerEvent> = {}): CustomerEvent {
  return {
    messageId,
    name: 'Product Added',
    customerId: HANA,
    at: NOW,
    receivedAt: NOW,
    properties: { cart_id: 'c1' },
    context: {},
    hops: 0,
    ...more,
  }
}

export function entry(id: string, more: Partial<TimelineEntry> = {}): TimelineEntry {
  return {
    id,
    kind: 'event',
    at: NOW,
    receivedAt: NOW,
    event: event(id),
    contentHash: `hash of ${id}`,
    decisions: [
      {
        at: NOW,
        workflow: 'cart-abandonment',
        version: '0123456789ab',
        run: 'cart-abandonment#c1#1',
        step: '1',
        verdict: 'entered',
        reason: 'matched',
        until: NOW + HOUR,
        channel: 'email',
        message: 'message-1',
        values: [
          { asked: 'event.currency in [JPY, USD]', saw: 'JPY', verdict: 'matched' },
          { asked: 'profile.country', verdict: 'unknown' },
        ],
      },
    ],
    emitted: false,
    ...more,
  }
}

export function message(id = 'message-1', more: Partial<Message> = {}): Message {
  return {
    id,
    customerId: HANA,
    workflow: 'cart-abandonment',
    version: '0123456789ab',
    run: 'cart-abandonment#c1#1',
    runKey: 'c1',
    runN: 1,
    step: '2',
    name: 'reminder',
    channel: 'email',
    class: 'marketing',
    topic: 'shopping',
    urgent: false,
    status: 'planned',
    plannedAt: NOW,
    attempt: 1,
    outcomes: [],
    ...more,
  }
}

/** A commit of `after` on `before`, its version counted on. */
export function commitOf(
  before: CustomerState | undefined,
  after: CustomerState,
  more: Partial<Omit<Commit, 'before' | 'after'>> = {},
): Commit {
  return { before, after: { ...after, version: (before?.version ?? 0) + 1 }, entries: [], messages: [], ...more }
}
