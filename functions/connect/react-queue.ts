import * as z from 'zod/mini'
import { clientSettings } from '#adapters/aws/client-settings.ts'
import type { ReactQueue } from '#stages/ports/react-queue.ts'
import { type Environment, Required, readEnvironment } from '../environment.ts'
import { once } from './once.ts'

const Settings = z.object({ REACT_QUEUE_URL: Required })

/** The FIFO queue to react; SQS's client is loaded at the first message, for react itself hardly ever sends one. */
export function connectReactQueue(env: Environment, name: string): ReactQueue {
  const url = readEnvironment(Settings, env, name).REACT_QUEUE_URL
  const open = once(async () => {
    const [{ SQSClient }, { createReactQueue }] = await Promise.all([
      import('@aws-sdk/client-sqs'),
      import('#adapters/aws/react-queue.ts'),
    ])
    return createReactQueue(new SQSClient(clientSettings(env, 'SQS')), url)
  })
  return { send: async (messages) => (await open()).send(messages) }
}
