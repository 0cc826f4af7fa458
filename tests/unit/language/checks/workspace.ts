import { type Check, edit, SETTINGS, second } from './check.ts'

export const WORKSPACE: readonly Check[] = [
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
