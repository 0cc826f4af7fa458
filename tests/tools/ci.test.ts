import { spawn } from 'node:child_process'
import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

/** What `npm` says and how it ends, by the script that it is asked for. */
interface Npm {
  readonly [script: string]: readonly [said: string, code: number]
}

const WELL: Npm = {
  audit: ['nothing known\n1 passed, 0 failed', 0],
  test: ['stages ...\n\n40 passed, 0 failed, 2 skipped', 0],
  'test:kill': ['4 passed, 0 failed', 0],
  'test:package': ['8 passed, 0 failed', 0],
  'mutation -- --minutes 8 --quiet': ['engagement 90.0%\n7 passed, 0 failed', 0],
  'seeds -- --saved --customers 8000': ['5000 customer-days a minute\n\n3 passed, 0 failed', 0],
}

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'beforehand-ci-'))
  await cp(fileURLToPath(new URL('../../.ci', import.meta.url)), join(folder, '.ci'), { recursive: true })
  await mkdir(join(folder, 'bin'))
})
afterEach(() => rm(folder, { recursive: true }))

/** Runs `.ci/run` with an `npm` that only pretends. */
async function ci(npm: Npm, install = 0): Promise<{ code: number; last: string }> {
  const cases = Object.entries(npm).map(
    ([script, [said, code]]) => `"run --silent ${script}") printf '%s\\n' '${said}'; exit ${code};;`,
  )
  await writeFile(
    join(folder, 'bin/npm'),
    `#!/usr/bin/env bash\ncase "$*" in ci*) exit ${install};;\n${cases.join('\n')}\nesac\n`,
  )
  await chmod(join(folder, 'bin/npm'), 0o755)
  const child = spawn('bash', [join(folder, '.ci/run')], {
    env: { ...process.env, BEFOREHAND_SEED_MINUTES: '', PATH: `${folder}/bin:${process.env['PATH']}` },
  })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  return new Promise((resolve) =>
    child.on('close', (code) => resolve({ code: code ?? -1, last: said.trimEnd().split('\n').at(-1) ?? '' })),
  )
}

describe('.ci/run', () => {
  it('ends in the total of all that ran', async () => {
    expect(await ci(WELL)).toEqual({ code: 0, last: '63 passed, 0 failed, 2 skipped' })
  })

  it('fails, and says how many failed, where a test fails', async () => {
    expect(await ci({ ...WELL, test: ['38 passed, 2 failed', 1] })).toEqual({ code: 1, last: '61 passed, 2 failed' })
  })

  it('fails where the kill test fails, and still tells the total', async () => {
    expect(await ci({ ...WELL, 'test:kill': ['3 passed, 1 failed', 1] })).toMatchObject({
      code: 1,
      last: '62 passed, 1 failed, 2 skipped',
    })
  })

  it('counts a command that ends without a total as a failure, whatever its exit code', async () => {
    expect(await ci({ ...WELL, test: ['Segmentation fault', 0] })).toEqual({ code: 1, last: '23 passed, 1 failed' })
  })

  it('fails where a seed breaks a law', async () => {
    const broken = { 'seeds -- --saved --customers 8000': ['Seed 7 breaks a law\n\n2 passed, 1 failed', 1] } as const
    expect(await ci({ ...WELL, ...broken })).toEqual({ code: 1, last: '62 passed, 1 failed, 2 skipped' })
  })

  it('fails on findings of the audit', async () => {
    expect(await ci({ ...WELL, audit: ['high: bad <2\n0 passed, 1 failed', 1] })).toMatchObject({ code: 1 })
  })

  it('goes no further where the installation fails', async () => {
    expect((await ci(WELL, 1)).code).not.toBe(0)
  })
})
