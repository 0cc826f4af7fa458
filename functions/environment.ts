import * as z from 'zod/mini'
import { PermanentError } from '#engagement/errors.ts'

/** Environment variables, as `process.env`. */
export type Environment = { readonly [name: string]: string | undefined }

/**
 * Reads what one function needs. Throws `PermanentError` `bad-settings` naming every variable that is missing or does not
 * fit, and the function; never a value, for some are secrets.
 */
export function readEnvironment<Settings>(schema: z.core.$ZodType<Settings>, env: Environment, name: string): Settings {
  const parsed = z.safeParse(schema, env)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => {
    const variable = issue.path.join('.')
    return env[variable] === undefined ? `${variable} is missing` : `${variable}: ${issue.message}`
  })
  throw new PermanentError('bad-settings', `${name} cannot start: ${problems.join('; ')}`)
}

/** A variable that must be there and not be empty. */
export const Required = z.string().check(z.minLength(1))
/** Secrets are 32 bytes or more, in whatever spelling. */
export const Secret = z.string().check(z.minLength(32, 'must have at least 32 characters'))
