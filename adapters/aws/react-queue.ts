import { createHash } from 'node:crypto'
import type { SQSClient } from '@aws-sdk/client-sqs'
import type { ReactMessage, ReactQueue } from '#stages/ports/react-queue.ts'
import { joinSends } from './join-sends.ts'
import { type QueueMessage, queueCall } from './sqs-batch.ts'

/**
 * The FIFO queue to react: a group per customer (its id is an HMAC already), the same thing twice is dropped by SQS. What
 * the records of one batch send at once goes in one call.
 */
export function createReactQueue(client: Pick<SQSClient, 'send'>, url: string): ReactQueue {
  const send = joinSends(queueCall(client, url))
  return { send: (messages) => send(messages.map(queueMessageOf)) }
}

function queueMessageOf(message: ReactMessage): QueueMessage {
  return { body: JSON.stringify(message), group: groupOf(message), dedup: dedupOf(message) }
}

/** FIFO group: the customer. */
export function groupOf(message: ReactMessage): string {
  return message.kind === 'event' ? message.event.customerId : message.timer.customerId
}

/**
 * What counts as the same for SQS's five minutes: an event's messageId with its content, for its customer (a merged
 * customer's event goes round again under the survivor); a customer's timer generation.
 */
export function dedupOf(message: ReactMessage): string {
  if (message.kind === 'timer') return `timer#${message.timer.customerId}#${message.timer.generation}`
  const { messageId, customerId } = message.event
  return createHash('sha256')
    .update(JSON.stringify([messageId, message.contentHash, customerId]))
    .digest('base64url')
}
