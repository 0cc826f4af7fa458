import type { Outcome } from '../message/message.ts'

/** What a provider told us about one message. */
export interface Feedback {
  /** From the content: the same notification twice is the same feedback, however it travelled. */
  readonly id: string
  /** Epoch milliseconds. */
  readonly at: number
  /** By the tags that the message was sent with; absent for one that is not ours. */
  readonly customerId?: string
  readonly messageId?: string
  readonly providerId: string
  /** Absent where the provider took the message and nothing became of it yet. */
  readonly outcome?: Outcome
  /** Addresses that must not be written to any more. */
  readonly suppress: readonly string[]
  readonly link?: string
}
