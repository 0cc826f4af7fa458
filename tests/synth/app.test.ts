import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
let output = ''
beforeAll(async () => {
  output = await mkdtemp(join(tmpdir(), 'beforehand-synth-'))
})
afterAll(() => rm(output, { recursive: true }))

describe('cdk synth', () => {
  it('works offline with the command line that package.json pins, and cdk-nag finds nothing', async () => {
    const cdk = join(root, 'node_modules/aws-cdk/bin/cdk')
    const { code, said } = await run([cdk, 'synth', '--quiet', '--output', output])
    expect(code, said).toBe(0)
    const files = await readdir(output)
    for (const part of ['data', 'engine', 'edge']) expect(files).toContain(`beforehand-dev-${part}.template.json`)
  })
})

describe('the app', () => {
  it('says in one line what is to be put right, and fails', async () => {
    const context = { CDK_CONTEXT_JSON: JSON.stringify({ env: 'staging' }), CDK_OUTDIR: join(output, 'refused') }
    const { code, said } = await run([join(root, 'infra/app.ts')], context)
    expect(said).toBe('env: "staging" is none of dev, prod.\n')
    expect(code).toBe(1)
  })

  it('fails with a finding of cdk-nag that nobody has answered for', async () => {
    const { code, said } = await run([join(root, 'tests/synth/planted-finding.ts')], {
      CDK_OUTDIR: join(output, 'planted'),
    })
    expect(said).toContain('AwsSolutions-IAM5[Action::dynamodb:*]')
    expect(code).not.toBe(0)
  })
})

/** A proxy that is not there: whatever is fetched fails. */
const OFFLINE = { HTTPS_PROXY: 'http://127.0.0.1:9', CI: 'true' }

function run(args: readonly string[], env: object = {}): Promise<{ readonly code: unknown; readonly said: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [...args],
      { cwd: root, env: { ...process.env, ...OFFLINE, ...env } },
      (error, out, err) => resolve({ code: error === null ? 0 : error.code, said: out + err }),
    )
  })
}
