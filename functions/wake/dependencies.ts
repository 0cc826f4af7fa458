import type { Clock } from '#stages/ports/clock.ts'
import type { Given } from '../connect/given.ts'
import { connectReactQueue } from '../connect/react-queue.ts'
import { connectKeylessStores } from '../connect/stores.ts'
import type { Environment } from '../environment.ts'
import { createLog } from '../middleware/log.ts'
import { connectMeter } from '../middleware/metrics.ts'
import type { WakeHandlerDeps } from './wake.ts'

export function wakeDependencies(env: Environment, clock: Clock, given: Given = {}): WakeHandlerDeps {
  const { timers } = given.stores ?? connectKeylessStores(env, clock, 'wake')
  return {
    timers,
    reactQueue: given.reactQueue ?? connectReactQueue(env, 'wake'),
    clock,
    log: given.log ?? createLog(),
    meter: connectMeter(env, clock, given),
  }
}
