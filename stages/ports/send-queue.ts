import type { Channel } from '#engagement/model/channels.ts'
import type { MessageClass } from '#engagement/model/message-class.ts'

/** Queues per channel and class, paced. */
export interface SendQueue {
  send(requests: readonly SendRequest[]): Promise<void>
}

export interface SendRequest {
  readonly customerId: string
  readonly messageId: string
  readonly channel: Channel
  readonly class: MessageClass
  readonly attempt: number
}
