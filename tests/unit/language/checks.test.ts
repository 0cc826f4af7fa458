import { describe, expect, it } from 'vitest'
import { compile, type Edit, smallShop } from './small-shop.ts'

interface Check {
  readonly says: string
  readonly code: string
  readonly severity: 'error' | 'warning'
  readonly planted: readonly Edit[]
  /** The nearest thing that is right. */
  readonly clean: readonly Edit[]
}

const CART = 'cart/workflow.yaml'
const edit = (from: string, to: string, file = CART): Edit => ({ file, from, to })
const step = (to: string): Edit => edit('- wait: 1h', to)
const onlyWhile = (to: string): Edit => edit('{ field: incidents.open, equals: 0 }', to)
const LATE = 'late/workflow.yaml'
const second = (event: string, where: string): readonly Edit[] => [
  {
    file: 'late-too/workflow.yaml',
    to: `name: Too\nclass: service\ntrigger:\n  event: ${event}\n  where: ${where}\nsteps:\n  - send: word\n`,
  },
  { file: 'late-too/word.en.md', to: '---\nsubject: A word\n---\nHello.\n' },
  { file: 'late-too/word.ja.md', to: '---\nsubject: 一言\n---\nこんにちは。\n' },
]

const CHECKS: readonly Check[] = [
  {
    says: '`same` without an event that cuts off',
    code: 'same-without-since',
    severity: 'error',
    planted: [onlyWhile('{ did: Payment Failed, at_least: 2, same: order_id }')],
    clean: [onlyWhile('{ did: Payment Failed, at_least: 2, since: Payment Succeeded, same: order_id }')],
  },
  {
    says: '`same` of a property that the event which cuts off does not have',
    code: 'unknown-field',
    severity: 'error',
    planted: [onlyWhile('{ did: Payment Failed, at_least: 2, since: Payment Succeeded, same: amount }')],
    clean: [onlyWhile('{ did: Payment Failed, at_least: 2, since: Payment Succeeded, same: order_id }')],
  },
  {
    says: 'different values of something that is not of the counted event',
    code: 'unknown-field',
    severity: 'error',
    planted: [onlyWhile('{ did: Payment Failed, at_least: 2, distinct: entry.order_id }')],
    clean: [onlyWhile('{ did: Payment Failed, at_least: 2, distinct: event.order_id }')],
  },
  {
    says: 'more different days than can be told apart',
    code: 'too-many-distinct',
    severity: 'error',
    planted: [onlyWhile('{ did: Payment Failed, at_least: 33, distinct: day }')],
    clean: [onlyWhile('{ did: Payment Failed, at_least: 32, distinct: day }')],
  },
  {
    says: 'an event whose name is too long for the bus',
    code: 'invalid',
    severity: 'error',
    planted: [{ file: 'events/long.yaml', to: `name: ${'x'.repeat(129)}\ndescription: Something.\n` }],
    clean: [{ file: 'events/long.yaml', to: `name: ${'x'.repeat(128)}\ndescription: Something.\n` }],
  },
  {
    says: 'a misspelt name among the events that are dropped',
    code: 'unknown-event',
    severity: 'warning',
    planted: [edit('zones:', 'events: { drop: [order.completed] }\nzones:', 'settings.yaml')],
    clean: [edit('zones:', 'events: { unknown: refuse, drop: [Page Scrolled] }\nzones:', 'settings.yaml')],
  },
  {
    says: 'a wait that each trigger begins anew without an end, in a service workflow',
    code: 'endless-wait',
    severity: 'warning',
    planted: [edit('one_per: event.key', 'when_running: restart', LATE), edit('steps:', 'steps:\n  - wait: 10m', LATE)],
    clean: [
      edit('one_per: event.key', 'when_running: restart', LATE),
      edit('steps:', 'steps:\n  - wait: { quiet: 10m, at_most: 30m }', LATE),
    ],
  },
  {
    says: 'a quiet wait in a workflow that nothing begins anew',
    code: 'quiet-wait',
    severity: 'error',
    planted: [edit('steps:', 'steps:\n  - wait: { quiet: 10m, at_most: 30m }', LATE)],
    clean: [edit('steps:', 'steps:\n  - wait: 10m', LATE)],
  },
  {
    says: 'a quiet wait after the first message',
    code: 'quiet-wait',
    severity: 'error',
    planted: [edit('- wait: 1h', '- send: reminder\n  - wait: { quiet: 1h, at_most: 3h }')],
    clean: [edit('- wait: 1h', '- wait: { quiet: 1h, at_most: 3h }\n  - send: reminder')],
  },
  {
    says: 'a wait that is to be quiet for longer than it may last',
    code: 'wait',
    severity: 'error',
    planted: [step('- wait: { quiet: 2h, at_most: 1h }')],
    clean: [step('- wait: { quiet: 1h, at_most: 1h }')],
  },
  {
    says: 'a step after a message whose ways both end',
    code: 'unreachable',
    severity: 'error',
    planted: [step('- { send: reminder, on_sent: [{ end: sent }], on_skipped: [{ end: not-sent }] }')],
    clean: [step('- { send: reminder, on_sent: [{ end: sent }] }')],
  },
  {
    says: 'a step after `end`',
    code: 'unreachable',
    severity: 'error',
    planted: [step('- end: enough')],
    clean: [step('- wait: 2h')],
  },
  {
    says: 'a step after a branch whose ways all end',
    code: 'unreachable',
    severity: 'error',
    planted: [
      step('- branch: [{ if: { field: event.price, above: 1 }, steps: [{ end: a }] }, { otherwise: [{ end: b }] }]'),
    ],
    clean: [step('- branch: [{ if: { field: event.price, above: 1 }, steps: [{ end: a }] }, { otherwise: [] }]')],
  },
  {
    says: 'a way after one that always matches',
    code: 'unreachable',
    severity: 'error',
    planted: [
      step(
        '- branch: [{ if: { did: Payment Failed, at_least: 0 }, steps: [] }, { if: { did: Payment Failed }, steps: [] }]',
      ),
    ],
    clean: [
      step(
        '- branch: [{ if: { did: Payment Failed, at_least: 2 }, steps: [] }, { if: { did: Payment Failed }, steps: [] }]',
      ),
    ],
  },
  {
    says: 'a way that asks what one above asked',
    code: 'unreachable',
    severity: 'error',
    planted: [
      step('- branch: [{ if: { did: Payment Failed }, steps: [] }, { if: { did: Payment Failed }, steps: [] }]'),
    ],
    clean: [
      step('- branch: [{ if: { did: Payment Failed }, steps: [] }, { if: { did: Payment Succeeded }, steps: [] }]'),
    ],
  },
  {
    says: 'a way that the trigger lets nobody into',
    code: 'unreachable',
    severity: 'error',
    planted: [step('- branch: [{ if: { field: entry.currency, equals: EUR }, steps: [] }]')],
    clean: [step('- branch: [{ if: { field: entry.currency, equals: USD }, steps: [] }]')],
  },
  {
    says: 'a way after `otherwise`',
    code: 'unreachable',
    severity: 'error',
    planted: [step('- branch: [{ otherwise: [] }, { if: { did: Payment Failed }, steps: [] }]')],
    clean: [step('- branch: [{ if: { did: Payment Failed }, steps: [] }, { otherwise: [] }]')],
  },
  {
    says: 'a split that does not add up to 100',
    code: 'percentages',
    severity: 'error',
    planted: [step('- split: [{ name: a, percent: 50, steps: [] }, { name: b, percent: 40, steps: [] }]')],
    clean: [step('- split: [{ name: a, percent: 50, steps: [] }, { name: b, percent: 50, steps: [] }]')],
  },
  {
    says: 'a way of a split without a share',
    code: 'unreachable',
    severity: 'error',
    planted: [step('- split: [{ name: a, percent: 100, steps: [] }, { name: b, percent: 0, steps: [{ wait: 1h }] }]')],
    clean: [step('- split: [{ name: a, percent: 99, steps: [] }, { name: b, percent: 1, steps: [{ wait: 1h }] }]')],
  },
  {
    says: 'two values for one field',
    code: 'never-matches',
    severity: 'error',
    planted: [
      onlyWhile('{ all_of: [{ field: profile.country, equals: JP }, { field: profile.country, equals: US }] }'),
    ],
    clean: [onlyWhile('{ any_of: [{ field: profile.country, equals: JP }, { field: profile.country, equals: US }] }')],
  },
  {
    says: 'a value that is not in the list',
    code: 'never-matches',
    severity: 'error',
    planted: [onlyWhile('{ field: profile.country, in: [JP, US], equals: FR }')],
    clean: [onlyWhile('{ field: profile.country, in: [JP, US], not_equals: US }')],
  },
  {
    says: 'a range that is empty',
    code: 'never-matches',
    severity: 'error',
    planted: [onlyWhile('{ field: profile.age, above: 30, at_most: 30 }')],
    clean: [onlyWhile('{ field: profile.age, at_least: 30, at_most: 30 }')],
  },
  {
    says: 'a range the wrong way round',
    code: 'never-matches',
    severity: 'error',
    planted: [onlyWhile('{ field: profile.age, between: [60, 20] }')],
    clean: [onlyWhile('{ field: profile.age, between: [20, 60] }')],
  },
  {
    says: 'dates the wrong way round',
    code: 'never-matches',
    severity: 'error',
    planted: [onlyWhile('{ field: profile.birthday, above: "2001-01-01", below: "2000-01-01" }')],
    clean: [onlyWhile('{ field: profile.birthday, above: "2000-01-01", below: "2001-01-01" }')],
  },
  {
    says: 'older than a week and within a day',
    code: 'never-matches',
    severity: 'error',
    planted: [onlyWhile('{ field: profile.createdAt, older_than: 7d, within_last: 1d }')],
    clean: [onlyWhile('{ field: profile.createdAt, older_than: 1d, within_last: 7d }')],
  },
  {
    says: 'missing and compared',
    code: 'never-matches',
    severity: 'error',
    planted: [onlyWhile('{ field: profile.tier, exists: false, equals: gold }')],
    clean: [onlyWhile('{ field: profile.tier, exists: true, equals: gold }')],
  },
  {
    says: 'at least five and at most two',
    code: 'never-matches',
    severity: 'error',
    planted: [onlyWhile('{ did: Payment Failed, at_least: 5, at_most: 2 }')],
    clean: [onlyWhile('{ did: Payment Failed, at_least: 2, at_most: 5 }')],
  },
  {
    says: 'happened and not happened',
    code: 'never-matches',
    severity: 'error',
    planted: [onlyWhile('{ all_of: [{ did: Payment Failed, within: 1d }, { did_not: Payment Failed, within: 1d }] }')],
    clean: [onlyWhile('{ all_of: [{ did: Payment Failed, within: 7d }, { did_not: Payment Failed, within: 1d }] }')],
  },
  {
    says: 'an impossible event to count',
    code: 'never-matches',
    severity: 'error',
    planted: [onlyWhile('{ did: Payment Failed, where: { field: event.amount, above: 5, below: 5 } }')],
    clean: [onlyWhile('{ did: Payment Failed, where: { field: event.amount, above: 5 } }')],
  },
  {
    says: 'a condition that always matches',
    code: 'always-matches',
    severity: 'warning',
    planted: [onlyWhile('{ did: Payment Failed, at_least: 0 }')],
    clean: [onlyWhile('{ did: Payment Failed, at_least: 1 }')],
  },
  {
    says: "a wait that ends after the goal's window",
    code: 'after-goal',
    severity: 'warning',
    planted: [step('- wait: 4d')],
    clean: [step('- wait: 2d')],
  },
  {
    says: 'marketing without a topic',
    code: 'missing-topic',
    severity: 'error',
    planted: [edit('topic: shopping\n', '')],
    clean: [],
  },
  {
    says: 'a holdout on service',
    code: 'service-holdout',
    severity: 'error',
    planted: [edit('class: service\n', 'class: service\nholdout: 5%\n', LATE)],
    clean: [edit('class: service\n', 'class: service\nreentry: never\n', LATE)],
  },
  {
    says: 'urgent marketing',
    code: 'urgent-marketing',
    severity: 'error',
    planted: [edit('- send: reminder\n', '- { send: reminder, urgent: true }\n')],
    clean: [edit('renews:', 'urgent: true\n    renews:', LATE)],
  },
  {
    says: 'a promise renewed where the trigger is not about it',
    code: 'not-about-promise',
    severity: 'error',
    planted: [
      edit(
        '  event: Promise Broken\n  where: { field: event.promise, equals: delivery }\none_per: event.key',
        '  event: Ticket Solved\none_per: event.ticket_id',
        LATE,
      ),
      edit('promise.expected', 'profile.birthday', LATE),
    ],
    clean: [
      edit(
        '  event: Promise Broken\n  where: { field: event.promise, equals: delivery }\none_per: event.key',
        '  event: Shipment Delayed\none_per: event.order_id',
        LATE,
      ),
    ],
  },
  {
    says: 'a word to write again that a way leaves unkept',
    code: 'word-not-kept',
    severity: 'error',
    planted: [
      edit(
        'renews: { delivery: promise.expected }',
        'next_word: { plus: 1d }\n  - wait: { for_event: Shipment Delayed, timeout: { until: next_word.by }, on_event: [{ send: is-late }] }',
        LATE,
      ),
    ],
    clean: [
      edit(
        'renews: { delivery: promise.expected }',
        'next_word: { plus: 1d }\n  - wait: { for_event: Shipment Delayed, timeout: { until: next_word.by }, on_event: [{ send: is-late }], on_timeout: [{ send: is-late }] }',
        LATE,
      ),
    ],
  },
  {
    says: 'a word to write again that is kept too late',
    code: 'word-not-kept',
    severity: 'error',
    planted: [
      edit('renews: { delivery: promise.expected }', 'next_word: { plus: 1d }\n  - wait: 25h\n  - send: is-late', LATE),
    ],
    clean: [
      edit('renews: { delivery: promise.expected }', 'next_word: { plus: 1d }\n  - wait: 23h\n  - send: is-late', LATE),
    ],
  },
  {
    says: 'a date of the next word that no message before has told',
    code: 'unknown-field',
    severity: 'error',
    planted: [edit('It comes on', 'We tell you more by {{ next_word.by | day }}. It comes on', 'late/is-late.en.md')],
    clean: [
      edit('It comes on', 'We tell you more by {{ next_word.by | day }}. It comes on', 'late/is-late.en.md'),
      edit(
        'renews: { delivery: promise.expected }',
        'next_word: { plus: 1d }\n  - wait: 1d\n  - send: is-late\n    next_word: { plus: 1d }\n  - wait: 1d\n  - send: said',
        LATE,
      ),
      { file: 'late/said.en.md', to: '---\nsubject: A word\n---\nHello.\n' },
      { file: 'late/said.ja.md', to: '---\nsubject: 一言\n---\nこんにちは。\n' },
    ],
  },
  {
    says: 'a message that promises word, with nothing after it',
    code: 'word-without-date',
    severity: 'warning',
    planted: [
      edit(
        'renews: { delivery: promise.expected }',
        'good_until: { plus: 1d }\n  - wait: { for_event: Shipment Delayed, timeout: 14d, on_event: [{ send: said }] }',
        LATE,
      ),
      edit('It comes on', "As soon as we know more, we'll write to you. It comes on", 'late/is-late.en.md'),
      { file: 'late/said.en.md', to: '---\nsubject: A word\n---\nHello.\n' },
      { file: 'late/said.ja.md', to: '---\nsubject: 一言\n---\nこんにちは。\n' },
    ],
    clean: [
      edit(
        'renews: { delivery: promise.expected }',
        'good_until: { plus: 1d }\n  - wait: { for_event: Shipment Delayed, timeout: 14d, on_event: [{ send: said }], on_timeout: [{ send: said }] }',
        LATE,
      ),
      edit('It comes on', "As soon as we know more, we'll write to you. It comes on", 'late/is-late.en.md'),
      { file: 'late/said.en.md', to: '---\nsubject: A word\n---\nHello.\n' },
      { file: 'late/said.ja.md', to: '---\nsubject: 一言\n---\nこんにちは。\n' },
    ],
  },
  {
    says: 'a message that promises word in Japanese, with nothing after it',
    code: 'word-without-date',
    severity: 'warning',
    planted: [
      edit('    renews: { delivery: promise.expected }', '', LATE),
      edit('It comes on', 'わかりましたら、こちらからご連絡いたします。It comes on', 'late/is-late.ja.md'),
    ],
    clean: [edit('It comes on', 'さらに遅れる場合は、こちらからご連絡いたします。It comes on', 'late/is-late.ja.md')],
  },
  {
    says: 'a message that says a person has taken over, whatever became of the hand-over',
    code: 'claims-person',
    severity: 'warning',
    planted: [
      edit(
        '  - send: is-late',
        '  - hand_over: { to: support, reason: Late, on_failure: [] }\n  - send: is-late',
        LATE,
      ),
      edit('It comes on', 'A person in customer care has taken it over. It comes on', 'late/is-late.en.md'),
    ],
    clean: [
      edit('  - send: is-late', '  - hand_over: { to: support, reason: Late }\n  - send: is-late', LATE),
      edit('It comes on', 'A person in customer care has taken it over. It comes on', 'late/is-late.en.md'),
    ],
  },
  {
    says: 'a message that says our team has taken over, whatever became of the hand-over',
    code: 'claims-person',
    severity: 'warning',
    planted: [
      edit(
        '  - send: is-late',
        '  - hand_over: { to: support, reason: Late, on_failure: [] }\n  - send: is-late',
        LATE,
      ),
      edit('It comes on', 'Our customer care team has taken it over. It comes on', 'late/is-late.en.md'),
    ],
    clean: [
      edit('  - send: is-late', '  - hand_over: { to: support, reason: Late }\n  - send: is-late', LATE),
      edit('It comes on', 'Our customer care team has taken it over. It comes on', 'late/is-late.en.md'),
    ],
  },
  {
    says: 'a promise that nothing but the engine keeps',
    code: 'never-kept',
    severity: 'error',
    planted: [edit('kept_by: Shipment Delivered', 'kept_by: Promise Kept', 'promises.yaml')],
    clean: [edit('kept_by: Shipment Delivered', 'kept_by: [Shipment Delivered, Order Completed]', 'promises.yaml')],
  },
  {
    says: 'parts that no event keeps',
    code: 'never-kept',
    severity: 'error',
    planted: [edit('kept_by: Shipment Delivered', 'kept_by: Order Completed', 'promises.yaml')],
    clean: [
      edit('parts: event.shipment_id\n  kept_by: Shipment Delivered', 'kept_by: Order Completed', 'promises.yaml'),
    ],
  },
  {
    says: 'a message without words for SMS',
    code: 'sms-missing',
    severity: 'error',
    planted: [edit('good_until:', 'first_of: [email, sms]\n            good_until:')],
    clean: [
      edit('good_until:', 'first_of: [email, sms]\n            good_until:'),
      edit('subject: Your cart is kept', 'subject: Your cart is kept\nsms: Your cart is kept.', 'cart/reminder.en.md'),
      edit(
        'subject: Your cart is kept',
        'subject: Your cart is kept\nsms: カゴはそのままです。',
        'cart/reminder.ja.md',
      ),
    ],
  },
  {
    says: 'a window longer than the timeline lives',
    code: 'window-too-long',
    severity: 'error',
    planted: [edit('within: 365d', 'within: 500d')],
    clean: [
      edit('within: 365d', 'within: 500d'),
      edit('endpoints:', 'events: { timeline: 600d }\nendpoints:', 'settings.yaml'),
    ],
  },
  {
    says: 'two workflows that write about the same event',
    code: 'same-trigger',
    severity: 'warning',
    planted: second('Promise Broken', '{ field: event.expected, exists: true }'),
    clean: second('Promise Broken', '{ field: event.promise, equals: refund }'),
  },
  {
    says: 'a message that no step sends',
    code: 'unused-message',
    severity: 'warning',
    planted: [{ file: 'cart/extra.en.md', to: '---\nsubject: x\n---\nx\n' }],
    clean: [],
  },
  {
    says: 'a file of another name',
    code: 'stray-file',
    severity: 'warning',
    planted: [{ file: 'cart/scenario.yaml', to: '[]' }],
    clean: [],
  },
  {
    says: 'a folder without workflow.yaml',
    code: 'stray-file',
    severity: 'warning',
    planted: [{ file: 'empty/hello.en.md', to: '---\nsubject: x\n---\nx\n' }],
    clean: [],
  },
  {
    says: 'a field of the run where only the counted event can be read',
    code: 'unknown-field',
    severity: 'error',
    planted: [onlyWhile('{ did: Payment Failed, where: { field: event.amount, above: { field: profile.age } } }')],
    clean: [onlyWhile('{ did: Payment Failed, where: { field: event.order_id, equals: { field: profile.id } } }')],
  },
  {
    says: 'amounts per currency where the event has none',
    code: 'no-currency',
    severity: 'error',
    planted: [
      edit(
        'event: Product Added\n  where: { field: event.currency, in: [JPY, USD] }',
        'event: Ticket Opened\n  where: { field: profile.age, above: { JPY: 3 } }',
      ),
    ],
    clean: [edit('{ field: event.currency, in: [JPY, USD] }', '{ field: event.price, above: { JPY: 3 } }')],
  },
]

const SETTINGS = 'settings.yaml'
const PROMISES = 'promises.yaml'
const endpoint = (url: string): Edit => edit('https://crm.example.jp/hook', url, SETTINGS)
const emits = (event: string, name = 'late-too', trigger = 'Ticket Opened', before = ''): Edit => ({
  file: `${name}/workflow.yaml`,
  to: `name: ${name}\nclass: service\ntrigger: { event: ${trigger} }\nsteps: [${before}{ emit: { event: ${event} } }]\n`,
})

const SILENT: readonly Check[] = [
  {
    says: 'a wait longer than anybody keeps a customer waiting',
    code: 'duration',
    severity: 'error',
    planted: [step('- wait: 99999999999999d')],
    clean: [step('- wait: 3650d')],
  },
  {
    says: 'a re-entry after longer than that',
    code: 'duration',
    severity: 'error',
    planted: [edit('after 7d', 'after 999999d')],
    clean: [edit('after 7d', 'after 999d')],
  },
  {
    says: 'an endpoint on an address that calls never reach',
    code: 'endpoint',
    severity: 'error',
    planted: [endpoint('https://10.0.0.8/hook')],
    clean: [],
  },
  {
    says: 'an endpoint on this machine',
    code: 'endpoint',
    severity: 'error',
    planted: [endpoint('https://localhost/hook')],
    clean: [],
  },
  {
    says: 'an endpoint on an address written as one number',
    code: 'endpoint',
    severity: 'error',
    planted: [endpoint('https://2130706433/hook')],
    clean: [endpoint('https://134744072/hook')],
  },
  {
    says: 'an endpoint inside a network',
    code: 'endpoint',
    severity: 'error',
    planted: [endpoint('https://crm.corp.internal/hook')],
    clean: [endpoint('https://internal.example.jp/hook')],
  },
  {
    says: 'an endpoint without encryption',
    code: 'endpoint',
    severity: 'error',
    planted: [endpoint('http://crm.example.jp/hook')],
    clean: [],
  },
  {
    says: 'an endpoint with a password in its address',
    code: 'endpoint',
    severity: 'error',
    planted: [endpoint('https://me:secret@crm.example.jp/hook')],
    clean: [],
  },
  {
    says: 'a workflow that raises what it enters on',
    code: 'loop',
    severity: 'error',
    planted: [emits('Ticket Opened')],
    clean: [emits('Ticket Solved')],
  },
  {
    says: 'a workflow that raises what it enters on after a wait',
    code: 'loop',
    severity: 'warning',
    planted: [emits('Ticket Opened', 'late-too', 'Ticket Opened', '{ wait: 1d }, ')],
    clean: [emits('Ticket Solved', 'late-too', 'Ticket Opened', '{ wait: 1d }, ')],
  },
  {
    says: 'workflows that raise each other in a circle',
    code: 'loop',
    severity: 'error',
    planted: [
      emits('Ticket Solved'),
      emits('Payment Failed', 'b', 'Ticket Solved'),
      emits('Ticket Opened', 'c', 'Payment Failed'),
    ],
    clean: [emits('Ticket Solved'), emits('Payment Failed', 'b', 'Ticket Solved')],
  },
  {
    says: 'a promise that is kept by what makes it',
    code: 'ends-at-once',
    severity: 'error',
    planted: [edit('kept_by: Shipment Delivered', 'kept_by: [Order Completed, Shipment Delivered]', PROMISES)],
    clean: [],
  },
  {
    says: 'a promise that is released by what makes it',
    code: 'ends-at-once',
    severity: 'error',
    planted: [edit('kept_by:', 'released_by: Order Completed\n  kept_by:', PROMISES)],
    clean: [edit('kept_by:', 'released_by: Payment Failed\n  kept_by:', PROMISES)],
  },
  {
    says: 'one run per list',
    code: 'one-per',
    severity: 'error',
    planted: [
      edit('event: Product Added', 'event: Order Completed'),
      edit('one_per: event.cart_id', 'one_per: event.products'),
    ],
    clean: [
      edit('event: Product Added', 'event: Order Completed'),
      edit('one_per: event.cart_id', 'one_per: event.order_id'),
    ],
  },
  {
    says: 'one promise per list',
    code: 'one-per',
    severity: 'error',
    planted: [edit('one_per: event.order_id', 'one_per: event.tags', PROMISES)],
    clean: [],
  },
  {
    says: 'one computed list per yes or no',
    code: 'one-per',
    severity: 'error',
    planted: [edit('one_per: event.cart_id', 'one_per: event.gift', 'computed.yaml')],
    clean: [],
  },
  {
    says: 'a sender whose name has two lines',
    code: 'one-line',
    severity: 'error',
    planted: [edit('name: Kotori Tea }', 'name: "Kotori\\r\\nBcc: everybody@example.jp" }', SETTINGS)],
    clean: [edit('name: Kotori Tea }', 'name: "Kotori Tea & Co." }', SETTINGS)],
  },
  {
    says: 'a brand whose name has two lines',
    code: 'one-line',
    severity: 'error',
    planted: [edit('en: Kotori Tea }', 'en: "Kotori\\nTea" }', SETTINGS)],
    clean: [],
  },
  {
    says: 'quiet hours that begin when they end',
    code: 'quiet-hours',
    severity: 'error',
    planted: [edit('{ from: "21:00", to: "08:00" }', '{ from: "00:00", to: "00:00" }', SETTINGS)],
    clean: [edit('{ from: "21:00", to: "08:00" }', '{ from: "00:00", to: "06:00" }', SETTINGS)],
  },
]

const nothingIn = (what: string, from: string, to: string, file = CART): Check => ({
  says: `${what} of no length`,
  code: 'duration',
  severity: 'error',
  planted: [edit(from, to, file)],
  clean: [],
})

const NOTHING: readonly Check[] = [
  nothingIn('a wait', '- wait: 1h', '- wait: 0m'),
  nothingIn('a wait until an hour', '{ for: 1d, at: "18:00" }', '{ for: 0d, at: "18:00" }'),
  nothingIn('a window of events', 'within: 365d', 'within: 0d'),
  nothingIn('a window of the goal', 'within: 3d }', 'within: 0h }'),
  nothingIn('a use of a message', '{ plus: 1d }', '{ plus: 0d }'),
  nothingIn('an age of a trigger', '  event: Product Added', '  max_age: 0s\n  event: Product Added'),
  nothingIn('a window of a cap', 'within: 7d }', 'within: 0w }', SETTINGS),
  nothingIn('an incident', 'one_per: event.ticket_id }', 'one_per: event.ticket_id, at_most: 0d }', SETTINGS),
  nothingIn('a watch over a promise', '  carry: [carrier]', '  gives_up_after: 0d\n  carry: [carrier]', PROMISES),
  {
    says: 'an event whose name has two lines',
    code: 'one-line',
    severity: 'error',
    planted: [edit('name: Product Added', 'name: "Product\\nAdded"', 'events/product-added.yaml')],
    clean: [],
  },
  {
    says: 'a locale that is given twice',
    code: 'duplicate',
    severity: 'error',
    planted: [edit('locales: [ja, en]', 'locales: [ja, en, ja]', SETTINGS)],
    clean: [],
  },
  {
    says: 'a workflow that holds everybody out',
    code: 'never-sends',
    severity: 'warning',
    planted: [edit('holdout: 10%', 'holdout: 100%')],
    clean: [edit('holdout: 10%', 'holdout: 99%')],
  },
]

const SCENARIO = `- scenario: it works
  customer: { consent: { shopping: granted } }
  given:
    - { at: 2026-11-21T20:00:00+09:00, event: Product Added, with: { cart_id: c1 } }
  until: 2026-11-23T00:00:00+09:00
  expect: [{ send: reminder, locale: en }]
`
const scenario = (from: string, to: string): Edit => ({
  file: 'cart/scenarios.yaml',
  to: SCENARIO.replace(from, to),
})
const unknownIn = (what: string, from: string, to: string): Check => ({
  says: `a scenario that names ${what} that does not exist`,
  code: `unknown-${what.split(' ').at(-1)}`,
  severity: 'error',
  planted: [scenario(from, to)],
  clean: [scenario('', '')],
})

const SCENARIOS: readonly Check[] = [
  unknownIn('a message', 'send: reminder', 'send: remainder'),
  unknownIn('an endpoint', '{ send: reminder, locale: en }', '{ hand_over: suport }'),
  unknownIn('an endpoint', '{ send: reminder, locale: en }', '{ webhook: crn }'),
  unknownIn('a locale', 'locale: en', 'locale: fr'),
  unknownIn('a topic', 'shopping: granted', 'shoping: granted'),
  unknownIn('a workflow', '  expect:', '  with_workflows: [lat]\n  expect:'),
  unknownIn('a way', '  expect:', '  way: B\n  expect:'),
  unknownIn('an endpoint', '  until:', '    - { at: 2026-11-22T20:00:00+09:00, refuses: suport }\n  until:'),
  {
    says: 'a scenario whose event carries a value that does not read',
    code: 'misfit',
    severity: 'warning',
    planted: [scenario('{ cart_id: c1 }', '{ cart_id: c1, price: cheap }')],
    clean: [scenario('{ cart_id: c1 }', '{ cart_id: c1, price: 800, currency: JPY }')],
  },
  {
    says: 'a scenario whose customer has no address that can be written to',
    code: 'unreadable-trait',
    severity: 'warning',
    planted: [scenario('{ consent', '{ email: hana, consent')],
    clean: [scenario('{ consent', '{ email: hana@shop.example, country: JP, phone: "+819012345678", consent')],
  },
  {
    says: 'a scenario with a day where a moment is needed',
    code: 'invalid',
    severity: 'error',
    planted: [scenario('until: 2026-11-23T00:00:00+09:00', 'until: 2026-11-23')],
    clean: [scenario('', '')],
  },
  {
    says: 'a scenario that expects nothing and something',
    code: 'contradiction',
    severity: 'error',
    planted: [scenario('[{ send: reminder', '[none, { send: reminder')],
    clean: [scenario('[{ send: reminder, locale: en }]', '[none, { decision: entered }]')],
  },
  {
    says: 'a scenario that is over before the workflows go live',
    code: 'order',
    severity: 'error',
    planted: [scenario('  until:', '  published: 2026-12-01T00:00:00+09:00\n  until:')],
    clean: [scenario('  until:', '  published: 2026-11-22T00:00:00+09:00\n  until:')],
  },
]

const REMINDER = 'cart/reminder.en.md'
const MESSAGES: readonly Check[] = [
  {
    says: 'a message that shows a list as it is',
    code: 'not-a-text',
    severity: 'error',
    planted: [
      {
        file: REMINDER,
        to: '---\nsubject: Cart\n---\n{% if computed.cart.items %}{{ computed.cart.items }}{% endif %}\n',
      },
    ],
    clean: [
      {
        file: REMINDER,
        to: '---\nsubject: Cart\n---\n{% for item in computed.cart.items %}{{ item.name | default: "tea" }}{% endfor %}{% if computed.cart.items %}{{ computed.cart.items | size }}{% endif %}\n',
      },
    ],
  },
  {
    says: 'a message that joins things instead of their names',
    code: 'not-a-text',
    severity: 'error',
    planted: [
      {
        file: REMINDER,
        to: '---\nsubject: Cart\n---\n{% if computed.cart.items %}{{ computed.cart.items | join: ", " }}{% endif %}\n',
      },
    ],
    clean: [
      {
        file: REMINDER,
        to: '---\nsubject: Cart\n---\n{% if computed.cart.items %}{{ computed.cart.items | map: "name" | join: ", " }}{% endif %}\n',
      },
    ],
  },
  {
    says: 'a message that shows the time as a number',
    code: 'not-a-text',
    severity: 'error',
    planted: [{ file: REMINDER, to: '---\nsubject: Cart\n---\n{{ now }}\n' }],
    clean: [{ file: REMINDER, to: '---\nsubject: Cart\n---\n{{ now | day }}\n' }],
  },
  {
    says: 'a subject of which nothing may be left',
    code: 'may-be-empty',
    severity: 'error',
    planted: [{ file: REMINDER, to: '---\nsubject: "{% if event.name %}{{ event.name }}{% endif %}"\n---\nHello.\n' }],
    clean: [
      {
        file: REMINDER,
        to: '---\nsubject: "{% if event.name %}{{ event.name }}{% else %}Your cart{% endif %}"\n---\nHello.\n',
      },
    ],
  },
  {
    says: 'a short text of which nothing may be left',
    code: 'may-be-empty',
    severity: 'error',
    planted: [
      {
        file: REMINDER,
        to: '---\nsubject: Cart\nsms: "{% unless event.price %}{% else %}Hello{% endunless %}"\n---\nHello.\n',
      },
    ],
    clean: [
      {
        file: REMINDER,
        to: '---\nsubject: Cart\nsms: "Hello{% if event.name %} {{ event.name }}{% endif %}"\n---\nHello.\n',
      },
    ],
  },
  ...['https://', 'https:///cart', 'https://exa mple.jp/', 'mailto:help', 'http://:80/'].map(
    (address): Check => ({
      says: `a button to \`${address}\``,
      code: 'bad-address',
      severity: 'error',
      planted: [{ file: REMINDER, to: `---\nsubject: Cart\nbutton: { label: Go, url: "${address}" }\n---\nHello.\n` }],
      clean: [
        {
          file: REMINDER,
          to: '---\nsubject: Cart\nbutton: { label: Go, url: "https://例え.jp/cart?a=b#c" }\nsecond_button: { label: Write, url: "mailto:help@shop.example" }\n---\nHello.\n',
        },
      ],
    }),
  ),
  ...['Hi *|FNAME|*,', 'Hi %FIRST_NAME%,', `Hi ${'$'}{name},`, 'Hi {first_name},', 'Hi [[name]],', 'Hi <<name>>,'].map(
    (body): Check => ({
      says: `\`${body}\` as the words of another tool`,
      code: 'foreign-placeholder',
      severity: 'warning',
      planted: [{ file: REMINDER, to: `---\nsubject: Cart\n---\n${body}\n` }],
      clean: [
        {
          file: REMINDER,
          to: '---\nsubject: Cart\n---\n{{ profile.firstName | honorific }}10 % off, 100%, [a](https://shop.example/%E3%81%82%E3%81%84), {% if event.name %}{{event.name}}{% endif %}{%if event.price%}x{%else%}y{%endif%}\n',
        },
      ],
    }),
  ),
  {
    says: 'HTML, which the reader would see as it is written',
    code: 'html-shown',
    severity: 'warning',
    planted: [{ file: REMINDER, to: '---\nsubject: Cart\n---\nYour <b>cart</b> is kept.<br>\n' }],
    clean: [
      {
        file: REMINDER,
        to: '---\nsubject: Cart\n---\nYour **cart** <https://shop.example/> is kept, 1 < 2 and 3 > 2.\n',
      },
    ],
  },
  {
    says: 'a channel that is tried twice',
    code: 'duplicate',
    severity: 'error',
    planted: [step('- send: reminder\n    first_of: [email, email]')],
    clean: [step('- send: reminder')],
  },
  {
    says: 'a text that looks like a field',
    code: 'looks-like-field',
    severity: 'warning',
    planted: [onlyWhile('{ field: entry.cart_id, equals: event.cart_id }')],
    clean: [onlyWhile('{ field: entry.cart_id, equals: { field: event.cart_id } }')],
  },
  {
    says: 'a text that looks like a field among what an event carries',
    code: 'looks-like-field',
    severity: 'warning',
    planted: [step('- set: { traits: { last_cart: event.cart_id } }')],
    clean: [step('- set: { traits: { last_cart: { field: event.cart_id }, season: spring.2026 } }')],
  },
  {
    says: 'a field that is compared with itself',
    code: 'compared-with-itself',
    severity: 'warning',
    planted: [
      edit(
        'exit_when:',
        'exit_when:\n  - event: Payment Failed\n    where: { field: event.order_id, equals: { field: event.order_id } }',
      ),
    ],
    clean: [],
  },
  {
    says: 'a way whose name has a space',
    code: 'invalid',
    severity: 'error',
    planted: [step('- split: [{ name: way B, percent: 50, steps: [] }, { name: A, percent: 50, steps: [] }]')],
    clean: [step('- split: [{ name: B, percent: 50, steps: [] }, { name: A, percent: 50, steps: [] }]')],
  },
]

describe('a check before publish', () => {
  for (const { says, code, severity, planted, clean } of [
    ...CHECKS,
    ...SILENT,
    ...NOTHING,
    ...SCENARIOS,
    ...MESSAGES,
  ]) {
    it(`tells ${says}`, () => {
      const found = compile(smallShop(...planted))
      expect(found.problems.filter((problem) => problem.code === code).map((problem) => problem.severity)).toContain(
        severity,
      )
      expect(found.catalogue === undefined).toBe(found.problems.some((problem) => problem.severity === 'error'))
      expect(compile(smallShop(...clean)).problems.filter((problem) => problem.code === code)).toEqual([])
    })
  }

  it('lets warnings through', () => {
    const { catalogue, problems } = compile(smallShop({ file: 'cart/extra.en.md', to: '---\nsubject: x\n---\nx\n' }))
    expect(problems.map((problem) => problem.severity)).toEqual(['warning'])
    expect(catalogue?.workflows.map((each) => each.id)).toEqual(['cart', 'late'])
  })

  it('tells the one wrong type of an event, and nothing that follows from it', () => {
    const { problems } = compile(
      smallShop(edit('type: string', 'type: strin', 'events/product-added.yaml'), scenario('', '')),
    )
    expect(problems.map(({ file, code }) => `${file} ${code}`)).toEqual(['events/product-added.yaml invalid-value'])
  })

  const LINKING: Edit = {
    file: 'cart/reminder.en.md',
    to: '---\nsubject: Cart\nbutton: { label: Go, url: "{{ event.url | default: brand.site_url }}" }\n---\nHello.\n',
  }
  const EVENT = 'events/product-added.yaml'

  it('tells the tab that indents a line, and nothing that a reader of YAML makes of it', () => {
    const { problems } = compile(
      smallShop(edit('  - send: reminder', '\t- send: reminder\n    first_of: [email]\n    good_until: { plus: 1d }')),
    )
    expect(problems.filter(({ code }) => code === 'yaml').map(({ message }) => message)).toEqual([
      'Tabs cannot indent YAML; use spaces',
    ])
  })

  it('tells a misspelt trigger, and nothing of the links of its messages', () => {
    const { problems } = compile(smallShop(LINKING, edit('  event: Product Added', '  event: Product Aded')))
    expect(problems.filter(({ severity }) => severity === 'error').map(({ code }) => code)).toContain('unknown-event')
    expect(problems.map(({ code }) => code)).not.toContain('not-an-address')
  })

  it('tells what is wrong in the file of an event, and nothing of the links that it fills', () => {
    const { problems } = compile(smallShop(LINKING, edit('type: string', 'type: strin', EVENT)))
    expect(problems.map(({ file, code }) => `${file} ${code}`)).toEqual([`${EVENT} invalid-value`])
  })

  it('tells a second file of an event, and nothing that follows from taking it for the first', () => {
    const { problems } = compile(
      smallShop({ file: 'events/zzz.yaml', to: 'name: Product Added\ndescription: Once more.\n' }),
    )
    expect(problems.map(({ file, code }) => `${file} ${code}`)).toEqual(['events/zzz.yaml duplicate'])
  })

  it('lets no error through', () => {
    expect(compile(smallShop({ file: CART, from: 'topic: shopping\n', to: '' })).catalogue).toBeUndefined()
  })
})

describe('where links lead', () => {
  const message = (body: string): Edit => ({
    file: 'cart/reminder.en.md',
    to: `---\nsubject: Your cart\n---\n${body}\n`,
  })
  const withUrl: Edit = {
    file: 'events/product-added.yaml',
    from: '  price: {',
    to: '  url: { type: url, description: Its page. }\n  price: {',
  }
  const codesOf = (body: string) =>
    compile(smallShop(withUrl, message(body)))
      .problems.filter(({ severity }) => severity === 'error')
      .map(({ code, line, column }) => `${line}:${column} ${code}`)

  it.each([
    '{% if event.url %}[Look]({{ event.url }}){% endif %}',
    '[Look]({{ event.url | default: brand.site_url }})',
    '[Look]({% if event.url %}{{ event.url }}{% else %}https://shop.example/{% endif %})',
    '[Look](https://shop.example/?name={{ event.name | default: "tea" }})',
    '[Look]({{ brand.site_url }}?c={{ event.cart_id | default: "none" }})',
    '{% assign go = event.url | default: brand.site_url %}[Look]({{ go }})',
    '[Write](mailto:help@shop.example?subject={{ event.name | default: "tea" }})',
  ])('lets %s through', (body) => {
    expect(codesOf(body)).toEqual([])
  })

  it.each([
    ['{% if event.name %}[Look]({{ event.name }}){% endif %}', '4:27 not-an-address'],
    [
      '[Look]({% if event.url %}{{ event.url }}{% else %}{{ event.name | default: "x" }}{% endif %})',
      '4:51 not-an-address',
    ],
    [
      '[Look]({% if event.url %}https://shop.example/{% endif %}{{ event.name | default: "x" }})',
      '4:58 not-an-address',
    ],
    ['[Look](https://shop.example{{ event.name | default: "x" }})', '4:28 not-an-address'],
    ['[Look]({{ brand.site_url }}{{ event.name | default: "x" }})', '4:28 not-an-address'],
    ['{% assign go = event.url | default: event.name | default: "x" %}[Look]({{ go }})', '4:72 not-an-address'],
    ['[Look]({{ event.url | default: event.name | default: "x" }})', '4:8 not-an-address'],
    ['[Look](/cart)', '4:8 bad-address'],
    ['[Look]({{ brand.name }})', '4:8 not-an-address'],
    ['[Look]({{ brand.site_url | url_encode }})', '4:8 not-an-address'],
    ['[Look]({{ event.url | default: "tea" }})', '4:8 not-an-address'],
    ['{{ event.name | default: "x" | day }}', '4:4 filter-type'],
    ['{{ brand.name | day }}', '4:4 filter-type'],
    ['{{ "soon" | day }}', '4:4 filter-type'],
  ])('tells that %s may lead anywhere', (body, code) => {
    expect(codesOf(body)).toEqual([code])
  })
})
