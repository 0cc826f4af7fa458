import { withSecrets } from '../connect/secrets.ts'
import { SECRETS } from '../secrets.ts'
import { systemClock } from '../system-clock.ts'
import { ingestDependencies } from './dependencies.ts'
import { createIngestHandler } from './ingest.ts'

const env = await withSecrets(process.env, SECRETS.ingest)

export const handler = createIngestHandler(ingestDependencies(env, systemClock))
