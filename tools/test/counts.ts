import { readFile } from 'node:fs/promises'
import * as z from 'zod'

/** How many checks came out how. */
export interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

export const NONE: Counts = { passed: 0, failed: 0, skipped: 0 }

export const add = (a: Counts, b: Counts): Counts => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
})

/** `12 passed, 0 failed`, with the skipped where there are any. */
export function say({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

/** A command that failed without saying in which check (a file that does not load, a crash) is one failure. */
export function judge(counts: Counts, exitCode: number): Counts {
  if (exitCode === 0 || counts.failed > 0) return counts
  return { ...counts, failed: 1 }
}

const VitestReport = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
})

/** Reads the file that vitest's JSON reporter leaves; nothing where it died before writing one. */
export async function countVitest(file: string): Promise<Counts> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) return NONE
  const report = VitestReport.parse(JSON.parse(text))
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

const TOTAL = /^(\d+) passed, (\d+) failed$/

/** Reads the last line of `beforehand test`; nothing where it ended before it came to a total. */
export function countScenarios(output: string): Counts {
  const [, passed, failed] = TOTAL.exec(output.trimEnd().split('\n').at(-1) ?? '') ?? []
  if (passed === undefined || failed === undefined) return NONE
  return { passed: Number(passed), failed: Number(failed), skipped: 0 }
}
