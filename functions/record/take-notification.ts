import { readSesFeedback } from '#adapters/feedback/ses-feedback.ts'
import { type RecordDeps, type Recorded, record } from '#stages/record.ts'

export interface NotificationDeps extends RecordDeps {
  /** ARN of the topic by which SES tells us: nothing else is believed. Absent where notifications come from ourselves. */
  readonly feedbackTopic?: string
}

export type Taken = Recorded | { readonly kind: 'ignored'; readonly reason: string }

/** Reads one notification of SES and records what it tells. Throws `PermanentError` where it cannot be read or believed. */
export async function takeNotification(notification: unknown, deps: NotificationDeps): Promise<Taken> {
  const { feedbackTopic, clock } = deps
  const topic = feedbackTopic === undefined ? {} : { topic: feedbackTopic }
  const read = readSesFeedback(notification, { ...topic, receivedAt: clock.now() })
  return read.kind === 'ignored' ? read : record(read.feedback, deps)
}
