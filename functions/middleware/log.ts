/**
 * What may be said about a happening: ids, codes and counts. Never a trait, an address or an error's message, which may
 * quote them: that is why the members are closed.
 */
export interface LogEntry {
  readonly level: 'info' | 'warn' | 'error'
  /** Stable words, without values. */
  readonly message: string
  readonly function?: string
  readonly code?: string
  /** Class of an error. */
  readonly error?: string
  /** Places in the code, without the error's message. */
  readonly stack?: readonly string[]
  readonly recordId?: string
  readonly messageId?: string
  readonly customerId?: string
  readonly requestId?: string
  readonly records?: number
  readonly failures?: number
  readonly count?: number
}
export type Log = (entry: LogEntry) => void

/** One JSON line per entry. `sink` writes a line; the process's own output where absent. */
export function createLog(sink: (line: string) => void = (line) => process.stdout.write(`${line}\n`)): Log {
  return (entry) => sink(JSON.stringify(entry))
}

/** What may be said of an error: class, code and places, never its message. */
export function describeError(error: unknown): Pick<LogEntry, 'error' | 'code' | 'stack'> {
  if (!(error instanceof Error)) return { error: typeof error }
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {}
  return { error: error.constructor.name, ...code, stack: placesOf(error) }
}

function placesOf(error: Error): readonly string[] {
  const lines = (error.stack ?? '').split('\n').map((line) => line.trim())
  return lines.filter((line) => /^at .+:\d+:\d+\)?$/.test(line)).slice(0, 8)
}
