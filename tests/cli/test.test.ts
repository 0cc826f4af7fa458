import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { copyOfWorkflows, type Edit, run } from './run.ts'

let workflows = ''
let edit: Edit
let remove: () => Promise<void>

beforeEach(async () => {
  ;({ folder: workflows, edit, remove } = await copyOfWorkflows())
})
afterEach(() => remove())

describe('beforehand test', () => {
  it('passes the scenarios that ship and ends in the total', async () => {
    const { code, out } = await run(['test', 'cart-abandonment'])
    expect(out.split('\n').at(-1)).toMatch(/^\d+ passed, 0 failed$/)
    expect(code).toBe(0)
  })

  it('shows what was expected and what happened instead, with the place and the decisions', async () => {
    const file = 'cart-abandonment/scenarios.yaml'
    await edit(file, '2026-11-21T11:02:00+09:00', '2026-11-21T12:02:00+09:00')
    await edit(file, 'subject: カゴの中身は保存してあります', 'subject: 別の件名')
    const { code, out } = await run(['test', 'cart-abandonment'], { workflows })
    expect(code).toBe(1)
    expect(out).toContain('FAILED  a newcomer is reminded after an hour')
    expect(out).toContain(`${file}:2`)
    expect(out).toContain('-   at: 2026-11-21T12:02:00+09:00')
    expect(out).toContain('+   at: 2026-11-21T11:02:00+09:00')
    expect(out).toContain('-   subject: 別の件名')
    expect(out).toContain('+   subject: カゴの中身は保存してあります')
    expect(out).toContain('entered [')
    expect(out.split('\n').at(-1)).toMatch(/^\d+ passed, 1 failed$/)
  })

  it('fails where a message is sent that nobody expected, and where one is missing', async () => {
    const file = 'cart-abandonment/scenarios.yaml'
    await edit(file, 'send: last-word-newcomer', 'send: last-word-regular')
    const { out } = await run(['test', 'cart-abandonment'], { workflows })
    expect(out).toContain('- expected  { send: last-word-regular')
    expect(out).toContain('+ also sent  last-word-newcomer')
  })

  it('fails where no decision was left as expected', async () => {
    await edit('cart-abandonment/scenarios.yaml', '- { decision: ended }', '- { decision: flagged }')
    const { out, code } = await run(['test', 'cart-abandonment'], { workflows })
    expect(out).toContain('- expected  a decision { decision: flagged }')
    expect(code).toBe(1)
  })

  it('names the steps and ways that no scenario reaches', async () => {
    await edit(
      'cart-abandonment/workflow.yaml',
      '\nsteps:',
      '\nsteps:\n  - branch:\n      - if: { field: profile.country, equals: FR }\n        steps: [{ end: french }]',
    )
    const { out } = await run(['test', 'cart-abandonment'], { workflows })
    expect(out).toContain('No scenario reaches')
    expect(out).toContain('cart-abandonment  step 1.if1.1 (end french)')
    expect(out).toContain('cart-abandonment  way 1 if1')
    expect((await run(['test', 'cart-abandonment', '--strict'], { workflows })).code).toBe(1)
  })

  it('answers as JSON where a machine asks', async () => {
    const { out } = await run(['test', 'cart-abandonment', '--json'], { workflows })
    expect(JSON.parse(out)).toMatchObject({
      failed: 0,
      workflows: [{ workflow: 'cart-abandonment', unreached: { steps: [] } }],
    })
  })

  it('plays nothing where a workflow has an error, and shows the error', async () => {
    await edit('cart-abandonment/workflow.yaml', 'when_running:', 'when_runing:')
    const { code, err } = await run(['test'], { workflows })
    expect(code).toBe(2)
    expect(err).toContain('cart-abandonment/workflow.yaml:')
    expect(err).toContain('Playing scenarios needs workflows without errors')
  })

  it('fails where there is no scenario at all', async () => {
    await rm(join(workflows, 'cart-abandonment/scenarios.yaml'))
    const { code, out } = await run(['test', 'cart-abandonment'], { workflows })
    expect(out).toContain('no scenarios')
    expect(code).toBe(1)
  })
})
