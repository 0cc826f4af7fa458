import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Ran, runMutation } from '#tools/mutation/run-mutation.ts'
import type { Fate } from '#tools/mutation/try-mutants.ts'

const root = fileURLToPath(new URL('../../../..', import.meta.url)).replace(/\/$/, '')

let ran: Ran
beforeAll(async () => {
  const quiet = () => undefined
  ran = await runMutation({
    root,
    sources: ['tests/fixtures/mutation/small.ts'],
    around: ['tests/fixtures/mutation/small-tests.ts'],
    tests: ['tests/fixtures/mutation/small-tests.ts'],
    workers: 1,
    choose: (mutants) => mutants,
    tell: { found: quiet, covered: quiet, trying: quiet, tried: quiet },
  })
})

function fateOf(within: string, change: string): Fate | undefined {
  return ran.tried.find(({ mutant }) => mutant.within === within && mutant.change === change)?.fate
}

describe('a mutant', () => {
  it('is killed by a test that fails with it and passes without', () => {
    expect(fateOf('isFull', 'count >= MOST -> count > MOST')).toEqual({
      kind: 'killed',
      by: 'tests/fixtures/mutation/small-tests.ts > small > with 3 is full: true',
    })
  })

  it('survives where the tests that reach it see no difference, and they are named', () => {
    expect(fateOf('greet', "name === '' -> true")).toEqual({
      kind: 'survived',
      ran: ['tests/fixtures/mutation/small-tests.ts > small > greets, whoever it is'],
    })
  })

  it('is stopped, and counts as caught, where with it the code no longer ends', () => {
    expect(fateOf('countDown', 'left -= 1 -> left += 1')).toEqual({ kind: 'too_long' })
  })

  it('that no test reaches is told as such', () => {
    expect(fateOf('neverAsked', '!value -> true')).toEqual({ kind: 'unreached' })
  })

  it('of what a module works out while it loads is killed as well', () => {
    expect(fateOf('(module)', '3 -> 4')).toMatchObject({ kind: 'killed' })
  })

  it('of what is worked out once and remembered is killed as well', () => {
    expect(fateOf('lengthOf', 'text.length + 1 -> text.length - 1')).toMatchObject({ kind: 'killed' })
  })

  it('is not blamed for what another one left behind', () => {
    expect(fateOf('close', 'really -> true')).toMatchObject({ kind: 'killed' })
    expect(fateOf('close', 'isOpen = false -> (nothing)')).toMatchObject({ kind: 'unreached' })
    expect(fateOf('close', 'really -> false')).toMatchObject({ kind: 'survived' })
  })
})
