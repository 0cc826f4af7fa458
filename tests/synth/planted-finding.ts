import { App, Stack } from 'aws-cdk-lib'
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { checkSolutions } from '#infra/nag.ts'

/** An app with one finding of cdk-nag that nobody has answered for: its synth must fail. */
const app = new App()
const role = new Role(new Stack(app, 'Planted'), 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') })
role.addToPolicy(new PolicyStatement({ actions: ['dynamodb:*'], resources: ['*'] }))
checkSolutions(app)
app.synth()
