import * as z from 'zod/mini'
import type { Clock } from '#stages/ports.ts'
import type { Given } from '../connect/given.ts'
import { connectReactQueue } from '../connect/react-queue.ts'
import { connectKeylessStores } from '../connect/stores.ts'
import { type Environment, readEnvironment, Secret } from '../environment.ts'
import { createLog } from '../middleware/log.ts'
import type { PreferencesHandlerDeps } from './preferences.ts'

/** `LINK_SECRETS_BEFORE`: earlier keys, by spaces, until the links signed with them have expired. */
const Settings = z.object({ LINK_SECRET: Secret, LINK_SECRETS_BEFORE: z._default(z.string(), '') })

export function preferencesDependencies(env: Environment, clock: Clock, given: Given = {}): PreferencesHandlerDeps {
  const settings = readEnvironment(Settings, env, 'preferences')
  const earlier = settings.LINK_SECRETS_BEFORE.split(' ').filter((secret) => secret !== '')
  const { catalogue } = given.stores ?? connectKeylessStores(env, clock, 'preferences')
  return {
    catalogue,
    linkSecrets: [settings.LINK_SECRET, ...earlier],
    reactQueue: given.reactQueue ?? connectReactQueue(env, 'preferences'),
    clock,
    log: given.log ?? createLog(),
  }
}
