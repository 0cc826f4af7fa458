import type { Environment } from '#functions/environment.ts'

/** An environment that notes which variables are asked for by name. Copying it as a whole asks for none. */
export function recordedEnvironment(env: Environment, read: Set<string>): Environment {
  let copying = new Set<string | symbol>()
  return new Proxy(env, {
    get: (target, name) => {
      // Awaiting asks for `then`.
      if (typeof name === 'string' && !copying.delete(name) && name !== 'then') read.add(name)
      return Reflect.get(target, name)
    },
    ownKeys: (target) => {
      // A copy asks for the names first and for each of them right after.
      copying = new Set(Reflect.ownKeys(target))
      return [...copying]
    },
  })
}
