import { createHash } from 'node:crypto'
import * as z from 'zod'
import type { OutgoingMessage, QueueStore } from '../queue/queue-store.ts'
import { AwsError } from './aws-error.ts'

/** 1 MiB. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
const MAX_BYTES = 1_048_576

const Entry = z.looseObject({
  MessageBody: z.string().min(1),
  DelaySeconds: z.number().int().min(0).max(900).nullish(),
  MessageAttributes: z.record(z.string(), z.unknown()).nullish(),
  MessageGroupId: z.string().min(1).max(128).nullish(),
  MessageDeduplicationId: z.string().min(1).max(128).nullish(),
})
const SendMessage = Entry.extend({ QueueUrl: z.string() })
const SendMessageBatch = z.looseObject({
  QueueUrl: z.string(),
  Entries: z
    .array(Entry.extend({ Id: z.string().min(1).max(80) }))
    .min(1)
    .max(10),
})

/** SQS as its JSON 1.0 protocol speaks it: the two actions that handlers use. Throws `AwsError`. */
export function sqsAction(queues: QueueStore, action: string, request: unknown): object {
  switch (action) {
    case 'SendMessage': {
      const message = parse(SendMessage, request)
      const [sent] = put(queues, message.QueueUrl, [message])
      return sent ?? {}
    }
    case 'SendMessageBatch': {
      const batch = parse(SendMessageBatch, request)
      if (new Set(batch.Entries.map((entry) => entry.Id)).size < batch.Entries.length) {
        throw new AwsError('BatchEntryIdsNotDistinct', 'Two or more batch entries in the request have the same Id.')
      }
      const sent = put(queues, batch.QueueUrl, batch.Entries)
      return { Successful: sent.map((answer, index) => ({ Id: batch.Entries[index]?.Id, ...answer })), Failed: [] }
    }
    default:
      throw new AwsError('UnknownOperationException', `SQS ${action} is not offered here`)
  }
}

function put(queues: QueueStore, url: string, entries: readonly z.infer<typeof Entry>[]) {
  const queue = queueOf(queues, url)
  const bytes = entries.reduce((sum, entry) => sum + Buffer.byteLength(entry.MessageBody), 0)
  if (bytes > MAX_BYTES)
    throw new AwsError('InvalidParameterValue', `a message or batch holds at most ${MAX_BYTES} bytes`)
  if (queues.definition(queue).fifo) {
    for (const entry of entries) {
      if (!entry.MessageGroupId)
        throw new AwsError('MissingParameter', 'The request must contain the parameter MessageGroupId.')
      if (!entry.MessageDeduplicationId) {
        throw new AwsError(
          'InvalidParameterValue',
          'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
        )
      }
    }
  }
  const ids = queues.send(queue, entries.map(outgoing))
  return entries.map((entry, index) => ({
    MessageId: ids[index],
    MD5OfMessageBody: createHash('md5').update(entry.MessageBody).digest('hex'),
  }))
}

function outgoing(entry: z.infer<typeof Entry>): OutgoingMessage {
  return {
    body: entry.MessageBody,
    ...(entry.DelaySeconds ? { delayMs: entry.DelaySeconds * 1_000 } : {}),
    ...(entry.MessageGroupId ? { groupId: entry.MessageGroupId } : {}),
    ...(entry.MessageDeduplicationId ? { dedupId: entry.MessageDeduplicationId } : {}),
    ...(entry.MessageAttributes ? { attributes: entry.MessageAttributes } : {}),
  }
}

/** `http://host/account/name` or `.../name.fifo` -> `name`. */
function queueOf(queues: QueueStore, url: string): string {
  const queue = url.slice(url.lastIndexOf('/') + 1).replace(/\.fifo$/, '')
  if (!queues.has(queue))
    throw new AwsError(
      'QueueDoesNotExist',
      'The specified queue does not exist.',
      'com.amazonaws.sqs#QueueDoesNotExist',
    )
  return queue
}

function parse<T>(schema: z.ZodType<T>, request: unknown): T {
  const parsed = schema.safeParse(request)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new AwsError('InvalidParameterValue', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'does not fit'}`)
}
