import { CHANNEL_NAMES, type Channel } from '#engagement/model/channels.ts'
import { CLASS_NAMES, classFacts, type MessageClass } from '#engagement/model/message-class.ts'

/** A queue for the messages of one channel and class, so that each has a pace of its own. */
export interface SendQueueFacts {
  readonly channel: Channel
  readonly class: MessageClass
  readonly name: string
  /** Environment variables in which its URL and that of its dead letters are found. */
  readonly url: string
  readonly deadLetterUrl: string
}

const asks = (messageClass: MessageClass): number => Number(classFacts(messageClass).needsConsent)
/** What customers are owed stands before what they agreed to. */
const OWED_FIRST = CLASS_NAMES.toSorted((one, other) => asks(one) - asks(other))

export const SEND_QUEUES: readonly SendQueueFacts[] = CHANNEL_NAMES.flatMap((channel) =>
  OWED_FIRST.map((messageClass) => ({
    channel,
    class: messageClass,
    name: `send-${channel}-${messageClass}`,
    url: `SEND_${channel}_${messageClass}_QUEUE_URL`.toUpperCase(),
    deadLetterUrl: `SEND_${channel}_${messageClass}_DLQ_URL`.toUpperCase(),
  })),
)
