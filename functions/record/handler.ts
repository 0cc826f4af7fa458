import { withSecrets } from '../connect/secrets.ts'
import { SECRETS } from '../secrets.ts'
import { systemClock } from '../system-clock.ts'
import { recordDependencies } from './dependencies.ts'
import { createRecordHandler } from './record.ts'

const env = await withSecrets(process.env, SECRETS.record)

export const handler = createRecordHandler(recordDependencies(env, systemClock))
