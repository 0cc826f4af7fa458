import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Real material that is not part of the project; `SHARED_DATA` names its folder. Undefined where it is absent. */
export function sharedFile(...path: readonly string[]): string | undefined {
  const file = join(process.env['SHARED_DATA'] ?? '../shared/data', ...path)
  return existsSync(file) ? file : undefined
}

/** Says plainly why a test is skipped; written past the console, which tests may not use. */
export function sayAbsent(what: string): void {
  process.stderr.write(`SKIPPED: ${what} is not in ../shared/data (or SHARED_DATA): its replay did not run\n`)
}
