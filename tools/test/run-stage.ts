import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Counts, countScenarios, countVitest, judge } from './counts.ts'

/** One command of `npm test`. `check`: passes or fails as a whole; the others count what they ran. */
export interface Stage {
  readonly name: string
  readonly kind: 'check' | 'vitest' | 'scenarios'
  /** A command of node_modules/.bin (or `node`) with its arguments. */
  readonly command: readonly [string, ...string[]]
  /** What to do when it fails. */
  readonly hint?: string
  /** Stopped, and failed, after this many seconds. */
  readonly seconds: number
}

export interface Outcome {
  readonly counts: Counts
  readonly ok: boolean
  readonly output: string
  readonly ms: number
}

export async function runStage(stage: Stage, cwd: string): Promise<Outcome> {
  const start = performance.now()
  const folder = await mkdtemp(join(tmpdir(), 'beforehand-test-'))
  try {
    const report = join(folder, 'report.json')
    const reporting = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    const [program, ...args] = stage.command
    const ended = await run(program, stage.kind === 'vitest' ? [...args, ...reporting] : args, stage.seconds, cwd)
    const counts = judge(await count(stage, ended, report), ended.code)
    return { counts, ok: counts.failed === 0, output: ended.output, ms: performance.now() - start }
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function count(stage: Stage, ended: Ended, report: string): Promise<Counts> {
  switch (stage.kind) {
    case 'check':
      return { passed: ended.code === 0 ? 1 : 0, failed: ended.code === 0 ? 0 : 1, skipped: 0 }
    case 'vitest':
      return countVitest(report)
    case 'scenarios':
      return countScenarios(ended.stdout)
  }
}

interface Ended {
  readonly code: number
  readonly stdout: string
  /** Everything in the order in which it was said. */
  readonly output: string
}

/** Colours only where somebody looks. Child processes see a pipe, so they have to be told. */
const { FORCE_COLOR: _, ...plain } = process.env
const env =
  process.stdout.isTTY && !process.env['NO_COLOR'] ? { ...plain, FORCE_COLOR: '1' } : { ...plain, NO_COLOR: '1' }

/** Runs in a process group of its own, so that what it started ends with it. */
function run(program: string, args: readonly string[], seconds: number, cwd: string): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
    let stdout = ''
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
      output += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
    const late = setTimeout(() => {
      output += `\nStopped: not done after ${seconds} s.\n`
      stopGroup(child.pid)
    }, seconds * 1000)
    child.on('error', reject)
    child.on('close', (code) => {
      clearTimeout(late)
      resolve({ code: code ?? 1, stdout, output })
    })
  })
}

function stopGroup(pid: number | undefined): void {
  if (pid !== undefined) process.kill(-pid, 'SIGKILL')
}
