import type { App } from 'aws-cdk-lib'
import { Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks } from 'cdk-nag'

/** A finding that nobody has answered for fails the synth. */
export function checkSolutions(app: App): void {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
}
