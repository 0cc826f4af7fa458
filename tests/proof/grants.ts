import {
  at,
  type Deployment,
  isRecord,
  listOf,
  type Place,
  type Placed,
  resourceAt,
  resourcesOf,
} from './deployment.ts'
import { physical } from './physical.ts'

/** One action on one resource pattern, as a role has it. */
export interface Grant {
  readonly action: string
  /** May contain `*`. */
  readonly resource: string
  /** Values that `StringEquals` asks for, by key. */
  readonly conditions: { readonly [key: string]: readonly string[] }
}

/** Everything that the policies of a role allow. Throws on what exact comparing cannot judge, and on a wildcard action. */
export function grantsOf(deployment: Deployment, role: Place): readonly Grant[] {
  const { Properties: properties } = resourceAt(deployment, role)
  if (properties?.['ManagedPolicyArns'] !== undefined) throw new Error(`${role.id} has managed policies`)
  const inline = listOf(properties?.['Policies']).map((policy) => ({ ...role, document: at(policy, 'PolicyDocument') }))
  const attached = [
    ...resourcesOf(deployment, 'AWS::IAM::Policy'),
    ...resourcesOf(deployment, 'AWS::IAM::ManagedPolicy'),
  ]
    .filter((policy) => isFor(policy, role))
    .map(({ stack, resource }) => ({ stack, document: resource.Properties?.['PolicyDocument'] }))
  return [...inline, ...attached].flatMap(({ stack, document }) =>
    listOf(at(document, 'Statement')).flatMap((statement) => grantsIn(deployment, stack, statement)),
  )
}

const isFor = ({ stack, resource }: Placed, role: Place): boolean =>
  stack === role.stack && listOf(resource.Properties?.['Roles']).some((named) => at(named, 'Ref') === role.id)

function grantsIn(deployment: Deployment, stack: string, statement: unknown): readonly Grant[] {
  if (!isRecord(statement)) throw new Error('a statement is an object')
  const { Effect, Action, Resource, Condition, Sid, ...rest } = statement
  if (Effect !== 'Allow' || Object.keys(rest).length > 0)
    throw new Error(`cannot be compared: ${JSON.stringify(statement)}`)
  const conditions = conditionsOf(deployment, stack, Condition)
  return listOf(Action).flatMap((action) => {
    if (typeof action !== 'string' || action.includes('*'))
      throw new Error(`not an exact action: ${JSON.stringify(action)}`)
    return listOf(Resource).map((resource) => ({ action, resource: physical(deployment, stack, resource), conditions }))
  })
}

function conditionsOf(deployment: Deployment, stack: string, condition: unknown): Grant['conditions'] {
  if (condition === undefined) return {}
  if (!isRecord(condition) || Object.keys(condition).some((operator) => operator !== 'StringEquals'))
    throw new Error(`only StringEquals is compared: ${JSON.stringify(condition)}`)
  const equals = condition['StringEquals']
  if (!isRecord(equals)) throw new Error('StringEquals is an object')
  return Object.fromEntries(
    Object.entries(equals).map(([key, values]) => [
      key,
      listOf(values).map((value) => physical(deployment, stack, value)),
    ]),
  )
}
