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

const LEAVING_MS = 500
const ENDING_MS = 2_000
const POLL_MS = 5

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
    // One that was killed a moment ago may still be leaving.
    if (!(await leaves(record.host, LEAVING_MS))) throw inUse(dbPath, record.host)
    if (alive(record.engine)) process.kill(record.engine.pid, 'SIGKILL')
    if (!(await leaves(record.engine, ENDING_MS)))
      throw new PermanentError('engine-not-ended', `process ${record.engine.pid} does not end`)
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

async function leaves(process: Process, withinMs: number): Promise<boolean> {
  for (let waited = 0; alive(process) && waited < withinMs; waited += POLL_MS) await sleep(POLL_MS)
  return !alive(process)
}

const inUse = (dbPath: string, host: Process): PermanentError =>
  new PermanentError('engine-in-use', `${dbPath} is in use by process ${host.pid}. Stop it, or set another DATA_DIR.`)

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
