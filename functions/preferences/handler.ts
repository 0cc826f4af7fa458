import { withSecrets } from '../connect/secrets.ts'
import { SECRETS } from '../secrets.ts'
import { systemClock } from '../system-clock.ts'
import { preferencesDependencies } from './dependencies.ts'
import { createPreferencesHandler } from './preferences.ts'

const env = await withSecrets(process.env, SECRETS.preferences)

export const handler = createPreferencesHandler(preferencesDependencies(env, systemClock))
