import { SendMessageBatchCommand, type SendMessageBatchRequestEntry, type SQSClient } from '@aws-sdk/client-sqs'
import { type Call, sendInCalls } from './batches.ts'

/** A message for a queue: its body is JSON; `group` and `dedup` for FIFO queues only. */
export interface QueueMessage {
  readonly body: string
  readonly group?: string
  readonly dedup?: string
}

/** Sends all of them, in order. Throws `TransientError` `queue-unavailable` where some were not taken after a second try. */
export async function sendToQueue(
  client: Pick<SQSClient, 'send'>,
  url: string,
  messages: readonly QueueMessage[],
): Promise<void> {
  await sendInCalls(messages, queueCall(client, url))
}

/** `SendMessageBatch` to one queue. */
export const queueCall = (client: Pick<SQSClient, 'send'>, url: string): Call<QueueMessage> => ({
  code: 'queue-unavailable',
  bytesOf: (message) => Buffer.byteLength(message.body),
  send: async (some) => {
    const answer = await client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries: some.map(entryOf) }))
    return (answer.Failed ?? []).flatMap((failure) => some[Number(failure.Id)] ?? [])
  },
})

function entryOf(message: QueueMessage, index: number): SendMessageBatchRequestEntry {
  return {
    Id: String(index),
    MessageBody: withoutNoncharacters(message.body),
    ...(message.group === undefined ? {} : { MessageGroupId: message.group }),
    ...(message.dedup === undefined ? {} : { MessageDeduplicationId: message.dedup }),
  }
}

/**
 * SQS refuses U+FFFE and U+FFFF, and JSON leaves them as they are. Our bodies are JSON, where they stand in texts only and
 * mean the same when they are escaped.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
const withoutNoncharacters = (json: string): string =>
  json.replaceAll(/[\uFFFE\uFFFF]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`)
