import { Duration, Stack } from 'aws-cdk-lib'
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler'
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets'
import type { Construct } from 'constructs'
import type { ScheduleTrigger } from '#functions/function-facts.ts'
import type { EngagementFunction } from './functions/engagement-function.ts'

/** Once a minute. A minute that was missed is not made up for: the next one begins where the last one ended. */
export function createSweep(
  scope: Construct,
  { function: wake }: EngagementFunction,
  { rate, seconds }: ScheduleTrigger,
): Schedule {
  wake.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.seconds(seconds) })
  const role = new Role(scope, 'SweepRole', {
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  })
  const mayInvoke = new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [wake.functionArn] })
  role.addToPrincipalPolicy(mayInvoke)
  const schedule = new Schedule(scope, 'Sweep', {
    description: 'Beforehand: brings back whoever is due',
    schedule: ScheduleExpression.expression(rate),
    target: new LambdaInvoke(wake, {
      // CDK would add the function's every version.
      role: role.withoutPolicyUpdates(),
      retryAttempts: 2,
      maxEventAge: Duration.seconds(seconds),
    }),
  })
  schedule.node.addDependency(role)
  return schedule
}
