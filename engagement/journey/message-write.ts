import type { Message } from '../message/message.ts'
import type { SendResult } from './settle.ts'

/** What the send stage (or feedback) found out about one message, with the message as stored. */
export type Settlement = SendResult & { readonly message: Message }

/** A message to write, with the statuses in which the stored one must be (`absent`: must not exist). */
export interface MessageWrite {
  readonly message: Message
  readonly expect: 'absent' | readonly Message['status'][]
}
