import { withSecrets } from '../connect/secrets.ts'
import { FACTS } from '../facts.ts'
import { systemClock } from '../system-clock.ts'
import { recordDependencies } from './dependencies.ts'
import { createRecordHandler } from './record.ts'

const env = await withSecrets(process.env, FACTS.record.secrets)

export const handler = createRecordHandler(recordDependencies(env, systemClock))
