import { systemClock } from '../system-clock.ts'
import { sendDependencies } from './dependencies.ts'
import { createSendHandler } from './send.ts'

export const handler = createSendHandler(sendDependencies(process.env, systemClock))
