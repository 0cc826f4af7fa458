import { withSecrets } from '../connect/secrets.ts'
import { FACTS } from '../facts.ts'
import { systemClock } from '../system-clock.ts'
import { ingestDependencies } from './dependencies.ts'
import { createIngestHandler } from './ingest.ts'

const env = await withSecrets(process.env, FACTS.ingest.secrets)

export const handler = createIngestHandler(ingestDependencies(env, systemClock))
