import type { Channel } from '#engagement/model/workflow.ts'

/** Queues per channel and class, paced. */
export interface SendQueue {
  send(requests: readonly SendRequest[]): Promise<void>
}

export interface SendRequest {
  readonly customerId: string
  readonly messageId: string
  readonly channel: Channel
  readonly class: 'marketing' | 'service'
  readonly attempt: number
}
