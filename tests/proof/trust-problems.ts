import { at, type Deployment, listOf, resourcesOf } from './deployment.ts'
import { ACCOUNT, physical } from './physical.ts'

/** Who may take on each role, written down by hand, by what its name contains. */
export const TRUST: { readonly [role: string]: string } = {
  Ingest: 'lambda.amazonaws.com',
  React: 'lambda.amazonaws.com',
  Wake: 'lambda.amazonaws.com',
  Relay: 'lambda.amazonaws.com',
  Send: 'lambda.amazonaws.com',
  Record: 'lambda.amazonaws.com',
  Seed: 'lambda.amazonaws.com',
  Preferences: 'lambda.amazonaws.com',
  Sweep: `scheduler.amazonaws.com of ${ACCOUNT}`,
}

/** Roles that nobody wrote down, that are not there, or that trust another than is written: a line each. */
export function trustProblems(deployment: Deployment): readonly string[] {
  const roles = resourcesOf(deployment, 'AWS::IAM::Role')
  const found = roles.map(({ stack, id, resource }) => {
    const [name = id] = Object.keys(TRUST).filter((known) => id.includes(`${known}Role`))
    const trusted = listOf(at(resource.Properties, 'AssumeRolePolicyDocument', 'Statement')).map((statement) =>
      trustedBy(deployment, stack, statement),
    )
    return { name, trusted: trusted.join(' and ') }
  })
  return [
    ...found
      .filter(({ name, trusted }) => TRUST[name] !== trusted)
      .map(({ name, trusted }) => `${name} trusts ${trusted}`),
    ...Object.keys(TRUST)
      .filter((name) => found.filter((role) => role.name === name).length !== 1)
      .map((name) => `${name} has not one role`),
  ]
}

function trustedBy(deployment: Deployment, stack: string, statement: unknown): string {
  const service = at(statement, 'Principal', 'Service')
  const account = at(statement, 'Condition', 'StringEquals', 'aws:SourceAccount')
  const plain = at(statement, 'Effect') === 'Allow' && at(statement, 'Action') === 'sts:AssumeRole'
  const of = account === undefined ? '' : ` of ${physical(deployment, stack, account)}`
  return plain && typeof service === 'string' ? `${service}${of}` : JSON.stringify(statement)
}
