import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Host, startHost } from '#local/host.ts'
import { blocksOf } from '../docs/markdown.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const run = promisify(execFile)

/** The commands of README that end in a mail: those of the block that moves the clock. */
async function firstCommands(): Promise<readonly string[]> {
  const blocks = blocksOf(await readFile(join(ROOT, 'README.md'), 'utf8'), 'sh')
  return (blocks.find((block) => block.includes('/clock')) ?? '').split('\n').filter((line) => line !== '')
}

// At any hour at which somebody may try it: by night the mail waits for the morning.
describe.each(['2026-11-24T10:00:00+09:00', '2026-11-25T02:00:00+09:00'])('who follows README at %s', (start) => {
  const said: string[] = []
  const happened: string[] = []
  let host: Host
  let folder: string
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'beforehand-readme-'))
    const options = {
      port: 0,
      dataDir: join(folder, 'data'),
      workflowsDir: join(ROOT, 'workflows'),
      clockStart: Date.parse(start),
      watch: false,
    }
    const say = (line: string): void => void said.push(line)
    host = await startHost(options, { say, log: () => {}, happened: (line) => void happened.push(line) })
  })
  afterAll(async () => {
    await host.stop()
    rmSync(folder, { recursive: true })
  })

  it('sees a mail in the mailbox, and is told on the way what is waited for', async () => {
    const told: string[] = []
    const commands = await firstCommands()
    expect(commands).toHaveLength(3)
    for (const command of commands) {
      const { stdout } = await run('bash', ['-c', command.replace('http://127.0.0.1:4100', host.url)], {
        cwd: ROOT,
        env: {
          ...process.env,
          PATH: `${dirname(process.execPath)}:${process.env['PATH']}`,
          PORT: new URL(host.url).port,
        },
      })
      told.push(stdout)
    }
    expect(told[1]).toContain('cart-abandonment: entered')
    expect(told[1]).toMatch(/waits until .*Asia\/Tokyo\), then .* unless Order Completed/)
    const letters: unknown = await (await fetch(`${host.url}/mailbox/messages`)).json()
    expect(letters).toContainEqual(expect.objectContaining({ to: 'hana@example.jp', workflow: 'cart-abandonment' }))
    const page = await (await fetch(`${host.url}/mailbox`)).text()
    expect(page).toContain('sent: the provider took email')
    expect(happened.join('\n')).toMatch(/✉ {2}cart-abandonment: email ".*" was sent/)
    expect(said).toEqual([])
  })
})

it('tells somebody whose customer never agreed to anything why nothing is sent, before and when it is not', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'beforehand-readme-'))
  const happened: string[] = []
  const host = await startHost(
    {
      port: 0,
      dataDir: join(folder, 'data'),
      workflowsDir: join(ROOT, 'workflows'),
      clockStart: Date.parse('2026-11-24T10:00:00+09:00'),
      watch: false,
    },
    { say: () => {}, log: () => {}, happened: (line) => void happened.push(line) },
  )
  const [, event = '', clock = ''] = await firstCommands()
  const env = {
    ...process.env,
    PATH: `${dirname(process.execPath)}:${process.env['PATH']}`,
    PORT: new URL(host.url).port,
  }
  const { stdout } = await run('bash', ['-c', event], { cwd: ROOT, env })
  await run('bash', ['-c', clock.replace('http://127.0.0.1:4100', host.url)], { cwd: ROOT, env })
  await host.stop()
  rmSync(folder, { recursive: true })
  expect(stdout).toContain('as things stand nothing will be sent then: they never said yes to this topic')
  expect(happened.join('\n')).toContain('"reminder-newcomer" is not sent: they never said yes to this topic')
})
