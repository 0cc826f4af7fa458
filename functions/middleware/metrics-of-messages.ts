import type { MessageStatus } from '#engagement/message/message.ts'
import type { Reaction } from '#engagement/reaction.ts'
import type { MetricName } from '../metrics.ts'
import type { Count } from './metrics.ts'

/** What a stage tells beside what it does. */
export interface Told {
  readonly onReaction: (reaction: Reaction) => void
  readonly onPutAside: (count: number) => void
}

/** What a stage tells, as counts. */
export const tellingOf = (count: Count): Told => ({
  onReaction: (reaction) => countMessages(reaction, count),
  onPutAside: (things) => count('PutAside', {}, things),
})

/** Counts what became of messages in one committed reaction: by the send stage, or found by a timer whose sender is gone. */
export function countMessages({ messages }: Pick<Reaction, 'messages'>, count: Count): void {
  for (const { message } of messages) {
    const name = metricOf(message.status)
    if (name !== undefined) count(name, { Class: message.class })
  }
}

function metricOf(status: MessageStatus): MetricName | undefined {
  switch (status) {
    case 'sent':
      return 'Sent'
    case 'held':
      return 'Held'
    case 'skipped':
    case 'refused':
      return 'Skipped'
    case 'unknown':
      return 'UnknownSends'
    // On its way, or withdrawn by its own run: neither is an outcome of sending.
    case 'planned':
    case 'claimed':
    case 'cancelled':
      return undefined
    // Counted where the notification is taken.
    case 'delivered':
    case 'bounced':
    case 'complained':
      return undefined
  }
}
