import { Duration } from 'aws-cdk-lib'
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import { type FunctionName, factsOf } from '#functions/facts.ts'
import { NAMESPACE_VARIABLE } from '#functions/metrics.ts'
import { metricsNamespace } from '../metrics-namespace.ts'
import type { Standing } from '../standing.ts'
import { bundle } from './bundle.ts'

/** Actions on resources, both exact. */
export interface Permission {
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  readonly conditions?: { readonly [operator: string]: { readonly [key: string]: string | readonly string[] } }
}

export interface EngagementFunctionProps extends Standing {
  readonly function: FunctionName
  /** Stands beside the code. */
  readonly file?: { readonly name: string; readonly text: string }
}

/**
 * One handler as its facts say, with a role and a log of its own. The role may write that log and nothing else until it is given more.
 * Outside any VPC: everything that it talks to is a service of AWS or out on the internet. No compile cache is packed: a
 * cache made on this machine's processor and version of Node is not read by Lambda's.
 */
export class EngagementFunction extends Construct {
  readonly name: FunctionName
  readonly function: LambdaFunction
  readonly role: Role

  constructor(scope: Construct, id: string, props: EngagementFunctionProps) {
    super(scope, id)
    this.name = props.function
    const facts = factsOf(props.function)
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') })
    const logGroup = new LogGroup(this, 'Log', {
      retention: facts.logs === 'as-deployed' ? props.logRetention : facts.logs,
      removalPolicy: props.removalPolicy,
    })
    this.function = new LambdaFunction(this, 'Function', {
      description: `Beforehand: ${props.function}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(bundle(props.function, props.file)),
      memorySize: facts.memory,
      timeout: Duration.seconds(facts.timeout),
      role: this.role,
      logGroup,
    })
    this.allow({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] })
    if (facts.counts.length > 0) this.give(NAMESPACE_VARIABLE, metricsNamespace(props))
  }

  /** An environment variable, and beside it what may be done with what it names. */
  give(variable: string, value: string, ...permissions: readonly Permission[]): this {
    this.function.addEnvironment(variable, value)
    return this.allow(...permissions)
  }

  allow(...permissions: readonly Permission[]): this {
    for (const { actions, resources, conditions } of permissions)
      this.role.addToPrincipalPolicy(
        new PolicyStatement({
          actions: [...actions],
          resources: [...resources],
          ...(conditions === undefined ? {} : { conditions }),
        }),
      )
    return this
  }
}
