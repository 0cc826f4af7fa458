import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Coverage, coverageOf } from './coverage.ts'
import { findMutants } from './find-mutants.ts'
import { instrument } from './instrument.ts'
import type { Mutant } from './mutant.ts'
import { parse } from './syntax.ts'
import { type Tried, tryMutants } from './try-mutants.ts'
import type { Report, Start } from './worker/messages.ts'
import { startWorker, type Worker } from './worker-process.ts'

export interface Plan {
  readonly root: string
  /** What is mutated, as paths in the project. */
  readonly sources: readonly string[]
  /** What the tests run beside it: its loops are watched as well, for a mutant may keep them from ending. */
  readonly around: readonly string[]
  /** The tests that may kill. */
  readonly tests: readonly string[]
  readonly workers: number
  /** Which of the mutants are tried, in which order. */
  readonly choose: (mutants: readonly Mutant[]) => readonly Mutant[]
  /** Enough has been tried. */
  readonly until?: () => boolean
  /** Survivors of such a folder are news: they are tried with every test that reaches them, however long it takes. */
  readonly isDone?: (mutant: Mutant) => boolean
  readonly tell: Telling
}

export interface Telling {
  readonly found: (mutants: number, files: number) => void
  readonly covered: (done: number, of: number) => void
  readonly trying: (of: number, coverage: Coverage) => void
  readonly tried: (tried: Tried) => void
}

export interface Ran {
  readonly mutants: readonly Mutant[]
  readonly tried: readonly Tried[]
  readonly coverage: Coverage
}

/** A test file that loads and runs for longer than this hangs. */
const COVER_MS = 120_000

/** Writes the sources with all mutants in them, learns which test reaches which, and tries them. */
export async function runMutation(plan: Plan): Promise<Ran> {
  const folder = await mkdtemp(join(tmpdir(), 'beforehand-mutation-'))
  const workers: Worker[] = []
  try {
    const mutants = await plant(plan, folder)
    const start: Start = {
      root: plan.root,
      instrumented: folder,
      written: [...plan.sources, ...plan.around],
      mutants: mutants.length,
      files: plan.tests,
    }
    for (let each = 0; each < plan.workers; each += 1) workers.push(startWorker(start))
    plan.tell.found(mutants.length, plan.sources.length)
    const coverage = coverageOf(await cover(plan, workers), plan.tests, mutants)
    const chosen = plan.choose(mutants)
    plan.tell.trying(chosen.length, coverage)
    const tried = await tryMutants(chosen, coverage, workers, plan)
    return { mutants, tried, coverage }
  } finally {
    for (const worker of workers) worker.stop()
    await rm(folder, { recursive: true })
  }
}

async function plant({ root, sources, around }: Plan, folder: string): Promise<readonly Mutant[]> {
  const mutants: Mutant[] = []
  const write = async (file: string, text: string): Promise<void> => {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await writeFile(join(folder, file), text)
  }
  for (const file of sources) {
    const parsed = parse(await readFile(join(root, file), 'utf8'))
    const found = findMutants(file, parsed, mutants.length)
    mutants.push(...found.mutants)
    await write(file, instrument(parsed.code, found.edits, found.turns))
  }
  for (const file of around) {
    const parsed = parse(await readFile(join(root, file), 'utf8'))
    await write(file, instrument(parsed.code, [], findMutants(file, parsed, 0).turns))
  }
  return mutants
}

async function cover({ tests, tell }: Plan, workers: readonly Worker[]): Promise<readonly Report[]> {
  const reports: Report[] = []
  const queue = tests.keys()
  await Promise.all(
    workers.map(async (worker) => {
      for (const file of queue) {
        const report = await worker.ask({ kind: 'cover', file }, COVER_MS)
        reports.push(report ?? { kind: 'unloadable', file, error: 'hangs' })
        tell.covered(reports.length, tests.length)
      }
    }),
  )
  return reports
}
