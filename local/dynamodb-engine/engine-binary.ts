import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { PermanentError } from '#engagement/errors.ts'

/** Path of the embedded engine's binary for this machine. Throws `engine-not-available` where there is none. */
export function engineBinary(platform: string = process.platform, arch: string = process.arch): string {
  const name = `@dynoxide/${platform}-${arch}`
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), 'dynoxide')
  } catch (cause) {
    throw notAvailable(name, cause)
  }
}

const notAvailable = (name: string, cause: unknown): PermanentError =>
  new PermanentError(
    'engine-not-available',
    `There is no embedded DynamoDB engine for this machine (${name} is not installed). ` +
      'Run any DynamoDB-compatible engine yourself and set DYNAMODB_ENDPOINT to its address, such as http://127.0.0.1:8000.',
    { cause },
  )
