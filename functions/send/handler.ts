import { withSecrets } from '../connect/secrets.ts'
import { FACTS } from '../facts.ts'
import { systemClock } from '../system-clock.ts'
import { sendDependencies } from './dependencies.ts'
import { createSendHandler } from './send.ts'

const env = await withSecrets(process.env, FACTS.send.secrets)

export const handler = createSendHandler(sendDependencies(env, systemClock))
