import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import * as z from 'zod'
import { PermanentError } from '#engagement/errors.ts'

/** Who serves a database file: written beside it, read by the next start. `born`: start time as the kernel counts it. */
const EngineRecord = z.object({
  engine: z.object({ pid: z.int(), born: z.string() }),
  host: z.object({ pid: z.int(), born: z.string() }),
})
type Process = z.infer<typeof EngineRecord>['engine']

const fileOf = (dbPath: string): string => `${dbPath}.engine.json`

export function writeEngineRecord(dbPath: string, enginePid: number): void {
  const record = {
    engine: { pid: enginePid, born: bornAt(enginePid) ?? '' },
    host: { pid: process.pid, born: bornAt(process.pid) ?? '' },
  }
  writeFileSync(fileOf(dbPath), JSON.stringify(record))
}

export function removeEngineRecord(dbPath: string): void {
  rmSync(fileOf(dbPath), { force: true })
}

/**
 * Two engines must never serve one file. One whose host is gone is ended; one whose host lives is a mistake of the
 * caller: `engine-in-use`.
 */
export async function endStaleEngine(dbPath: string): Promise<void> {
  const record = readRecord(dbPath)
  if (record === undefined) return
  if (alive(record.engine)) {
    if (alive(record.host))
      throw new PermanentError(
        'engine-in-use',
        `${dbPath} is in use by process ${record.host.pid}. Stop it, or set another DATA_DIR.`,
      )
    await end(record.engine)
  }
  removeEngineRecord(dbPath)
}

function readRecord(dbPath: string): z.infer<typeof EngineRecord> | undefined {
  if (!existsSync(fileOf(dbPath))) return undefined
  const text = readFileSync(fileOf(dbPath), 'utf8')
  // A host that was killed while writing leaves half a record; the engine it names has not served anything yet.
  if (text === '') return undefined
  return EngineRecord.parse(JSON.parse(text))
}

async function end(engine: Process): Promise<void> {
  process.kill(engine.pid, 'SIGKILL')
  for (let waited = 0; alive(engine); waited += 5) {
    if (waited > 2_000) throw new PermanentError('engine-not-ended', `process ${engine.pid} does not end`)
    await sleep(5)
  }
}

/** The same process, not another one that was given its number since. */
function alive(process: Process): boolean {
  return process.born !== '' && bornAt(process.pid) === process.born
}

/** Field 22 of /proc/<pid>/stat; undefined where the process is gone or only waits to be reaped. */
function bornAt(pid: number): string | undefined {
  let stat: string
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    // Gone: that is the answer.
    return undefined
  }
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields[0] === 'Z' ? undefined : fields[19]
}
