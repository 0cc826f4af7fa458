import { SQSClient } from '@aws-sdk/client-sqs'
import * as z from 'zod/mini'
import { clientSettings } from '#adapters/aws/client-settings.ts'
import { createSendQueues } from '#adapters/aws/send-queues.ts'
import type { SendQueue } from '#stages/ports/send-queue.ts'
import { type Environment, Required, readEnvironment } from '../environment.ts'
import { urlVariable } from '../queue-variables.ts'
import { SEND_QUEUES } from '../send-queues.ts'

const Settings = z.object(Object.fromEntries(SEND_QUEUES.map((queue) => [urlVariable(queue.name), Required])))

/** A queue per channel and class, each by its variable `SEND_<CHANNEL>_<CLASS>_QUEUE_URL`; all of them must be there. */
export function connectSendQueues(env: Environment, name: string): SendQueue {
  const urls = readEnvironment(Settings, env, name)
  const byName = Object.fromEntries(
    SEND_QUEUES.map(({ channel, class: messageClass, name: queue }) => [
      `${channel}_${messageClass}`,
      urls[urlVariable(queue)],
    ]),
  )
  return createSendQueues(new SQSClient(clientSettings(env, 'SQS')), byName)
}
