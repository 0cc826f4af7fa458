import * as z from 'zod/mini'
import type { Clock } from '#stages/ports/clock.ts'
import type { Given } from '../connect/given.ts'
import { connectReactQueue } from '../connect/react-queue.ts'
import { connectKeylessStores } from '../connect/stores.ts'
import { type Environment, readEnvironment } from '../environment.ts'
import { LinkKeys } from '../link-keys.ts'
import { createLog } from '../middleware/log.ts'
import type { PreferencesHandlerDeps } from './preferences.ts'

const Settings = z.object({ LINK_SECRET: LinkKeys })

export function preferencesDependencies(env: Environment, clock: Clock, given: Given = {}): PreferencesHandlerDeps {
  const { catalogue, customers } = given.stores ?? connectKeylessStores(env, clock, 'preferences')
  return {
    catalogue,
    customers,
    linkSecrets: readEnvironment(Settings, env, 'preferences').LINK_SECRET,
    reactQueue: given.reactQueue ?? connectReactQueue(env, 'preferences'),
    clock,
    log: given.log ?? createLog(),
  }
}
