import { systemClock } from '../system-clock.ts'
import { reactDependencies } from './dependencies.ts'
import { createReactHandler } from './react.ts'

export const handler = createReactHandler(reactDependencies(process.env, systemClock))
