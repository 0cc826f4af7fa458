import { at, type Deployment, isRecord, resourceAt } from './deployment.ts'
import { physical } from './physical.ts'

/** The environment that the stack gives a function, resolved. */
export function variablesOf(deployment: Deployment, name: string): { readonly [variable: string]: string } {
  const place = deployment.functions[name]
  if (place === undefined) throw new Error(`no function ${name} is deployed`)
  const variables = at(resourceAt(deployment, place).Properties, 'Environment', 'Variables')
  if (!isRecord(variables)) return {}
  return Object.fromEntries(
    Object.entries(variables).map(([variable, value]) => [variable, physical(deployment, place.stack, value)]),
  )
}
