import { CHANNEL_NAMES, type Channel } from '#engagement/model/channels.ts'
import { CLASS_NAMES, classFacts, type MessageClass } from '#engagement/model/message-class.ts'
import type { OwnQueue } from './function-facts.ts'

/** A queue for the messages of one channel and class, so that each has a pace of its own. */
export interface SendQueueFacts extends OwnQueue {
  readonly channel: Channel
  readonly class: MessageClass
}

const asks = (messageClass: MessageClass): number => Number(classFacts(messageClass).needsConsent)
/** What customers are owed stands before what they agreed to. */
const OWED_FIRST = CLASS_NAMES.toSorted((one, other) => asks(one) - asks(other))

/** Invocations at the same time for each class of a channel. */
const PACE: { readonly [channel in Channel]: number } = { email: 4, sms: 2, line: 2, webhook: 2, hand_over: 2 }

export const SEND_QUEUES: readonly SendQueueFacts[] = CHANNEL_NAMES.flatMap((channel) =>
  OWED_FIRST.map((messageClass) => ({
    channel,
    class: messageClass,
    name: `send-${channel}-${messageClass}`,
    fifo: false,
    concurrency: PACE[channel],
  })),
)
