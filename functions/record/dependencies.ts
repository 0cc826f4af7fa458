import * as z from 'zod/mini'
import type { Clock } from '#stages/ports/clock.ts'
import { connectDeadLetters } from '../connect/dead-letters.ts'
import type { Given } from '../connect/given.ts'
import { connectReactQueue } from '../connect/react-queue.ts'
import { connectStores } from '../connect/stores.ts'
import type { QueueEdge } from '../edge.ts'
import { type Environment, Required, readEnvironment } from '../environment.ts'
import { createLog } from '../middleware/log.ts'
import { connectMeter, type Metered } from '../middleware/metrics.ts'
import { queuesOf } from '../topology.ts'
import type { NotificationDeps } from './take-notification.ts'

/** The topic by which SES tells what became of a mail: whoever else can write to the queue is not believed. */
const Settings = z.object({ FEEDBACK_TOPIC_ARN: Required })

export function recordDependencies(
  env: Environment,
  clock: Clock,
  given: Given = {},
): NotificationDeps & QueueEdge & Metered {
  const { customers, suppressions, attempts } = given.stores ?? connectStores(env, clock, 'record')
  return {
    customers,
    suppressions,
    attempts,
    reactQueue: given.reactQueue ?? connectReactQueue(env, 'record'),
    clock,
    feedbackTopic: readEnvironment(Settings, env, 'record').FEEDBACK_TOPIC_ARN,
    deadLetters: given.deadLetters ?? connectDeadLetters(env, 'record', queuesOf('record')),
    log: given.log ?? createLog(),
    meter: connectMeter(env, clock, given),
  }
}
