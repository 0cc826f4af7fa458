import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { add, countScenarios, countVitest, judge, NONE, say } from '#tools/test/counts.ts'
import { runStage, type Stage } from '#tools/test/run-stage.ts'

const stage = (script: string, kind: Stage['kind'] = 'check', seconds = 20): Stage => ({
  name: 'planted',
  kind,
  command: [process.execPath, '-e', script],
  seconds,
})

describe('the total of npm test', () => {
  it('ends in a line that a machine can read', () => {
    expect(say({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed')
    expect(say(add({ passed: 3, failed: 1, skipped: 2 }, { ...NONE, passed: 1 }))).toBe('4 passed, 1 failed, 2 skipped')
  })

  it('counts a crash without a failed test as a failure', () => {
    expect(judge({ passed: 5, failed: 0, skipped: 0 }, 1)).toEqual({ passed: 5, failed: 1, skipped: 0 })
    expect(judge({ passed: 5, failed: 2, skipped: 0 }, 1)).toEqual({ passed: 5, failed: 2, skipped: 0 })
    expect(judge(NONE, 0)).toEqual(NONE)
  })

  it('counts what vitest reports, and nothing where it left no report', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'beforehand-counts-'))
    const report = join(folder, 'report.json')
    await writeFile(
      report,
      JSON.stringify({ numPassedTests: 4, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 }),
    )
    expect(await countVitest(report)).toEqual({ passed: 4, failed: 1, skipped: 3 })
    await rm(folder, { recursive: true })
    expect(await countVitest(report)).toEqual(NONE)
  })

  it('counts scenarios from the total that they end with', () => {
    expect(countScenarios('cart\n  ok  x\n\n7 passed, 2 failed\n')).toEqual({ passed: 7, failed: 2, skipped: 0 })
    expect(countScenarios('7 passed, 2 failed\nthen it crashed\n')).toEqual(NONE)
  })
})

describe('a stage', () => {
  it('passes and fails with its command', async () => {
    expect(await runStage(stage('process.exit(0)'), '.')).toMatchObject({ ok: true, counts: { passed: 1, failed: 0 } })
    expect(await runStage(stage('process.exit(3)'), '.')).toMatchObject({ ok: false, counts: { passed: 0, failed: 1 } })
  })

  it('fails where scenarios fail to run at all', async () => {
    expect(await runStage(stage('process.exit(1)', 'scenarios'), '.')).toMatchObject({
      ok: false,
      counts: { failed: 1 },
    })
  })

  it('is stopped, and fails, when it does not end', async () => {
    const outcome = await runStage(stage('setInterval(() => {}, 1000)', 'check', 0.3), '.')
    expect(outcome.ok).toBe(false)
    expect(outcome.output).toContain('Stopped: not done after 0.3 s.')
  })
})
