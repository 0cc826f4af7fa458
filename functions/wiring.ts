import type { Clock } from '#stages/ports/clock.ts'
import type { Given } from './connect/given.ts'
import { connectStores } from './connect/stores.ts'
import type { Environment } from './environment.ts'
import type { FunctionName, StartedBy } from './facts.ts'
import { ingestDependencies } from './ingest/dependencies.ts'
import { createIngestHandler } from './ingest/ingest.ts'
import type { Handler } from './middleware/lambda.ts'
import { preferencesDependencies } from './preferences/dependencies.ts'
import { createPreferencesHandler } from './preferences/preferences.ts'
import { reactDependencies } from './react/dependencies.ts'
import { createReactHandler } from './react/react.ts'
import { recordDependencies } from './record/dependencies.ts'
import { createRecordHandler } from './record/record.ts'
import { relayDependencies } from './relay/dependencies.ts'
import { createRelayHandler } from './relay/relay.ts'
import { sendDependencies } from './send/dependencies.ts'
import { createSendHandler } from './send/send.ts'
import { wakeDependencies } from './wake/dependencies.ts'
import { createWakeHandler } from './wake/wake.ts'

type Open = (env: Environment, clock: Clock, given: Given) => Handler<unknown>

/** How each handler is opened. A function that anything but a deployment starts is here, or this does not compile. */
export const OPEN = {
  ingest: (env, clock, given) => createIngestHandler(ingestDependencies(env, clock, given)),
  react: (env, clock, given) => createReactHandler(reactDependencies(env, clock, given)),
  wake: (env, clock, given) => createWakeHandler(wakeDependencies(env, clock, given)),
  relay: (env, _clock, given) => createRelayHandler(relayDependencies(env, given)),
  send: (env, clock, given) => createSendHandler(sendDependencies(env, clock, given)),
  record: (env, clock, given) => createRecordHandler(recordDependencies(env, clock, given)),
  preferences: (env, clock, given) => createPreferencesHandler(preferencesDependencies(env, clock, given)),
} as const satisfies { readonly [name in Exclude<FunctionName, StartedBy<'deployment'>>]: Open }

/** Every handler, as Lambda would call it. */
export type Handlers = { readonly [name in keyof typeof OPEN]: ReturnType<(typeof OPEN)[name]> }

/**
 * All handlers in one process, over one set of stores, as the environment says; `given` takes the place of what it would
 * name. Throws `PermanentError` `bad-settings` naming what is missing. Lambda does not come by here: each function's
 * `handler.ts` connects only what it needs, so that its bundle stays small.
 */
export function wire(env: Environment, clock: Clock, given: Given = {}): Handlers {
  const shared: Given = { ...given, stores: given.stores ?? connectStores(env, clock, 'wire') }
  const opened = Object.entries(OPEN).map(([name, open]) => [name, open(env, clock, shared)] as const)
  // Each by the entry of its own name.
  return Object.fromEntries(opened) as Handlers
}
