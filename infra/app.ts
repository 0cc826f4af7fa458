import { App } from 'aws-cdk-lib'
import { deploy } from './deployment.ts'
import { checkSolutions } from './nag.ts'
import { SetupError } from './setup-error.ts'

try {
  const app = new App()
  deploy(app)
  checkSolutions(app)
  app.synth()
} catch (error) {
  // What somebody can put right is one message; everything else is ours, with its place.
  if (!(error instanceof SetupError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
