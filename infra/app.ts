import { App } from 'aws-cdk-lib'
import { BeforehandStack } from './beforehand-stack.ts'

const app = new App()

new BeforehandStack(app, 'Beforehand', {
  description: 'Beforehand: tells your customers first.',
})
