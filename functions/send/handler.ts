import { withSecrets } from '../connect/secrets.ts'
import { SECRETS } from '../secrets.ts'
import { systemClock } from '../system-clock.ts'
import { sendDependencies } from './dependencies.ts'
import { createSendHandler } from './send.ts'

const env = await withSecrets(process.env, SECRETS.send)

export const handler = createSendHandler(sendDependencies(env, systemClock))
