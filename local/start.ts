import { enableCompileCache } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { LogEntry } from '#functions/middleware/log.ts'

/** `npm start`: the host until SIGINT or SIGTERM. Exit code 1 where it cannot start or cannot go on. */

// Node 24 calls node:sqlite experimental; that one sentence is left out, everything else is still said.
process.removeAllListeners('warning')
process.on('warning', (warning) => {
  if (warning.name !== 'ExperimentalWarning' || !warning.message.includes('SQLite'))
    process.stderr.write(`${warning.name}: ${warning.message}\n`)
})

const say = (line: string): void => {
  process.stderr.write(`${line}\n`)
}
/** What events lead to. */
const tell = (line: string): void => {
  process.stdout.write(`${line}\n`)
}
/** The same is told of each event, with its name and its customer. */
const TOLD_BY_EVENTS: ReadonlySet<string> = new Set(['event quarantined', 'event not understood in part'])
const log = (entry: LogEntry): void => {
  if (entry.level !== 'info' && !TOLD_BY_EVENTS.has(entry.message)) say(JSON.stringify(entry))
}

// Compiled once per version of a file: a third of what a start takes.
enableCompileCache()

// After the listener above: the module that loads node:sqlite warns as it is loaded.
const { startHost } = await import('./host.ts')
const { readHostOptions } = await import('./options.ts')

const slow = setTimeout(() => say('Starting ...'), 1_500)
try {
  const root = dirname(dirname(fileURLToPath(import.meta.url)))
  const options = readHostOptions(process.env, root)
  const host = await startHost(options, { say, log, happened: tell })
  clearTimeout(slow)
  process.stdout.write(`Beforehand is ready: ${host.url} (mailbox ${host.url}/mailbox, data in ${options.dataDir})\n`)
  process.stdout.write(
    `What events lead to is shown here and on ${host.url}/log. The README has the first ones to send.\n`,
  )
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void host.stop().then(() => process.exit(0), fail))
  }
  void host.failed.then(async (reason) => {
    say(reason)
    await host.stop()
    process.exit(1)
  }, fail)
} catch (error) {
  clearTimeout(slow)
  fail(error)
}

function fail(error: unknown): never {
  say(error instanceof Error ? error.message : String(error))
  process.exit(1)
}
