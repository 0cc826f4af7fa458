import type { Edit } from '../types/planted-sources.ts'

/** Something new in a closed union, and the files that do not compile until they have said what it means to them. */
export interface Plant {
  readonly plant: string
  readonly edits: readonly Edit[]
  readonly answers: readonly string[]
}

export const plants: readonly Plant[] = [
  {
    plant: 'a kind of input',
    edits: [{ file: 'engagement/reaction.ts', from: "  | { readonly kind: 'settled'; ", to: "  | { readonly kind: 'erased'; readonly by: string }\n  | { readonly kind: 'settled'; " }],
    answers: ['engagement/react.ts'],
  },
  {
    plant: 'an activity of a run',
    edits: [{ file: 'engagement/journey/run.ts', from: "  | { readonly kind: 'listening'; ", to: "  | { readonly kind: 'pausing'; readonly until: number; readonly step: string }\n  | { readonly kind: 'listening'; " }],
    answers: [
      'adapters/aws/dynamodb/state-schema.ts',
      'engagement/journey/listen.ts',
      'engagement/journey/wake-run.ts',
    ],
  },
  {
    plant: 'something that became of a message',
    edits: [{ file: 'engagement/journey/settle.ts', from: "  | { readonly verdict: 'unknown' }\n", to: "  | { readonly verdict: 'unknown' }\n  | { readonly verdict: 'postponed' }\n" }],
    answers: [
      'engagement/journey/message-of-change.ts',
      'engagement/journey/settle.ts',
    ],
  },
  {
    plant: 'a status of a message',
    edits: [{ file: 'engagement/message/message.ts', from: "  'delivered',\n", to: "  'delivered',\n  'read',\n" }],
    answers: [
      'engagement/journey/look-after.ts',
      'functions/middleware/metrics-of-messages.ts',
      'views/message-stretches.ts',
    ],
  },
  {
    plant: 'a channel that reaches the customer',
    edits: [{ file: 'engagement/model/channels.ts', from: "  line: { reaches: 'customer',", to: "  push: { reaches: 'customer', content: 'text', address: 'push_token' },\n  line: { reaches: 'customer'," }],
    answers: [
      'engagement/model/normalise-address.ts',
      'functions/connect/provider.ts',
      'functions/preferences/mask-address.ts',
      'functions/preferences/words.ts',
      'functions/send-queues.ts',
      'language/form/settings-schema.ts',
      'language/read/english.ts',
      'language/read/japanese.ts',
      'language/reason-words/channel-words.ts',
      'simulation/scenarios/compare.ts',
    ],
  },
  {
    plant: 'a class of messages',
    edits: [{ file: 'engagement/model/message-class.ts', from: '  /** About something the customer did or is owed. */\n', to: "  legal: { needsConsent: false, mayBeUrgent: true, waitsForIncidents: false, paced: 'spacing', leavesOnUnknown: false, repeated: true },\n  /** About something the customer did or is owed. */\n" }],
    answers: [
      'adapters/aws/sms-provider.ts',
      'engagement/content/headers.ts',
      'engagement/journey/enter.ts',
      'language/content/words.ts',
      'language/form/settings-schema.ts',
    ],
  },
  {
    plant: 'a member of an event',
    edits: [{ file: 'engagement/customer/customer-event.ts', from: '  readonly hops: number\n', to: '  readonly hops: number\n  readonly tenant?: string\n' }],
    answers: ['functions/react/react-message.ts', 'adapters/aws/dynamodb/timeline-schema.ts', 'adapters/aws/event-bus.ts'],
  },
  {
    plant: 'a kind of work',
    edits: [{ file: 'engagement/journey/backlog.ts', from: 'export type Work = EventWork | TimeWork\n', to: "export type Work = EventWork | TimeWork | { readonly kind: 'erase'; readonly by: number }\n" }],
    answers: [
      'adapters/aws/dynamodb/backlog-schema.ts',
      'engagement/react.ts',
      'engagement/take-work.ts',
    ],
  },
  {
    plant: 'a kind of step',
    edits: [{ file: 'engagement/model/workflow.ts', from: "  | { readonly kind: 'end'; ", to: "  | { readonly kind: 'score'; readonly id: string; readonly next?: string }\n  | { readonly kind: 'end'; " }],
    answers: [
      'engagement/journey/walk.ts',
      'engagement/model/step-graph.ts',
      'language/check/check-next-word.ts',
      'language/read/read-steps.ts',
      'local/event-log/what-next.ts',
      'simulation/scenarios/coverage.ts',
    ],
  },
  {
    plant: 'a verdict of a decision',
    edits: [{ file: 'engagement/model/decision-verdicts.ts', from: "  'branched',\n", to: "  'branched',\n  'postponed',\n" }],
    answers: [
      'language/reason-words/decision-words.ts',
      'views/happening-words.ts',
    ],
  },
  {
    plant: 'a reason',
    edits: [{ file: 'engagement/decision/reasons.ts', from: "  spacing: ['held'],\n", to: "  spacing: ['held'],\n  'moon-phase': ['held'],\n" }],
    answers: ['language/reason-words/words.ts'],
  },
  {
    plant: 'a member of what a timer says',
    edits: [{ file: 'stages/ports/timer-store.ts', from: '  readonly shard: number\n', to: '  readonly shard: number\n  readonly tenant?: string\n' }],
    answers: [
      'adapters/aws/dynamodb/items.ts',
      'functions/react/react-message.ts',
    ],
  },
  {
    plant: 'a member of a request to send',
    edits: [{ file: 'stages/ports/send-queue.ts', from: '  readonly attempt: number\n', to: '  readonly attempt: number\n  readonly tenant?: string\n' }],
    answers: [
      'adapters/aws/dynamodb/stream-record.ts',
      'functions/send/send.ts',
    ],
  },
]
