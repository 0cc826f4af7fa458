import type { Given } from '#functions/connect/given.ts'
import { once } from '#functions/connect/once.ts'
import { withSecrets } from '#functions/connect/secrets.ts'
import type { Environment } from '#functions/environment.ts'
import { FACTS, type FunctionName } from '#functions/facts.ts'
import type { Handler } from '#functions/middleware/lambda.ts'
import { createMeter } from '#functions/middleware/metrics.ts'
import { seedDependencies } from '#functions/seed/dependencies.ts'
import { createSeedHandler } from '#functions/seed/seed.ts'
import { type Handlers, OPEN } from '#functions/wiring.ts'
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
    open: (env: Environment, given: Given) => Handler<Answer>,
  ): Handler<Answer> => {
    const handler = once(async () => {
      const read = around.noteRead(name)
      const recorded = (env: Environment): Environment => recordedEnvironment(env, read)
      const env = recorded(await withSecrets(recorded(around.environmentOf(name)), FACTS[name].secrets))
      return open(env, quiet(env, clock))
    })
    return async (event, context) => (await handler())(event, context)
  }
  const wired = Object.entries(OPEN).map(([name, open]) =>
    // Keys of the table.
    [name, opened(name as keyof typeof OPEN, (env, given) => open(env, clock, given) as Handler<unknown>)],
  )
  return {
    // Each by the entry of its own name.
    ...(Object.fromEntries(wired) as Handlers),
    seed: opened('seed', (env) => createSeedHandler({ ...seedDependencies(env, around.packaged()), log: () => {} })),
  }
}

/** The meter is made only for who asks for one: then its variable is read. */
const quiet = (env: Environment, clock: Clock): Given => ({
  log: () => {},
  get meter() {
    return createMeter(env, clock, () => {})
  },
})
