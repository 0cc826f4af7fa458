import { readFile, writeFile } from 'node:fs/promises'
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

const CART = 'cart-abandonment'

/** Plays one scenario beside the cart's workflow: a cart at 10:02, reminded at 11:02. */
async function play(rest: string, options: readonly string[] = []): ReturnType<typeof run> {
  const text = `- scenario: one
  customer: { locale: en, timezone: Asia/Tokyo, country: JP, email: k@example.jp, consent: { shopping: granted } }
  given:
    - { at: 2026-11-21T10:02:00+09:00, event: Product Added, with: { cart_id: c1, name: Teapot, price: 8000, currency: JPY } }
  until: 2026-11-21T12:00:00+09:00
${rest}`
  await writeFile(join(workflows, CART, 'scenarios.yaml'), text)
  return run(['test', CART, ...options], { workflows })
}

const last = (out: string): string => out.split('\n').at(-1) ?? ''

describe('a scenario', () => {
  it('that expects nothing fails where something was sent', async () => {
    const { code, out } = await play('  expect: [none]')
    expect(out).toContain('+ also sent  reminder-newcomer')
    expect([last(out), code]).toEqual(['0 passed, 1 failed', 1])
  })

  it('fails where the message left a minute earlier or later than expected', async () => {
    for (const minute of ['11:01', '11:03']) {
      const { code, out } = await play(`  expect: [{ send: reminder-newcomer, at: "2026-11-21T${minute}:00+09:00" }]`)
      expect(out).toContain(`-   at: 2026-11-21T${minute}:00+09:00`)
      expect([last(out), code]).toEqual(['0 passed, 1 failed', 1])
    }
    expect(last((await play('  expect: [{ send: reminder-newcomer, at: "2026-11-21T11:02:00+09:00" }]')).out)).toBe(
      '1 passed, 0 failed',
    )
  })

  it('compares times by the second', async () => {
    const at = (time: string): Promise<string> =>
      play('  expect: [{ send: reminder-newcomer, at: "2026-11-21T11:02:03+09:00" }]').then(async () => {
        await edit(`${CART}/scenarios.yaml`, '10:02:00+09:00', `${time}+09:00`)
        return last((await run(['test', CART], { workflows })).out)
      })
    expect(await at('10:02:03.250')).toBe('1 passed, 0 failed')
    expect(await at('10:02:04')).toBe('0 passed, 1 failed')
  })

  it('fails where the message does not have the words that it must have', async () => {
    const { code, out } = await play('  expect: [{ send: reminder-newcomer, contains: [Teapot, Submarine] }]')
    expect(out).toContain('-   contains: Submarine')
    expect(out).not.toContain('-   contains: Teapot')
    expect([last(out), code]).toEqual(['0 passed, 1 failed', 1])
    expect(last((await play('  expect: [{ send: reminder-newcomer, contains: Submarine }]')).out)).toBe(
      '0 passed, 1 failed',
    )
  })

  it('fails where the decision was left for another reason', async () => {
    const expected = (reason: string): string =>
      `  expect: [{ send: reminder-newcomer }, { decision: entered, reason: ${reason} }]`
    const { code, out } = await play(expected('holdout'))
    expect(out).toContain('- expected  a decision { decision: entered, reason: holdout }')
    expect([last(out), code]).toEqual(['0 passed, 1 failed', 1])
    expect(last((await play(expected('matched'))).out)).toBe('1 passed, 0 failed')
  })

  it('that leaves steps unreached is a finding where --strict asks', async () => {
    const rest = '  expect: [{ send: reminder-newcomer }]'
    expect((await play(rest)).code).toBe(0)
    expect((await play(rest, ['--strict'])).code).toBe(1)
  })

  it('says in which group the customer is: nobody in the holdout is written to', async () => {
    await edit(`${CART}/workflow.yaml`, '\nsteps:', '\nholdout: 50%\nsteps:')
    const treated = await play('  group: treated\n  expect: [{ send: reminder-newcomer }]')
    expect(last(treated.out)).toBe('1 passed, 0 failed')
    const held = await play('  group: holdout\n  expect: [none, { decision: skipped, reason: holdout }]')
    expect(last(held.out)).toBe('1 passed, 0 failed')
  })

  it('without a word about groups plays a customer who is written to, whatever the share held out', async () => {
    await edit(`${CART}/workflow.yaml`, '\nsteps:', '\nholdout: 95%\nsteps:')
    expect(last((await play('  expect: [{ send: reminder-newcomer }]')).out)).toBe('1 passed, 0 failed')
  })

  it('says which way of a split the customer goes', async () => {
    const file = `${CART}/workflow.yaml`
    await edit(
      file,
      'steps:\n  - wait: 1h',
      'steps:\n  - split:\n      - { name: short, percent: 50, steps: [{ wait: 1h }] }\n      - { name: long, percent: 50, steps: [{ wait: 90m }] }',
    )
    const at = (way: string, time: string): Promise<string> =>
      play(`  way: ${way}\n  expect: [{ send: reminder-newcomer, at: "2026-11-21T${time}:00+09:00" }]`).then(
        ({ out }) => last(out),
      )
    expect(await at('short', '11:02')).toBe('1 passed, 0 failed')
    expect(await at('long', '11:32')).toBe('1 passed, 0 failed')
  })

  it('tells of a way and of a group that there is not', async () => {
    for (const [rest, says] of [
      ['  way: sideways\n  expect: [none]', 'No split has a way `sideways`'],
      ['  group: holdout\n  expect: [none]', 'nobody is held out'],
    ] as const) {
      await play(rest)
      const { code, out } = await run(['validate'], { workflows })
      expect(out).toContain(says)
      expect(code).toBe(1)
    }
  })

  it('plays a customer who was here before the workflows went live', async () => {
    const text = await readFile(join(workflows, CART, 'scenarios.yaml'), 'utf8')
    expect(text).toContain('scenario:')
    const ordered = '{ at: 2026-11-02T12:00:00+09:00, event: Order Completed, with: { order_id: o1, cart_id: c0 } }'
    const played = (published: string): Promise<string> =>
      play(`  published: ${published}\n  expect: [{ send: reminder-regular }]`).then(async () => {
        await edit(`${CART}/scenarios.yaml`, '  given:\n', `  given:\n    - ${ordered}\n`)
        return (await run(['test', CART], { workflows })).out
      })
    expect(last(await played('2026-11-10T00:00:00+09:00'))).toBe('1 passed, 0 failed')
    // A cart from before the publication is nobody's to remind of.
    expect(await played('2026-11-21T11:00:00+09:00')).toContain('- expected  { send: reminder-regular')
  })
})
