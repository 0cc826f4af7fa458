import { systemClock } from '../system-clock.ts'
import { preferencesDependencies } from './dependencies.ts'
import { createPreferencesHandler } from './preferences.ts'

export const handler = createPreferencesHandler(preferencesDependencies(process.env, systemClock))
