import { withSecrets } from '../connect/secrets.ts'
import { FACTS } from '../facts.ts'
import { systemClock } from '../system-clock.ts'
import { preferencesDependencies } from './dependencies.ts'
import { createPreferencesHandler } from './preferences.ts'

const env = await withSecrets(process.env, FACTS.preferences.secrets)

export const handler = createPreferencesHandler(preferencesDependencies(env, systemClock))
