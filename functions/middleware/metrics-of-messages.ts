import type { Reason } from '#engagement/decision/reasons.ts'
import type { Message } from '#engagement/message/message.ts'
import { isSetupFault } from '#engagement/message/setup-fault.ts'
import { CHANNELS } from '#engagement/model/channels.ts'
import { isLimitReason } from '#engagement/model/limits.ts'
import type { Reaction } from '#engagement/reaction.ts'
import type { CountedBy } from '../facts.ts'
import type { Count } from './metrics.ts'

/** React finds what became of messages whose sender is gone: it counts what send counts. */
type MessageMetric = CountedBy<'react' | 'send'>

/** What a stage tells beside what it does. */
export interface Told {
  readonly onReaction: (reaction: Reaction) => void
  readonly onPutAside: (count: number) => void
}

/** What a stage tells, as counts. */
export const tellingOf = (count: Count<MessageMetric>): Told => ({
  onReaction: (reaction) => {
    countMessages(reaction, count)
    const limits = reaction.decisions.filter((decision) => isLimitReason(decision.reason)).length
    if (limits > 0) count('LimitReached', {}, limits)
  },
  onPutAside: (things) => count('PutAside', {}, things),
})

/** Counts what became of messages in one committed reaction: by the send stage, or found by a timer whose sender is gone. */
export function countMessages({ messages }: Pick<Reaction, 'messages'>, count: Count<MessageMetric>): void {
  for (const { message } of messages) for (const name of metricsOf(message)) count(name, { Class: message.class })
}

/** What a message is counted as when it comes to a status; `infra/watch/status-watch.ts` says who hears of it. */
export function metricsOf({ status, reason, channel }: Message): readonly MessageMetric[] {
  switch (status) {
    case 'sent':
      return CHANNELS[channel].content === 'mail' ? ['Sent', 'MailsSent'] : ['Sent']
    case 'held':
      return [isSetupFault(reason) ? 'NotSetUp' : reason === 'throttled' ? 'Throttled' : 'Held']
    case 'skipped':
      return [UNWRITTEN.has(reason) ? 'NotWritten' : 'Skipped']
    case 'refused':
      return ['Refused']
    case 'unknown':
      return ['UnknownSends']
    // On its way, or withdrawn by its own run: neither is an outcome of sending.
    case 'planned':
    case 'claimed':
    case 'cancelled':
      return []
    // Counted where the notification is taken.
    case 'delivered':
    case 'bounced':
    case 'complained':
      return []
  }
}

/** Reasons for which nobody would get this message, whatever they agreed to. */
const UNWRITTEN: ReadonlySet<Reason | undefined> = new Set([
  'missing-fact',
  'no-template',
  'template-error',
  'template-limit',
  'too-large',
  'empty-subject',
  'no-unsubscribe',
])
