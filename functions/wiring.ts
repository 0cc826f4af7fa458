import type { Clock } from '#stages/ports/clock.ts'
import type { Woken } from '#stages/wake.ts'
import type { Given } from './connect/given.ts'
import { connectStores } from './connect/stores.ts'
import type { Environment } from './environment.ts'
import { ingestDependencies } from './ingest/dependencies.ts'
import { createIngestHandler } from './ingest/ingest.ts'
import type { Handler } from './middleware/lambda.ts'
import type { SqsAnswer } from './middleware/sqs-handler.ts'
import { preferencesDependencies } from './preferences/dependencies.ts'
import type { HttpAnswer } from './preferences/http.ts'
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

/** Every handler, as Lambda would call it. */
export interface Handlers {
  readonly ingest: Handler<SqsAnswer>
  readonly react: Handler<SqsAnswer>
  readonly wake: Handler<Woken>
  readonly relay: Handler<void>
  readonly send: Handler<SqsAnswer>
  readonly record: Handler<SqsAnswer>
  readonly preferences: Handler<HttpAnswer>
}

/**
 * All handlers in one process, over one set of stores, as the environment says; `given` takes the place of what it would
 * name. Throws `PermanentError` `bad-settings` naming what is missing. Lambda does not come by here: each function's
 * `handler.ts` connects only what it needs, so that its bundle stays small.
 */
export function wire(env: Environment, clock: Clock, given: Given = {}): Handlers {
  const shared: Given = { ...given, stores: given.stores ?? connectStores(env, clock, 'wire') }
  return {
    ingest: createIngestHandler(ingestDependencies(env, clock, shared)),
    react: createReactHandler(reactDependencies(env, clock, shared)),
    wake: createWakeHandler(wakeDependencies(env, clock, shared)),
    relay: createRelayHandler(relayDependencies(env, shared)),
    send: createSendHandler(sendDependencies(env, clock, shared)),
    record: createRecordHandler(recordDependencies(env, clock, shared)),
    preferences: createPreferencesHandler(preferencesDependencies(env, clock, shared)),
  }
}
