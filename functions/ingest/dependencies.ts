import * as z from 'zod/mini'
import type { IngestDeps } from '#stages/ingest.ts'
import type { Clock } from '#stages/ports/clock.ts'
import { connectDeadLetters } from '../connect/dead-letters.ts'
import type { Given } from '../connect/given.ts'
import { connectReactQueue } from '../connect/react-queue.ts'
import { connectKeylessStores } from '../connect/stores.ts'
import type { QueueEdge } from '../edge.ts'
import { type Environment, readEnvironment, Secret } from '../environment.ts'
import { createLog } from '../middleware/log.ts'
import { connectMeter, type Metered } from '../middleware/metrics.ts'
import { queuesOf } from '../topology.ts'

const Settings = z.object({ CUSTOMER_ID_SECRET: Secret })

export function ingestDependencies(
  env: Environment,
  clock: Clock,
  given: Given = {},
): IngestDeps & QueueEdge & Metered {
  const { catalogue, quarantine, attempts } = given.stores ?? connectKeylessStores(env, clock, 'ingest')
  return {
    catalogue,
    quarantine,
    attempts,
    reactQueue: given.reactQueue ?? connectReactQueue(env, 'ingest'),
    clock,
    idSecret: readEnvironment(Settings, env, 'ingest').CUSTOMER_ID_SECRET,
    deadLetters: given.deadLetters ?? connectDeadLetters(env, 'ingest', queuesOf('ingest')),
    log: given.log ?? createLog(),
    meter: connectMeter(env, clock, given),
  }
}
