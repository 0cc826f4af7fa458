import { systemClock } from '../system-clock.ts'
import { wakeDependencies } from './dependencies.ts'
import { createWakeHandler } from './wake.ts'

export const handler = createWakeHandler(wakeDependencies(process.env, systemClock))
