import { systemClock } from '../system-clock.ts'
import { recordDependencies } from './dependencies.ts'
import { createRecordHandler } from './record.ts'

export const handler = createRecordHandler(recordDependencies(process.env, systemClock))
