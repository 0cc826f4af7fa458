import { type Check, edit, LATE } from './check.ts'

export const WORDS: readonly Check[] = [
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
]
