import type { SQSClient } from '@aws-sdk/client-sqs'
import { PermanentError } from '#engagement/errors.ts'
import type { Channel } from '#engagement/model/channels.ts'
import type { MessageClass } from '#engagement/model/message-class.ts'
import type { SendQueue, SendRequest } from '#stages/ports/send-queue.ts'
import { sendToQueue } from './sqs-batch.ts'

/** URLs of the queues to send by `channel_class`, as `email_marketing`. */
export type SendQueueUrls = { readonly [queue in `${Channel}_${MessageClass}`]?: string | undefined }

/** A queue per channel and class, so that each has its own pace. Throws `PermanentError` `no-send-queue` where one is not set up. */
export function createSendQueues(client: Pick<SQSClient, 'send'>, urls: SendQueueUrls): SendQueue {
  return {
    send: async (requests) => {
      const byQueue = Map.groupBy(requests, (request) => urlOf(request, urls))
      for (const [url, some] of byQueue)
        await sendToQueue(
          client,
          url,
          some.map((request) => ({ body: JSON.stringify(request) })),
        )
    },
  }
}

function urlOf(request: SendRequest, urls: SendQueueUrls): string {
  const name = `${request.channel}_${request.class}` as const
  const url = urls[name]
  if (url === undefined) throw new PermanentError('no-send-queue', `no queue for ${name}`)
  return url
}
