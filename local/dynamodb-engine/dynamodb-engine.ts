import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { TransientError } from '#engagement/errors.ts'
import { engineBinary } from './engine-binary.ts'
import { endStaleEngine, removeEngineRecord, writeEngineRecord } from './engine-record.ts'

export interface DynamoDbEngine {
  /** `http://127.0.0.1:<port>`; any region and credentials will do. */
  readonly endpoint: string
  readonly pid: number
  /** Resolves when the engine ended by itself, with what it last said: the host should stop. */
  readonly ended: Promise<string>
  stop(): Promise<void>
}

/**
 * The engine ends with its host, also when the host is killed: a watcher reads a pipe that only the host holds open.
 * `exec` makes the engine take the shell's place, so that the child's pid is the engine's.
 */
const SUPERVISE = 'exec 3<&0 </dev/null; (read -r _ <&3; kill -KILL $$) >/dev/null 2>&1 & exec 3<&-; exec "$@"'

const ATTEMPTS = 5
const READY_WITHIN_MS = 10_000
const STOP_WITHIN_MS = 2_000

/** Starts the embedded engine on a free port of 127.0.0.1. `dbPath`: SQLite file; in memory where absent. */
export async function startDynamoDbEngine(
  options: { readonly dbPath?: string; readonly port?: number } = {},
): Promise<DynamoDbEngine> {
  const binary = engineBinary()
  const dbPath = options.dbPath === undefined ? undefined : resolve(options.dbPath)
  if (dbPath !== undefined) {
    mkdirSync(dirname(dbPath), { recursive: true })
    await endStaleEngine(dbPath)
  }
  // Between choosing a free port and binding it somebody else may take it: try another.
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freePort())
    const started = await startOnce(binary, port, dbPath)
    if (started.kind === 'ready') return handleOf(started.child, port, started.said, dbPath)
    if (attempt === ATTEMPTS || options.port !== undefined) {
      throw new TransientError(
        'engine-not-started',
        `the DynamoDB engine did not start on port ${port}: ${started.said}`,
      )
    }
  }
}

type Started =
  | { readonly kind: 'ready'; readonly child: ChildProcess; readonly said: () => string }
  | { readonly kind: 'failed'; readonly said: string }

async function startOnce(binary: string, port: number, dbPath: string | undefined): Promise<Started> {
  const args = [
    'serve',
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
    ...(dbPath === undefined ? [] : ['--db-path', dbPath]),
  ]
  // Detached: Ctrl-C in a terminal goes to the host alone, which still needs the engine while it finishes.
  const child = spawn('/bin/sh', ['-c', SUPERVISE, 'dynamodb-engine', binary, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  })
  let said = ''
  const listen = (chunk: Buffer): void => {
    said = (said + chunk.toString()).slice(-2_000)
  }
  child.stdout.on('data', listen)
  child.stderr.on('data', listen)
  child.stdin.on('error', () => {
    // The watcher went with the engine; `exit` tells.
  })
  if (dbPath !== undefined && child.pid !== undefined) writeEngineRecord(dbPath, child.pid)
  if (await becomesReady(child, port, () => said.includes('listening')))
    return { kind: 'ready', child, said: () => said.trim() }
  child.kill('SIGKILL')
  if (dbPath !== undefined) removeEngineRecord(dbPath)
  return { kind: 'failed', said: said.trim() }
}

/** It says that it listens and answers `GET /` (7 ms on a warm disk): an answer alone may be somebody else's. */
async function becomesReady(child: ChildProcess, port: number, listens: () => boolean): Promise<boolean> {
  let gone = false
  child.once('exit', () => {
    gone = true
  })
  child.once('error', () => {
    gone = true
  })
  for (const deadline = performance.now() + READY_WITHIN_MS; performance.now() < deadline && !gone; ) {
    await sleep(4)
    if (!listens()) continue
    const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined)
    await answer?.body?.cancel()
    if (answer !== undefined) return !gone
  }
  return false
}

function handleOf(child: ChildProcess, port: number, said: () => string, dbPath: string | undefined): DynamoDbEngine {
  let stopping: Promise<void> | undefined
  const exited = new Promise<void>((done) => {
    if (child.exitCode !== null || child.signalCode !== null) done()
    else child.once('exit', () => done())
  })
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM')
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS)
    await exited
    clearTimeout(late)
    if (dbPath !== undefined) removeEngineRecord(dbPath)
  }
  return {
    endpoint: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    ended: exited.then(said),
    stop: () => (stopping ??= stop()),
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  const port = await new Promise<number>((found, failed) => {
    server.once('error', failed)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (address === null || typeof address === 'string') failed(new Error('no port was given'))
      else found(address.port)
    })
  })
  await new Promise<void>((closed) => server.close(() => closed()))
  return port
}
