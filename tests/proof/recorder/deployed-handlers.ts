import type { Given } from '#functions/connect/given.ts'
import { once } from '#functions/connect/once.ts'
import { withSecrets } from '#functions/connect/secrets.ts'
import type { Environment } from '#functions/environment.ts'
import { ingestDependencies } from '#functions/ingest/dependencies.ts'
import { createIngestHandler } from '#functions/ingest/ingest.ts'
import type { Handler } from '#functions/middleware/lambda.ts'
import { createMeter } from '#functions/middleware/metrics.ts'
import { preferencesDependencies } from '#functions/preferences/dependencies.ts'
import { createPreferencesHandler } from '#functions/preferences/preferences.ts'
import { reactDependencies } from '#functions/react/dependencies.ts'
import { createReactHandler } from '#functions/react/react.ts'
import { recordDependencies } from '#functions/record/dependencies.ts'
import { createRecordHandler } from '#functions/record/record.ts'
import { relayDependencies } from '#functions/relay/dependencies.ts'
import { createRelayHandler } from '#functions/relay/relay.ts'
import { SECRETS, type SecretName } from '#functions/secrets.ts'
import { seedDependencies } from '#functions/seed/dependencies.ts'
import { createSeedHandler } from '#functions/seed/seed.ts'
import { sendDependencies } from '#functions/send/dependencies.ts'
import { createSendHandler } from '#functions/send/send.ts'
import type { FunctionName } from '#functions/topology.ts'
import { wakeDependencies } from '#functions/wake/dependencies.ts'
import { createWakeHandler } from '#functions/wake/wake.ts'
import type { Handlers } from '#functions/wiring.ts'
import type { Clock } from '#stages/ports/clock.ts'
import { recordedEnvironment } from './recorded-environment.ts'

export interface DeployedHandlers extends Handlers {
  readonly seed: Handler<void>
}

export interface Surroundings {
  readonly clock: Clock
  /** The environment of each function, as it is deployed and with this machine's addresses. */
  readonly environmentOf: (name: FunctionName) => Environment
  /** The catalogue that comes with a deployment. */
  readonly packaged: () => URL
  /** Notes each variable that a function asks for. */
  readonly noteRead: (name: FunctionName) => Set<string>
}

/**
 * Every handler as its own `handler.ts` opens it, each with clients, stores and caches of its own, as if it were alone in a
 * Lambda. Only the log goes nowhere, and metrics are made and not written.
 */
export function deployedHandlers(around: Surroundings): DeployedHandlers {
  const { clock } = around
  const opened = <Answer>(
    name: FunctionName,
    secrets: readonly SecretName[],
    open: (env: Environment, given: Given) => Handler<Answer>,
  ): Handler<Answer> => {
    const handler = once(async () => {
      const read = around.noteRead(name)
      const recorded = (env: Environment): Environment => recordedEnvironment(env, read)
      const env = recorded(await withSecrets(recorded(around.environmentOf(name)), secrets))
      return open(env, quiet(env, clock))
    })
    return async (event, context) => (await handler())(event, context)
  }
  return {
    seed: opened('seed', [], (env) =>
      createSeedHandler({ ...seedDependencies(env, around.packaged()), log: () => {} }),
    ),
    ingest: opened('ingest', SECRETS.ingest, (env, given) =>
      createIngestHandler(ingestDependencies(env, clock, given)),
    ),
    react: opened('react', [], (env, given) => createReactHandler(reactDependencies(env, clock, given))),
    wake: opened('wake', [], (env, given) => createWakeHandler(wakeDependencies(env, clock, given))),
    relay: opened('relay', [], (env, given) => createRelayHandler(relayDependencies(env, given))),
    send: opened('send', SECRETS.send, (env, given) => createSendHandler(sendDependencies(env, clock, given))),
    record: opened('record', SECRETS.record, (env, given) =>
      createRecordHandler(recordDependencies(env, clock, given)),
    ),
    preferences: opened('preferences', SECRETS.preferences, (env, given) =>
      createPreferencesHandler(preferencesDependencies(env, clock, given)),
    ),
  }
}

/** The meter is made only for who asks for one: then its variable is read. */
const quiet = (env: Environment, clock: Clock): Given => ({
  log: () => {},
  get meter() {
    return createMeter(env, clock, () => {})
  },
})
