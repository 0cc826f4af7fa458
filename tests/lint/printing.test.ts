import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'beforehand-printing-'))
  const test = { globals: true, setupFiles: [join(root, 'tests/fail-on-console.ts')] }
  await writeFile(join(folder, 'vitest.config.js'), `export default ${JSON.stringify({ test })}\n`)
  await writeFile(join(folder, 'loud.test.js'), "it('prints', () => console.log('psst'))\n")
  await writeFile(join(folder, 'quiet.test.js'), "it('asserts', () => expect(1).toBe(1))\n")
})
afterAll(() => rm(folder, { recursive: true }))

it('fails a test that prints to the console', async () => {
  const { code, output } = await run('loud')
  expect(output).toContain('console.log: psst')
  expect(code).toBe(1)
})

it('passes a test that does not', async () => {
  expect((await run('quiet')).code).toBe(0)
})

function run(name: string): Promise<{ code: number; output: string }> {
  const args = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--root', folder, name]
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      args,
      { cwd: root, env: { ...process.env, NO_COLOR: '1' } },
      (_, out, err) => resolve({ code: child.exitCode ?? -1, output: out + err }),
    )
  })
}
