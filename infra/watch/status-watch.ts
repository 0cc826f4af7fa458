import type { MessageStatus } from '#engagement/message/message.ts'
import type { AlarmKind } from './alarm-texts.ts'

/** Who hears of messages that stay in a status: alarms, or a reason why nobody need. */
export type Watch =
  | { readonly alarms: readonly [AlarmKind, ...AlarmKind[]] }
  | { readonly nobody: string; readonly alarms?: never }

/** A new status does not compile until somebody has said who hears of it. */
export const STATUS_WATCH: { readonly [status in MessageStatus]: Watch } = {
  planned: { alarms: ['oldestMessage', 'deadLetters', 'streamLag', 'sweepLag'] },
  claimed: { alarms: ['unknownSends', 'sweepLag'] },
  sent: { nobody: 'It went out; what came back is judged by the rates of bounces and complaints.' },
  delivered: { nobody: 'It arrived.' },
  unknown: { alarms: ['unknownSends'] },
  held: { alarms: ['notSetUp', 'throttledForLong', 'heldForLong'] },
  skipped: { alarms: ['notWritten'] },
  cancelled: { nobody: 'Its run ended by a rule that somebody wrote, before it was sent.' },
  refused: { alarms: ['refused'] },
  bounced: { alarms: ['bounceRate'] },
  complained: { alarms: ['complaintRate'] },
}
