import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Order, Report, Start } from './worker/messages.ts'

/** A worker that is started again where it hangs, dies or has grown, so that one mutant takes down no other. */
export interface Worker {
  /** Undefined: it did not answer in time, or died of it. */
  readonly ask: (order: Order, ms: number) => Promise<Report | undefined>
  readonly renew: () => void
  readonly stop: () => void
}

const PROGRAM = fileURLToPath(new URL('./worker/worker.ts', import.meta.url))

/** Until its first answer it also loads what it needs, on a machine that may be busy. */
const BEGINS_MS = 240_000

/** Modules that were loaded once stay in memory: after so many graphs it starts anew. */
const GRAPHS = 60

export function startWorker(start: Start): Worker {
  let child: ChildProcess | undefined
  let graphs = 0
  let isNew = true

  const stop = (): void => {
    child?.removeAllListeners()
    child?.kill('SIGKILL')
    child = undefined
    graphs = 0
    isNew = true
  }

  const ready = async (): Promise<ChildProcess> => {
    if (child !== undefined) return child
    const begun = fork(PROGRAM, [JSON.stringify(start)], {
      cwd: start.root,
      execArgv: ['--no-warnings', '--max-old-space-size=3000'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    child = begun
    const first = await answer(begun, BEGINS_MS)
    if (first?.kind !== 'ready') throw new Error('A worker does not start.')
    return begun
  }

  const ask = async (order: Order, ms: number): Promise<Report | undefined> => {
    const to = await ready()
    if (order.kind === 'try' && order.fresh) graphs += 1
    const answered = answer(to, isNew ? BEGINS_MS + ms : ms)
    isNew = false
    to.send(order)
    const report = await answered
    if (report === undefined || graphs >= GRAPHS) stop()
    return report
  }

  return { ask, renew: stop, stop }
}

function answer(child: ChildProcess, ms: number): Promise<Report | undefined> {
  return new Promise((resolve) => {
    const end = (report: Report | undefined): void => {
      clearTimeout(late)
      child.off('message', onMessage)
      child.off('exit', onExit)
      resolve(report)
    }
    const onMessage = (report: Report): void => end(report)
    const onExit = (): void => end(undefined)
    const late = setTimeout(() => end(undefined), ms)
    child.once('message', onMessage)
    child.once('exit', onExit)
  })
}
