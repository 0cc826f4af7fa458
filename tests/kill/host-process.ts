import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const START = fileURLToPath(new URL('../../local/start.ts', import.meta.url))

/** The host in a process of its own, so that it can be killed. */
export interface HostProcess {
  readonly url: string
  readonly said: readonly string[]
  /** As by power cut: no handler of the process runs. */
  kill(): Promise<void>
  /** SIGTERM; answers the exit code. */
  stop(): Promise<number | null>
}

export interface HostPlace {
  readonly dataDir: string
  readonly workflowsDir: string
  readonly clockStart?: string
  /** Any free one where absent. */
  readonly port?: string
}

/** Starts it on a free port; resolves with the ready line. Throws what it said where it ends before that. */
export async function startHostProcess(place: HostPlace): Promise<HostProcess> {
  const env = {
    ...process.env,
    PORT: place.port ?? '0',
    DATA_DIR: place.dataDir,
    WORKFLOWS_DIR: place.workflowsDir,
    ...(place.clockStart === undefined ? {} : { CLOCK_START: place.clockStart }),
  }
  const child = spawn(process.execPath, [START], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const said: string[] = []
  createInterface({ input: child.stderr }).on('line', (line) => said.push(line))
  const exited = new Promise<number | null>((done) => child.once('exit', (code) => done(code)))
  const url = await readyLine(child, exited, said)
  return {
    url,
    said,
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
    stop() {
      child.kill('SIGTERM')
      return exited
    },
  }
}

async function readyLine(
  child: ChildProcess,
  exited: Promise<number | null>,
  said: readonly string[],
): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  if (child.stdout === null) throw new Error('the host has no output')
  createInterface({ input: child.stdout }).on('line', (line) => {
    const url = /^Beforehand is ready: (\S+)/.exec(line)?.[1]
    if (url !== undefined) resolve(url)
  })
  void exited.then((code) => reject(new Error(`the host ended with ${code}: ${said.join('\n')}`)))
  return promise
}
