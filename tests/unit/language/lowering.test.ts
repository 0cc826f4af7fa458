import { describe, expect, it } from 'vitest'
import type { Condition, CounterDefinition } from '#engagement/model/condition.ts'
import type { Workflow } from '#engagement/model/workflow.ts'
import { catalogueOf, compile, type Edit, smallShop } from './small-shop.ts'

const CART = 'cart/workflow.yaml'

function cart(...edits: readonly Edit[]): Workflow {
  const found = catalogueOf(...edits).workflows.find((each) => each.id === 'cart')
  if (found === undefined) throw new Error('no cart')
  return found
}

const steps = (text: string, ...more: readonly Edit[]): Workflow =>
  cart(
    {
      file: CART,
      to: `name: Cart\nclass: marketing\ntopic: shopping\ntrigger: { event: Order Completed }\nsteps:\n${text}`,
    },
    ...more,
  )

function asked(condition: string): {
  readonly condition: Condition | undefined
  readonly counters: readonly CounterDefinition[]
} {
  const { onlyWhile, counters } = cart(
    { file: CART, from: '{ field: incidents.open, equals: 0 }', to: condition },
    { file: CART, from: '{ did: Order Completed, at_least: 3, within: 365d }', to: '{ field: event.price, above: 1 }' },
  )
  return { condition: onlyWhile, counters }
}

const DAY = 86_400_000

describe('a workflow becomes', () => {
  it('a graph whose steps are named by their place', () => {
    expect(cart().steps).toEqual({
      1: { kind: 'wait', id: '1', next: '2', for: { ms: 3_600_000 } },
      2: {
        kind: 'branch',
        id: '2',
        ways: [{ if: expect.objectContaining({ kind: 'history' }), to: '2.if1.1' }],
        otherwise: '2.otherwise.1',
      },
      '2.if1.1': { kind: 'send', id: '2.if1.1', message: 'reminder', channels: ['email'], urgent: false, renews: {} },
      '2.otherwise.1': {
        kind: 'wait',
        id: '2.otherwise.1',
        next: '2.otherwise.2',
        for: { ms: DAY, days: 1 },
        at: 1080,
      },
      '2.otherwise.2': {
        kind: 'send',
        id: '2.otherwise.2',
        message: 'reminder',
        channels: ['email'],
        goodUntil: { kind: 'plus', span: { ms: DAY, days: 1 } },
        urgent: false,
        renews: {},
      },
    })
  })

  it('the rest of its file as the engine reads it', () => {
    const { steps: _, counters: __, messages, version, ...rest } = cart()
    expect(rest).toEqual({
      id: 'cart',
      name: 'Cart',
      class: 'marketing',
      topic: 'shopping',
      trigger: {
        events: ['Product Added'],
        where: {
          kind: 'compare',
          field: { root: 'event', path: ['currency'] },
          comparison: 'in',
          operands: [{ kind: 'value', value: ['JPY', 'USD'] }],
        },
        maxAge: DAY,
      },
      onePer: { root: 'event', path: ['cart_id'] },
      whenRunning: 'restart',
      reentry: { kind: 'after', ms: 7 * DAY },
      onlyWhile: {
        kind: 'compare',
        field: { root: 'incidents', path: ['open'] },
        comparison: 'equals',
        operands: [{ kind: 'value', value: 0 }],
      },
      exitWhen: [
        {
          events: ['Order Completed'],
          where: {
            kind: 'compare',
            field: { root: 'event', path: ['cart_id'] },
            comparison: 'equals',
            operands: [{ kind: 'field', field: { root: 'entry', path: ['cart_id'] } }],
          },
        },
      ],
      goal: { events: ['Order Completed'], withinMs: 3 * DAY },
      holdout: 10,
      first: '1',
    })
    expect(Object.keys(messages['reminder'] ?? {})).toEqual(['ja', 'en'])
    expect(version).toMatch(/^[0-9a-f]{12}$/)
  })

  it('every kind of step', () => {
    const { steps: all } = steps(
      `  - wait: { for: { field: computed.habit.typical_gap, times: 3 }, at_least: 7d, at_most: 60d }
  - wait: { until: event.promised_at, minus: 1d, at: "10:00", if_past: now, quiet_hours: before }
  - wait:
      for_event: [Ticket Opened, Ticket Solved]
      where: { field: event.ticket_id, exists: true }
      timeout: 7d
      on_event: [{ set: { traits: { tier: gold, last_ticket: { field: awaited.ticket_id } } } }]
  - split:
      - { name: short, percent: 50, steps: [{ webhook: { to: crm, body: { order: { field: event.order_id } } } }] }
      - { name: long, percent: 50, steps: [] }
  - emit: { event: Payment Failed, properties: { amount: 3 } }
  - hand_over: { to: support, reason: Look }
  - send: reminder
    good_until: { field: event.promised_at, minus: 30m }
  - end: done
`,
      { file: 'cart/reminder.en.md', to: '---\nsubject: x\n---\nx\n' },
      { file: 'cart/reminder.ja.md', to: '---\nsubject: x\n---\nx\n' },
    )
    expect(all).toMatchObject({
      1: {
        kind: 'wait_field',
        next: '2',
        field: { root: 'computed', path: ['habit', 'typical_gap'] },
        times: 3,
        atLeast: { ms: 7 * DAY, days: 7 },
        atMost: { ms: 60 * DAY, days: 60 },
      },
      2: {
        kind: 'wait_until',
        next: '3',
        until: { root: 'event', path: ['promised_at'] },
        minus: { ms: DAY, days: 1 },
        at: 600,
        ifPast: 'now',
        quietHours: 'before',
      },
      3: {
        kind: 'wait_event',
        filter: { events: ['Ticket Opened', 'Ticket Solved'] },
        timeout: { ms: 7 * DAY },
        onEvent: '3.on_event.1',
        onTimeout: '4',
      },
      '3.on_event.1': {
        kind: 'set',
        next: '4',
        traits: {
          tier: { kind: 'value', value: 'gold' },
          last_ticket: { kind: 'field', field: { root: 'awaited', path: ['ticket_id'] } },
        },
      },
      4: {
        kind: 'split',
        ways: [
          { name: 'short', percent: 50, to: '4.short.1' },
          { name: 'long', percent: 50, to: '5' },
        ],
      },
      '4.short.1': {
        kind: 'webhook',
        next: '5',
        url: 'crm',
        body: { order: { kind: 'field', field: { root: 'event', path: ['order_id'] } } },
      },
      5: { kind: 'emit', next: '6', event: 'Payment Failed', properties: { amount: { kind: 'value', value: 3 } } },
      6: { kind: 'hand_over', next: '7', to: 'support', reason: 'Look' },
      7: {
        kind: 'send',
        next: '8',
        goodUntil: { kind: 'field', field: { root: 'event', path: ['promised_at'] }, minus: { ms: 1_800_000 } },
      },
      8: { kind: 'end', reason: 'done' },
    })
  })

  it('a version that changes with its file and its messages, and with nothing else', () => {
    const before = cart().version
    expect(cart({ file: CART, from: 'wait: 1h', to: 'wait: 2h' }).version).not.toBe(before)
    expect(cart({ file: 'cart/reminder.ja.md', from: 'kept', to: 'safe' }).version).not.toBe(before)
    expect(cart({ file: 'late/is-late.ja.md', from: 'late', to: 'later' }).version).toBe(before)
    expect(catalogueOf({ file: 'late/is-late.ja.md', from: 'late', to: 'later' }).hash).not.toBe(catalogueOf().hash)
    expect(catalogueOf().hash).toBe(catalogueOf().hash)
  })

  it('plain JSON', () => {
    const catalogue = catalogueOf()
    expect(JSON.parse(JSON.stringify(catalogue))).toEqual(catalogue)
  })
})

describe('a count becomes a counter', () => {
  it('of single occurrences, with room for late ones', () => {
    const { condition, counters } = asked('{ did: Payment Failed, at_least: 3, within: 1d, since: Payment Succeeded }')
    expect(counters.map(({ key: _, ...rest }) => rest)).toEqual(
      expect.arrayContaining([
        { event: 'Payment Failed', carry: [], kind: 'recent', keep: 6, window: DAY },
        { event: 'Payment Succeeded', carry: [], kind: 'recent', keep: 4, window: DAY },
      ]),
    )
    const key = (event: string): string | undefined => counters.find((counter) => counter.event === event)?.key
    expect(condition).toEqual({
      kind: 'history',
      measure: 'count',
      event: 'Payment Failed',
      counter: key('Payment Failed'),
      atLeast: 3,
      within: DAY,
      since: { kind: 'event', event: 'Payment Succeeded', counter: key('Payment Succeeded') },
      match: [],
    })
  })

  it('whose fixed part is asked when it is counted, and whose rest is carried', () => {
    const { condition, counters } = asked(
      '{ did_not: Shipment Delayed, within: 3d, where: { all_of: [{ field: event.carrier, equals: Yamato }, { field: event.order_id, equals: { field: entry.cart_id } }] } }',
    )
    expect(counters.map(({ key: _, ...rest }) => rest)).toEqual([
      {
        event: 'Shipment Delayed',
        where: {
          kind: 'compare',
          field: { root: 'event', path: ['carrier'] },
          comparison: 'equals',
          operands: [{ kind: 'value', value: 'Yamato' }],
        },
        carry: [['order_id']],
        kind: 'recent',
        keep: 32,
        window: 3 * DAY,
      },
    ])
    expect(condition).toMatchObject({ atMost: 0, match: [{ index: 0, field: { root: 'entry', path: ['cart_id'] } }] })
  })

  it('in hours where there are many', () => {
    expect(asked('{ did: Product Added, at_least: 100, within: 30d }').counters).toMatchObject([
      { kind: 'hourly', carry: [] },
    ])
  })

  it('shared by all that count the same, with the largest keep and window', () => {
    const { counters } = asked(
      '{ any_of: [{ did: Payment Failed, at_least: 3, within: 1d }, { did: Payment Failed, at_least: 10, within: 7d }] }',
    )
    expect(counters).toMatchObject([{ event: 'Payment Failed', keep: 20, window: 7 * DAY }])
  })

  it('kept for ever where one of them says no window', () => {
    const { counters } = asked(
      '{ any_of: [{ did: Payment Failed, at_least: 3, within: 1d }, { did: Payment Failed }] }',
    )
    expect(counters[0]).not.toHaveProperty('window')
  })
})

describe('a sum becomes', () => {
  it('a total of hourly buckets', () => {
    const { condition, counters } = asked('{ sum: event.total, of: Order Completed, within: 90d, at_least: 1000 }')
    expect(counters).toMatchObject([
      { event: 'Order Completed', carry: [['total']], kind: 'hourly', sumIndex: 0, window: 90 * DAY },
    ])
    expect(condition).toMatchObject({ measure: 'sum', atLeast: 1000, sumIndex: 0 })
  })

  it('one total per currency, of which one is enough', () => {
    const { condition, counters } = asked(
      '{ sum: event.total, of: Order Completed, at_least: { JPY: 30000, USD: 200 } }',
    )
    expect(condition).toMatchObject({
      kind: 'any_of',
      conditions: [
        { measure: 'sum', atLeast: 30_000 },
        { measure: 'sum', atLeast: 200 },
      ],
    })
    const currencies = counters.map(({ where }) => where)
    expect(currencies).toHaveLength(2)
    expect(currencies).toContainEqual({
      kind: 'compare',
      field: { root: 'event', path: ['currency'] },
      comparison: 'equals',
      operands: [{ kind: 'value', value: 'JPY' }],
    })
  })

  it('single occurrences where it counts from an instant', () => {
    expect(asked('{ sum: event.total, of: Order Completed, since: entry, at_least: 1000 }').counters).toMatchObject([
      { kind: 'recent', keep: 64, carry: [['total']] },
    ])
  })
})

describe('conditions become', () => {
  it('one comparison each, all of them to hold', () => {
    expect(
      asked('{ field: event.price, at_least: { JPY: 7000, USD: 50 }, at_most: 9000, if_missing: unmatched }').condition,
    ).toEqual({
      kind: 'all_of',
      conditions: [
        {
          kind: 'compare',
          field: { root: 'event', path: ['price'] },
          comparison: 'at_least',
          operands: [{ kind: 'money', amounts: { JPY: 7000, USD: 50 } }],
          ifMissing: 'unmatched',
        },
        {
          kind: 'compare',
          field: { root: 'event', path: ['price'] },
          comparison: 'at_most',
          operands: [{ kind: 'value', value: 9000 }],
          ifMissing: 'unmatched',
        },
      ],
    })
  })

  it('questions to the items of a list', () => {
    expect(asked('{ field: computed.cart.items, some: { field: item.price, at_least: 1000 } }').condition).toEqual({
      kind: 'list',
      quantifier: 'some',
      field: { root: 'computed', path: ['cart', 'items'] },
      where: {
        kind: 'compare',
        field: { root: 'item', path: ['price'] },
        comparison: 'at_least',
        operands: [{ kind: 'value', value: 1000 }],
      },
    })
  })

  it('ages in milliseconds', () => {
    expect(asked('{ not: { field: profile.createdAt, within_last: 1d 12h } }').condition).toMatchObject({
      kind: 'not',
      condition: { comparison: 'within_last', operands: [{ kind: 'value', value: 1.5 * DAY }] },
    })
  })
})

describe('the other files become', () => {
  it('promises', () => {
    expect(catalogueOf().promises).toEqual([
      {
        name: 'delivery',
        madeBy: ['Order Completed'],
        madeWhere: {
          kind: 'compare',
          field: { root: 'event', path: ['promised_at'] },
          comparison: 'exists',
          operands: [{ kind: 'value', value: true }],
        },
        onePer: { root: 'event', path: ['order_id'] },
        due: { root: 'event', path: ['promised_at'] },
        expected: { events: ['Shipment Delayed'], at: { root: 'event', path: ['estimated_at'] } },
        parts: { root: 'event', path: ['shipment_id'] },
        keptBy: ['Shipment Delivered'],
        releasedBy: [],
        atRisk: [
          { kind: 'expected_after_due' },
          { kind: 'before_due', before: { ms: DAY, days: 1 }, at: 600, didNot: 'Shipment Delivered' },
        ],
        givesUpAfter: 14 * DAY,
        carry: ['carrier'],
        counters: [],
      },
    ])
  })

  it('computed traits', () => {
    expect(catalogueOf().computed).toEqual([
      {
        kind: 'list',
        name: 'cart',
        onePer: { root: 'event', path: ['cart_id'] },
        add: ['Product Added'],
        remove: [],
        replace: [],
        clear: ['Order Completed'],
        identity: ['product_id', 'name'],
        carry: ['product_id', 'name', 'price'],
        forgetAfter: 30 * DAY,
      },
      { kind: 'habit', name: 'habit', events: ['Product Added', 'Order Completed'], visitGap: 1_800_000 },
    ])
  })

  it('settings', () => {
    expect(catalogueOf().settings).toMatchObject({
      brand: { name: 'Kotori Tea', siteUrl: 'https://www.example.jp/' },
      brandByLocale: { ja: { name: 'ことり茶舗' }, en: { name: 'Kotori Tea' } },
      senders: { service: { name: 'Kotori Tea', nameByLocale: { ja: 'ことり茶舗' } } },
      caps: [{ channel: 'any', count: 3, ms: 7 * DAY }],
      quietHours: { email: { from: 1260, to: 480 } },
      defaultZone: 'Asia/Tokyo',
      plausibleZones: ['Asia/Tokyo'],
      incidents: [
        {
          name: 'ticket',
          openedBy: { events: ['Ticket Opened'] },
          closedBy: { events: ['Ticket Solved'] },
          atMost: 14 * DAY,
        },
      ],
      complaints: [{ event: 'Ticket Opened', same: 'order_id' }],
      unreferencedEvents: 'keep',
      unknownEvents: 'keep',
      timelineMs: 400 * DAY,
      traits: { tier: { kind: 'string' }, email: { kind: 'string' }, birthday: { kind: 'date' } },
    })
  })

  it('settings that refuse events which nobody described', () => {
    const zones = { file: 'settings.yaml', from: 'zones:', to: 'events: { unknown: refuse }\nzones:' }
    expect(catalogueOf(zones).settings.unknownEvents).toBe('refuse')
  })

  it("the engine's events, with what promises carry", () => {
    expect(catalogueOf().events['Promise Broken']?.properties).toMatchObject({
      carrier: { type: { kind: 'string' }, required: false },
      order_id: { type: { kind: 'string' } },
    })
  })

  it('an empty workspace but for its settings', () => {
    const settings =
      smallShop()
        .get('settings.yaml')
        ?.replace(/^(incidents|complaints| {2}ticket):.*\n/gm, '') ?? ''
    const { catalogue, problems } = compile(new Map([['settings.yaml', settings]]))
    expect(problems).toEqual([])
    expect(catalogue).toMatchObject({ workflows: [], promises: [], computed: [], counters: [] })
  })
})
