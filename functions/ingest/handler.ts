import { systemClock } from '../system-clock.ts'
import { ingestDependencies } from './dependencies.ts'
import { createIngestHandler } from './ingest.ts'

export const handler = createIngestHandler(ingestDependencies(process.env, systemClock))
