import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundleHandler } from '#bench/bundles/bundle-handler.ts'
import { HANDLER_ENVIRONMENT, HANDLERS } from '#bench/bundles/environment.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'beforehand-bundle-'))
})
afterAll(() => rm(folder, { recursive: true }))

const source = (handler: string): string =>
  fileURLToPath(new URL(`../../functions/${handler}/handler.ts`, import.meta.url))

/** Loads a bundle where there is no node_modules, calls it with an envelope that is none, and says what it made of it. */
const probe = `
const { handler } = await import(process.env.PROBED)
const said = await handler({ no: 'envelope' }).then(() => 'answered', (error) => error.code)
process.stdout.write('\\n' + said)
process.exit(0)`

/** Nobody listens there: whoever asks the table finds it away. */
const NOWHERE = 'http://127.0.0.1:9'

describe('a bundle, as it is deployed', () => {
  it.each(HANDLERS)('%s stands alone: it loads, and answers by our own code', async (handler) => {
    const { file } = await bundleHandler(source(handler), join(folder, handler))
    expect(await load(file)).toMatch(/^(bad-envelope|answered|store-away)$/)
  })

  it('keeps react within 350 KB', async () => {
    const { bytes } = await bundleHandler(source('react'), join(folder, 'react-again'))
    expect(Math.ceil(bytes / 1024)).toBeLessThanOrEqual(350)
  })
})

function load(file: string): Promise<string> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', probe], {
    cwd: folder,
    env: { ...process.env, ...HANDLER_ENVIRONMENT, AWS_ENDPOINT_URL: NOWHERE, PROBED: pathToFileURL(file).href },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  let failed = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    failed += text
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    // What a handler logs comes before; the last line is ours.
    child.on('close', (code) => (code === 0 ? resolve(said.split('\n').at(-1) ?? '') : reject(new Error(failed))))
  })
}
