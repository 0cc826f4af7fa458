import type { Clock } from '#stages/ports/clock.ts'
import { type ReactDeps, reactTo } from '#stages/react.ts'
import { connectDeadLetters } from '../connect/dead-letters.ts'
import type { Given } from '../connect/given.ts'
import { connectReactQueue } from '../connect/react-queue.ts'
import { connectKeylessStores } from '../connect/stores.ts'
import type { Environment } from '../environment.ts'
import { createLog } from '../middleware/log.ts'
import { connectMeter } from '../middleware/metrics.ts'
import { queuesOf } from '../topology.ts'
import type { ReactHandlerDeps } from './react.ts'

export function reactDependencies(env: Environment, clock: Clock, given: Given = {}): ReactHandlerDeps {
  const stores = given.stores ?? connectKeylessStores(env, clock, 'react')
  const deps: ReactDeps = { ...stores, reactQueue: given.reactQueue ?? connectReactQueue(env, 'react'), clock }
  return {
    react: (message, told) => reactTo(message, { ...deps, ...told }),
    attempts: stores.attempts,
    deadLetters: given.deadLetters ?? connectDeadLetters(env, 'react', queuesOf('react')),
    log: given.log ?? createLog(),
    meter: connectMeter(env, clock, given),
  }
}
