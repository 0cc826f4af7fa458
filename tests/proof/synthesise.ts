import { App, Stack } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import type { IConstruct } from 'constructs'
import { functionsOf } from '#infra/functions/functions-of.ts'
import { ProactiveEngagement } from '#infra/proactive-engagement.ts'
import type { Deployment } from './deployment.ts'
import { ACCOUNT, arn, REGION } from './physical.ts'

const NAME = 'shop'

/** The construct with everything that it can do, in three stacks as the app deploys it. */
export function synthesise(): Deployment {
  const app = new App()
  const stackNamed = (name: string): Stack => new Stack(app, name, { env: { account: ACCOUNT, region: REGION } })
  const stacks = { data: stackNamed('data'), engine: stackNamed('engine'), edge: stackNamed('edge') }
  const engagement = new ProactiveEngagement(
    stacks.data,
    'Engagement',
    {
      workflows: 'workflows',
      name: NAME,
      sms: {
        originationArns: [arn('sms-voice', 'sender-id/KOTORITEA/JP')],
        configurationSet: { name: 'texts', arn: arn('sms-voice', 'configuration-set/texts') },
      },
      line: {
        channelAccessToken: Secret.fromSecretCompleteArn(
          stacks.engine,
          'Line',
          arn('secretsmanager', 'secret:line-AbCdEf'),
        ),
      },
    },
    stacks,
  )
  const functions = functionsOf(engagement)
  return {
    name: NAME,
    functions: Object.fromEntries(functions.map((each) => [each.name, placeOf(each.function)])),
    // The assertions' own shape says less than what we read of it.
    templates: Object.fromEntries(
      Object.values(stacks).map((stack) => [
        stack.node.id,
        Template.fromStack(stack).toJSON() as Deployment['templates'][string],
      ]),
    ),
  }
}

function placeOf(construct: IConstruct): { readonly stack: string; readonly id: string } {
  const stack = Stack.of(construct)
  const { defaultChild } = construct.node
  if (!Stack.isStack(stack) || defaultChild === undefined) throw new Error(`${construct.node.path} has no resource`)
  // Every default child is the resource itself.
  return { stack: stack.node.id, id: stack.getLogicalId(defaultChild as Parameters<Stack['getLogicalId']>[0]) }
}
