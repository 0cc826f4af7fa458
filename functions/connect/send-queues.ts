import { SQSClient } from '@aws-sdk/client-sqs'
import * as z from 'zod/mini'
import { clientSettings } from '#adapters/aws/client-settings.ts'
import { createSendQueues } from '#adapters/aws/send-queues.ts'
import type { SendQueue } from '#stages/ports/send-queue.ts'
import { type Environment, Required, readEnvironment } from '../environment.ts'

const CHANNELS = ['email', 'sms', 'line', 'webhook', 'hand_over'] as const
const CLASSES = ['service', 'marketing'] as const
const NAMES = CHANNELS.flatMap((channel) => CLASSES.map((messageClass) => `${channel}_${messageClass}`))
const variableOf = (name: string): string => `SEND_${name}_QUEUE_URL`.toUpperCase()

const Settings = z.object(Object.fromEntries(NAMES.map((name) => [variableOf(name), Required])))

/** A queue per channel and class, each by its variable `SEND_<CHANNEL>_<CLASS>_QUEUE_URL`; all of them must be there. */
export function connectSendQueues(env: Environment, name: string): SendQueue {
  const urls = readEnvironment(Settings, env, name)
  const byName = Object.fromEntries(NAMES.map((queue) => [queue, urls[variableOf(queue)]]))
  return createSendQueues(new SQSClient(clientSettings(env, 'SQS')), byName)
}
