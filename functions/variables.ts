import { type FunctionName, factsOf } from './facts.ts'
import { NAMESPACE_VARIABLE } from './metrics.ts'
import { NEEDS } from './needs.ts'
import { arnVariable } from './secrets.ts'
import { QUEUES, queuesOf } from './topology.ts'

/** Every variable that a function is told of its surroundings by, where the deployment has all that it can have. */
export function variablesOf(name: FunctionName): readonly string[] {
  const { table, sendsTo, secrets, needs, counts, trigger } = factsOf(name)
  return [
    ...(table.length === 0 ? [] : ['TABLE_NAME']),
    ...QUEUES.filter((queue) => sendsTo.includes(queue.name)).map(({ url }) => url),
    ...queuesOf(name).map(({ deadLetterUrl }) => deadLetterUrl),
    ...(trigger.kind === 'stream' ? [trigger.deadLetterUrl] : []),
    ...secrets.map(arnVariable),
    ...needs.flatMap((need): readonly string[] => NEEDS[need].variables),
    ...(counts.length === 0 ? [] : [NAMESPACE_VARIABLE]),
  ]
}
