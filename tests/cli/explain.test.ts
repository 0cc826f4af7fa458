import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type EventWarning, eventWarning } from '#engagement/customer/event-warning.ts'
import type { Decision } from '#engagement/decision/decision.ts'
import type { Decided } from '#engagement/journey/reaction-draft.ts'
import type { TimelineEntry } from '#engagement/journey/timeline-entry.ts'
import type { Message } from '#engagement/message/message.ts'
import { timeline } from '#views/timeline.ts'
import { type FakeHost, startFakeHost } from './fake-host.ts'
import { run } from './run.ts'

const at = Date.parse('2026-11-21T11:00:00Z')
const HOUR = 3_600_000

const decision = (
  workflow: string,
  given: Decided & Partial<Pick<Decision, 'run' | 'at'>> = { verdict: 'entered', reason: 'matched' },
): Decision => ({
  at,
  workflow,
  version: 'v1',
  ...given,
})

const entry = (
  id: string,
  name: string,
  when: number,
  decisions: readonly Decision[],
  warnings: readonly EventWarning[] = [],
): TimelineEntry => ({
  id,
  kind: 'event',
  at: when,
  receivedAt: when,
  event: {
    messageId: id,
    name,
    customerId: 'hana',
    at: when,
    receivedAt: when,
    properties: {},
    context: {},
    hops: 0,
    ...(warnings.length === 0 ? {} : { warnings }),
  },
  decisions,
  emitted: false,
})

const sent: Message = {
  id: 'm1',
  customerId: 'hana',
  workflow: 'cart-abandonment',
  version: 'v1',
  run: 'cart-abandonment#c1#1',
  runKey: 'c1',
  runN: 1,
  step: '2',
  name: 'reminder',
  channel: 'email',
  class: 'marketing',
  urgent: false,
  status: 'delivered',
  plannedAt: at + HOUR,
  sentAt: at + HOUR,
  attempt: 1,
  outcomes: [{ at: at + HOUR + 1000, kind: 'delivered', id: 'o1' }],
}

const entries = [
  entry(
    'e1',
    'Product Added',
    at,
    [
      decision('cart-abandonment', { verdict: 'entered', reason: 'matched', run: 'cart-abandonment#c1#1' }),
      decision('first-purchase', {
        verdict: 'not_entered',
        reason: 'trigger-unmatched',
        values: [
          { asked: 'profile.country in [JP]', saw: 'US', verdict: 'unmatched' },
          { asked: 'event.currency in [JPY, USD]', saw: 'USD', verdict: 'matched' },
          { asked: 'profile.birthday exists', verdict: 'unknown' },
        ],
      }),
    ],
    [eventWarning('unreadable-value', 'detail.properties.price', 'expected money, got string')],
  ),
  entry(
    'e2',
    'Page Viewed',
    at + 1000,
    [],
    [eventWarning('ignored-field', 'detail.order_id', 'nobody reads it here', 'Put it under `properties`')],
  ),
  {
    id: 't1',
    kind: 'decision' as const,
    at: at + HOUR,
    receivedAt: at + HOUR,
    decisions: [
      decision('cart-abandonment', {
        at: at + HOUR,
        verdict: 'held',
        reason: 'quiet-hours',
        message: 'reminder',
        channel: 'email',
        until: at + 12 * HOUR,
      }),
    ],
    emitted: false,
  },
]

let host: FakeHost
beforeEach(async () => {
  host = await startFakeHost(({ path }) =>
    path === '/customers/hana%20t/timeline'
      ? { status: 200, body: timeline(entries, [sent]) }
      : { status: 404, body: { code: 'unknown-customer', message: 'no such customer' } },
  )
})
afterEach(() => host.stop())

const explain = (...args: string[]) => run(['explain', ...args, '--endpoint', host.endpoint])

describe('beforehand explain', () => {
  it('says for every workflow how far the customer came and why', async () => {
    const { code, out } = await explain('hana t')
    expect(out).toMatch(
      /^cart-abandonment +1 +2026-11-21 12:00 +"reminder" by email waits until 2026-11-21 23:00: it was night for them$/m,
    )
    expect(out).toMatch(/^first-purchase +0 +2026-11-21 11:00 +did not enter: the event doesn't meet its conditions$/m)
    expect(code).toBe(0)
  })

  it('says it in Japanese where that is asked for', async () => {
    const { out } = await explain('hana t', '--lang', 'ja')
    expect(out).toMatch(/「reminder」\(メール\)を2026-11-21 23:00まで保留しています:配信を控える時間帯にあたる$/m)
    expect(out).toMatch(/開始していません:出来事が開始の条件に合わない$/m)
  })

  it('tells one workflow in full: the event, the decision, the message, what came back', async () => {
    const { out } = await explain('hana t', 'cart-abandonment')
    const [event, misread, entered, held, message, outcome] = out.split('\n')
    expect(misread).toContain('detail.properties.price')
    expect(event).toBe('2026-11-21 11:00  Product Added')
    expect(entered).toContain('entered [matched]')
    expect(held).toContain('waits until 2026-11-21 23:00')
    expect(message).toContain('email "reminder": delivered')
    expect(outcome).toContain('delivered')
    expect(out).not.toContain('Page Viewed')
  })

  it('shows the values that were asked for and seen where it did not enter', async () => {
    const { out } = await explain('hana t', 'first-purchase')
    expect(out).toContain('no  profile.country in [JP] (saw "US")')
    expect(out).toContain('?   profile.birthday exists (not known)')
    expect(out).not.toContain('event.currency')
  })

  it('shows what was not understood in what was sent, and where', async () => {
    const { out } = await explain('hana t')
    expect(out).toMatch(
      /Not understood in what was sent:\n.*Product Added e1\n.*\n2026-11-21 11:00 {2}Page Viewed e2\n/,
    )
    expect(out).toContain('detail.order_id: nobody reads it here. Put it under `properties`')
    expect((await explain('hana t', 'cart-abandonment')).out).toContain(
      'detail.properties.price: expected money, got string',
    )
  })

  it('ends with 1 where a workflow had nothing to decide', async () => {
    const { code, out } = await explain('hana t', 'delivery-late')
    expect(out).toContain('nothing that it names has happened')
    expect(code).toBe(1)
  })

  it('answers as JSON where a machine asks', async () => {
    const { out } = await explain('hana t', 'first-purchase', '--json')
    const told: { timeline: { kind: string; workflow?: string }[] } = JSON.parse(out)
    expect(told.timeline.filter(({ kind }) => kind === 'decision').map(({ workflow }) => workflow)).toEqual([
      'first-purchase',
    ])
  })

  it('draws a table where somebody looks', async () => {
    expect((await run(['explain', 'hana t', '--endpoint', host.endpoint], { colored: true })).out).toContain('┌')
  })

  it('ends with 2 for a customer whom nobody knows, and where no host answers', async () => {
    expect(await explain('taro')).toMatchObject({ code: 2, err: `error: ${host.endpoint} knows no customer "taro".` })
    const unanswered = await run(['explain', 'hana', '--endpoint', 'http://127.0.0.1:9'])
    expect(unanswered).toMatchObject({ code: 2 })
    expect(unanswered.err).toContain('npm start')
  })
})
