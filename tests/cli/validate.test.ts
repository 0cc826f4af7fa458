import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { copyOfWorkflows, type Edit, run } from './run.ts'

let workflows = ''
let edit: Edit
let remove: () => Promise<void>

beforeEach(async () => {
  ;({ folder: workflows, edit, remove } = await copyOfWorkflows())
})
afterEach(() => remove())

describe('beforehand validate', () => {
  it('passes the workflows that ship', async () => {
    const { code, out } = await run(['validate'])
    expect(out).toMatch(/^ok {2}\d+ workflows, \d+ events, \d+ promises/)
    expect(code).toBe(0)
  })

  it('shows every error at once, each with file, line, column, the line itself and a caret under the place', async () => {
    await edit('cart-abandonment/workflow.yaml', 'when_running:', 'when_runing:')
    await edit('payment-failing/workflow.yaml', 'class: service', 'class: servce')
    const { code, out } = await run(['validate'], { workflows })
    expect(code).toBe(1)
    const lines = out.split('\n')
    const at = lines.findIndex((line) => line.includes('cart-abandonment/workflow.yaml:'))
    expect(lines[at]).toMatch(/cart-abandonment\/workflow\.yaml:\d+:1 error /)
    expect(lines[at + 1]).toMatch(/^\d+ \| when_runing: /)
    expect(lines[at + 2]?.indexOf('^')).toBe(lines[at + 1]?.indexOf('when_runing'))
    expect(lines[at + 3]).toContain('when_running')
    expect(out).toContain('payment-failing/workflow.yaml:')
    expect(lines.at(-1)).toMatch(/^[2-9]\d* errors and \d+ warnings? in 2 files$/)
  })

  it('puts the caret under the place when the line is Japanese', async () => {
    await edit('cart-abandonment/workflow.yaml', 'steps:', 'steps: [] # 送る\n日本語: { 送る: 1 }\nsteps_:')
    const { out } = await run(['validate'], { workflows })
    expect(out).toMatch(/\| 日本語: \{ 送る: 1 \}\n +\| \^/)
  })

  it('answers as JSON where a machine asks', async () => {
    await edit('cart-abandonment/workflow.yaml', 'when_running:', 'when_runing:')
    const { code, out } = await run(['validate', '--json'], { workflows })
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({
      ok: false,
      problems: [{ severity: 'error', file: 'cart-abandonment/workflow.yaml', column: 1 }],
    })
  })

  it('has no colours where nobody looks, and some where somebody does', async () => {
    const colour = String.fromCharCode(27)
    expect((await run(['validate'])).out).not.toContain(colour)
    expect((await run(['validate'], { colored: true })).out).toContain(colour)
  })

  it('says what to do where there are no workflows', async () => {
    const { code, err } = await run(['validate', '--workflows', '/nowhere/at/all'])
    expect(code).toBe(2)
    expect(err).toContain('There is no folder /nowhere/at/all')
  })
})
