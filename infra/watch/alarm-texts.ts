/** Every kind of alarm, in the order of urgency. `docs/runbook.md` has a section for each, headed by its title. */
export const ALARMS = {
  deadLetters: 'Dead letters',
  oldestMessage: 'A queue falls behind',
  sweepLag: 'The sweep is late',
  streamLag: 'The relay falls behind',
  functionErrors: 'A function fails',
  functionThrottles: 'A function is throttled',
  tableThrottles: 'The table is throttled',
  notSetUp: 'A provider takes nothing of ours',
  unknownSends: 'Sends of unknown outcome',
  putAside: 'Something was put aside',
  limitReached: 'A customer reached a limit',
  refused: 'Messages are refused',
  notWritten: 'Messages cannot be written',
  throttledForLong: 'A provider keeps us waiting',
  heldForLong: 'Nothing but holds for a day',
  quarantine: 'Quarantine grows',
  eventMistakes: 'Events are not understood',
  bounceRate: 'Too many bounces',
  complaintRate: 'Too many complaints',
  pagesFail: 'The pages fail',
} as const

export type AlarmKind = keyof typeof ALARMS

/** `A queue falls behind` -> `a-queue-falls-behind`, as Markdown's anchors go. */
export const runbookAnchor = (kind: AlarmKind): string => ALARMS[kind].toLowerCase().replaceAll(/[^a-z]+/g, '-')
