import { at, type Deployment, type Place, resourceAt, resourcesOf } from './deployment.ts'
import { type Grant, grantsOf } from './grants.ts'
import { impliedCalls } from './implied-calls.ts'
import { allows } from './matching.ts'
import { physical } from './physical.ts'
import type { Recording } from './recorder/story.ts'

/** A grant that no call of the recording uses. */
export interface UnusedGrant {
  readonly by: string
  readonly action: string
  readonly reason: string
}

/**
 * Where policies and calls differ, a line each: calls that the function's role is not allowed, grants that no call uses and
 * no exception explains, exceptions that explain nothing, roles that nobody was seen to need.
 */
export function policyProblems(
  deployment: Deployment,
  { calls }: Pick<Recording, 'calls'>,
  exceptions: readonly UnusedGrant[],
): readonly string[] {
  const problems: string[] = []
  const explained = new Set<UnusedGrant>()
  for (const name of Object.keys(deployment.functions)) {
    const made = calls.filter(({ by }) => by === name)
    const all = [...made, ...impliedCalls(deployment, name, made)]
    const grants = grantsOf(deployment, roleOf(deployment, name))
    for (const call of all)
      if (!grants.some((grant) => allows(grant, call)))
        problems.push(`${name} may not ${call.action} on ${call.resource}`)
    for (const grant of grants.filter((each) => !all.some((call) => allows(each, call)))) {
      const exception = exceptions.find(({ by, action }) => by === name && action === grant.action)
      if (exception === undefined) problems.push(`${name} never uses ${spelled(grant)}`)
      else explained.add(exception)
    }
  }
  for (const exception of exceptions)
    if (!explained.has(exception))
      problems.push(`the exception for ${exception.by}, ${exception.action}, explains nothing`)
  return [...new Set([...problems, ...otherRoles(deployment)])]
}

const spelled = ({ action, resource }: Grant): string => `${action} on ${resource}`

function roleOf(deployment: Deployment, name: string): Place {
  const place = deployment.functions[name]
  if (place === undefined) throw new Error(`no function ${name} is deployed`)
  const role = at(resourceAt(deployment, place).Properties, 'Role', 'Fn::GetAtt', 0)
  if (typeof role !== 'string') throw new Error(`${name} has no role in its own stack`)
  return { stack: place.stack, id: role }
}

/** Roles of no function: the schedule's may start its target and nothing else; there are no others. */
function otherRoles(deployment: Deployment): readonly string[] {
  const functions = Object.keys(deployment.functions).map((name) => roleOf(deployment, name))
  const schedules = resourcesOf(deployment, 'AWS::Scheduler::Schedule')
  return resourcesOf(deployment, 'AWS::IAM::Role').flatMap((role) => {
    if (functions.some(({ stack, id }) => stack === role.stack && id === role.id)) return []
    const schedule = schedules.find(
      ({ stack, resource }) =>
        stack === role.stack && at(resource.Properties, 'Target', 'RoleArn', 'Fn::GetAtt', 0) === role.id,
    )
    if (schedule === undefined) return [`nobody was seen to need the role ${role.id}`]
    const call = {
      action: 'lambda:InvokeFunction',
      resource: physical(deployment, schedule.stack, at(schedule.resource.Properties, 'Target', 'Arn')),
    }
    const grants = grantsOf(deployment, role)
    return [
      ...(grants.some((grant) => allows(grant, call)) ? [] : [`${role.id} may not ${call.action} on ${call.resource}`]),
      ...grants.filter((grant) => !allows(grant, call)).map((grant) => `${role.id} never uses ${spelled(grant)}`),
    ]
  })
}
