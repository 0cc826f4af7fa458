import type { Clock } from '#stages/ports.ts'
import type { WakeDeps } from '#stages/wake.ts'
import type { Given } from '../connect/given.ts'
import { connectReactQueue } from '../connect/react-queue.ts'
import { connectKeylessStores } from '../connect/stores.ts'
import type { Environment } from '../environment.ts'
import { createLog, type Log } from '../middleware/log.ts'

export function wakeDependencies(env: Environment, clock: Clock, given: Given = {}): WakeDeps & { readonly log: Log } {
  const { timers } = given.stores ?? connectKeylessStores(env, clock, 'wake')
  return {
    timers,
    reactQueue: given.reactQueue ?? connectReactQueue(env, 'wake'),
    clock,
    log: given.log ?? createLog(),
  }
}
