import { App, type Stack } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { deploy } from '#infra/deployment.ts'

/** What a deployment pays for by the month, counted in its templates. */
export async function countPaid(): Promise<{
  readonly alarms: number
  readonly secrets: number
  readonly resources: number
}> {
  const { data, engine, edge } = deploy(new App())
  const stacks: readonly Stack[] = [data, engine, edge]
  const templates = stacks.map((stack) => Template.fromStack(stack))
  const count = (type: string): number =>
    templates.reduce((sum, template) => sum + Object.keys(template.findResources(type)).length, 0)
  const resources = templates.reduce((sum, template) => sum + Object.keys(template.toJSON()['Resources']).length, 0)
  return { alarms: count('AWS::CloudWatch::Alarm'), secrets: count('AWS::SecretsManager::Secret'), resources }
}
