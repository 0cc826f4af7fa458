import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EVENT_WARNINGS } from '#engagement/customer/event-warning.ts'
import { type Host, startHost } from '#local/host.ts'
import { createEmitter } from '../../workflows/schemas/events.ts'
import { blocksOf } from '../docs/markdown.ts'
import { eventBridge } from './running-host.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const run = promisify(execFile)

let host: Host
let folder: string
let page: string
beforeAll(async () => {
  page = await readFile(join(ROOT, 'docs', 'send-events.md'), 'utf8')
  folder = mkdtempSync(join(tmpdir(), 'beforehand-send-'))
  const options = { port: 0, dataDir: join(folder, 'data'), workflowsDir: join(ROOT, 'workflows'), watch: false }
  host = await startHost(options, { say: () => {}, log: () => {} })
})
afterAll(async () => {
  await host.stop()
  rmSync(folder, { recursive: true })
})

const get = async (path: string): Promise<unknown> => (await fetch(host.url + path)).json()
const settled = () => fetch(`${host.url}/clock`, { method: 'POST', body: '{"advance":"1s"}' })

describe('docs/send-events.md', () => {
  it('has an example of about ten lines that runs as it stands, and is understood', async () => {
    const [code = ''] = blocksOf(page, 'js')
    expect(code.trim().split('\n').length).toBeLessThanOrEqual(12)
    writeFileSync(join(folder, 'example.mjs'), code.replaceAll('http://127.0.0.1:4100', host.url))
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
    const { stdout } = await run(process.execPath, [join(folder, 'example.mjs')])
    expect(stdout).not.toContain('ErrorCode')
    await settled()
    expect(await get('/customers/hana/timeline')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ event: 'identify' }),
        expect.objectContaining({ event: 'Product Added' }),
        expect.objectContaining({ kind: 'decision', workflow: 'cart-abandonment', verdict: 'entered' }),
      ]),
    )
    expect(JSON.stringify(await get('/customers/hana/timeline'))).not.toContain('"warnings"')
  })

  it('has entries for the AWS CLI that are taken and understood', async () => {
    const Entries = JSON.parse(blocksOf(page, 'json')[0] ?? '')
    const client = eventBridge(host.url)
    const answer = await client.send(new PutEventsCommand({ Entries }))
    client.destroy()
    expect(answer.FailedEntryCount).toBe(0)
    await settled()
    const { lines } = (await get('/log.json?message=o-1001')) as { lines: readonly { warnings?: readonly object[] }[] }
    expect(lines[0]?.warnings).toEqual([])
  })

  it('explains every warning and every code of the quarantine', async () => {
    for (const code of EVENT_WARNINGS) expect(page).toContain(`\`${code}\``)
    const source = await readFile(join(ROOT, 'engagement', 'customer', 'refusal.ts'), 'utf8')
    const union = /export type QuarantineCode =([\s\S]*?)\n\n/.exec(source)?.[1] ?? ''
    const codes = [...union.matchAll(/'([a-z-]+)'/g)].map(([, code]) => code)
    expect(codes.length).toBeGreaterThan(10)
    expect(codes.filter((code) => !page.includes(`\`${code}\``))).toEqual([])
  })
})

describe('the typed emitter', () => {
  it('reaches the customer through the real client, once however often it is sent', async () => {
    const client = eventBridge(host.url)
    const { emit } = createEmitter({ client, source: 'shop' })
    const failed = {
      event: 'Payment Failed',
      userId: 'ken',
      timestamp: new Date(0),
      properties: { order_id: 'o-1' },
    } as const
    expect(await emit({ event: 'identify', userId: 'ken', traits: { email: 'ken@example.com' } }, failed)).toEqual([])
    expect(await emit(failed)).toEqual([])
    client.destroy()
    await settled()
    const timeline = (await get('/customers/ken/timeline')) as { kind: string; event?: string; warnings?: object[] }[]
    const events = timeline.filter(({ kind }) => kind === 'event')
    expect(events.map(({ event }) => event)).toEqual(['Payment Failed', 'identify'])
    expect(events.flatMap(({ warnings = [] }) => warnings)).toEqual([])
  })

  it('answers with what the host refuses', async () => {
    const client = eventBridge(host.url)
    const nobody = { event: 'Payment Failed', userId: ' ', properties: {} } as const
    const refused = await createEmitter({ client, source: 'shop' }).emit(nobody)
    client.destroy()
    expect(refused).toMatchObject([{ emitted: nobody, code: 'missing-identity' }])
  })
})
