import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { complaining, readLock } from './engines/lock.ts'

/**
 * `npm run engines`, after an upgrade: npm judges packages by the Node that runs npm, which may be older than the one that
 * this repository brings along and runs by. Takes from the lockfile what those ask that need more than npm does; whether
 * they run on the Node that is brought along is a test (tests/unit/tools/engines.test.ts).
 */
const root = fileURLToPath(new URL('..', import.meta.url))
const lock = readLock(root)
for (const path of complaining(lock)) delete lock.packages[path]?.engines
writeFileSync(`${root}/package-lock.json`, `${JSON.stringify(lock, null, 2)}\n`)
