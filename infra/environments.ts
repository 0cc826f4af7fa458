import { RemovalPolicy } from 'aws-cdk-lib'
import { RetentionDays } from 'aws-cdk-lib/aws-logs'

/** What one kind of deployment is like. */
export interface EnvironmentFacts {
  readonly removalPolicy: RemovalPolicy
  readonly logRetention: RetentionDays
  /** CloudFormation refuses to delete the stack that holds data. */
  readonly terminationProtection: boolean
}

export const ENVIRONMENTS = {
  /** Goes without a trace. */
  dev: { removalPolicy: RemovalPolicy.DESTROY, logRetention: RetentionDays.ONE_WEEK, terminationProtection: false },
  prod: { removalPolicy: RemovalPolicy.RETAIN, logRetention: RetentionDays.SIX_MONTHS, terminationProtection: true },
} as const satisfies { readonly [name: string]: EnvironmentFacts }

export type EnvironmentName = keyof typeof ENVIRONMENTS

export const isEnvironment = (name: string): name is EnvironmentName => Object.hasOwn(ENVIRONMENTS, name)
