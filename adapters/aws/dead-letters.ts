import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs'
import type { NothingLeft } from '#adapters/schema-of.ts'
import { TransientError } from '#engagement/errors.ts'
import type { DeadLetter, DeadLetters } from '#stages/ports/dead-letters.ts'

/**
 * Dead letters go to the queue that `urlOf` names, with the body as it came, so that a redrive is an ordinary receive; code
 * and source travel as attributes. Throws `TransientError` where the queue is away: the record then stays where it is.
 */
export function createDeadLetters(client: Pick<SQSClient, 'send'>, urlOf: (letter: DeadLetter) => string): DeadLetters {
  return {
    send: async (letter) => {
      try {
        await client.send(new SendMessageCommand(requestOf(letter, urlOf(letter))))
      } catch (error) {
        throw unavailable(error)
      }
    },
  }
}

function requestOf(letter: DeadLetter, url: string): SendMessageCommand['input'] {
  const { id, source, body, group, code, ...rest } = letter
  rest satisfies NothingLeft
  const text = (value: string) => ({ DataType: 'String', StringValue: value })
  const fifo = { MessageGroupId: group ?? id, MessageDeduplicationId: id }
  return {
    QueueUrl: url,
    MessageBody: body,
    MessageAttributes: { code: text(code), ...(source === '' ? {} : { source: text(source) }) },
    ...(url.endsWith('.fifo') ? fifo : {}),
  }
}

const unavailable = (cause: unknown): TransientError =>
  new TransientError('dead-letters-unavailable', 'the dead letters cannot be written', { cause })
