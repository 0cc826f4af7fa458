import { describe, expect, it } from 'vitest'
import { run } from './run.ts'

const COMMANDS = ['validate', 'test', 'read', 'explain', 'send-event', 'publish', 'schemas', 'types']

describe('beforehand', () => {
  it('names every command in its help', async () => {
    const { code, out } = await run(['--help'])
    for (const command of COMMANDS) expect(out).toContain(`  ${command} `)
    expect(code).toBe(0)
  })

  it.each(COMMANDS)('%s explains itself', async (command) => {
    const { code, out } = await run([command, '--help'])
    expect(out).toContain(`Usage: beforehand ${command}`)
    expect(code).toBe(0)
  })

  it('tells its version', async () => {
    expect(await run(['--version'])).toMatchObject({ code: 0, out: '9.9.9' })
  })

  it('ends with 2 for a command that there is not, and says which was probably meant', async () => {
    const { code, err } = await run(['vlidate'])
    expect(code).toBe(2)
    expect(err).toContain('Did you mean validate?')
  })

  it('ends with 2 for an option that there is not', async () => {
    expect((await run(['validate', '--colour'])).code).toBe(2)
  })

  it('reads a workflow back in both languages', async () => {
    const english = await run(['read', 'cart-abandonment'])
    const japanese = await run(['read', 'cart-abandonment', '--lang', 'ja'])
    expect(english.out).toMatch(/^Cart abandonment: /)
    expect(japanese.out).toContain('お送りし')
    expect((await run(['read', 'no-such-workflow'])).code).toBe(2)
  })
})
