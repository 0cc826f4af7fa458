import { type Check, edit, LATE, step } from './check.ts'

export const STEPS: readonly Check[] = [
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
]
