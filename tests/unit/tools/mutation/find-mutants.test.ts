import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { findMutants } from '#tools/mutation/find-mutants.ts'
import { instrument } from '#tools/mutation/instrument.ts'
import { parse } from '#tools/mutation/syntax.ts'

const changes = (source: string): readonly string[] =>
  findMutants('a.ts', parse(source), 0).mutants.map(({ change }) => change)

/** One line of the language, and the mistakes that it is tried with. */
const CASES: readonly (readonly [source: string, ...changes: string[]])[] = [
  ['f(a < b)', 'f(a < b) -> (nothing)', 'a < b -> true', 'a < b -> false', 'a < b -> a <= b'],
  ['if (a && b) f()', 'a && b -> b', 'a && b -> a', 'a && b -> false', 'f() -> (nothing)'],
  [
    'if (a !== undefined && a > b) f()',
    'a !== undefined && a > b -> a !== undefined',
    'a !== undefined && a > b -> false',
    'a > b -> a >= b',
    'f() -> (nothing)',
  ],
  ['if (a || b) f()', 'a || b -> b', 'a || b -> a', 'a || b -> true', 'f() -> (nothing)'],
  ['const x = a ?? b', 'a ?? b -> b', 'a ?? b -> a'],
  ['const x = a + b * c', 'a + b * c -> a - b * c', 'b * c -> b / c'],
  ["const x = a + 'b'", "'b' -> ''"],
  ['const x = { ...a, b }', 'b -> (nothing)', 'a -> (nothing)'],
  ['const x = { a, b }'],
  ['for (const x of xs) f(x)', 'xs -> (nothing)', 'f(x) -> (nothing)'],
  ['const x = xs.filter(f).some(g)', 'xs.filter(f).some(g) -> xs.filter(f).every(g)', 'xs.filter(f) -> xs'],
  ['const x = xs?.filter(f).length'],
  ['const x = [1]', '[1] -> []', '1 -> 2'],
  ['const x = -a', '-a -> a'],
  ["if (a === 'b') f()", "a === 'b' -> true", "a === 'b' -> false", 'f() -> (nothing)'],
  ["throw new Error('told')", "throw new Error('told') -> (nothing)"],
  ["const x = z.string().meta({ description: 'told' })"],
  ["import a from 'b'"],
  ["switch (a) { case 'b': break }"],
  ['const x = (a as string).trim()', '(a ).trim() -> a'],
  ['const x = (a + b) * (c + d)', '(a + b) * (c + d) -> (a + b) / (c + d)', 'a + b -> a - b', 'c + d -> c - d'],
  ['const x = (a || b).some(f)', '(a || b).some(f) -> (a || b).every(f)', 'a || b -> b', 'a || b -> a'],
]

describe('mutants', () => {
  it.each(CASES)('%s', (source, ...expected) => {
    expect(changes(source)).toEqual(expected)
  })

  it('have the place and the function that they stand in', () => {
    const source = "const あ = '😀'\nfunction f(a: number): boolean {\n  return a < 1\n}\n"
    expect(findMutants('a.ts', parse(source), 5).mutants).toContainEqual({
      id: 6,
      file: 'a.ts',
      line: 3,
      column: 10,
      within: 'f',
      change: 'a < 1 -> true',
      atLoad: false,
    })
  })
})

/** Runs the source with one mutant on, or with none. */
function run(source: string, on: number | undefined): unknown {
  const parsed = parse(source)
  const { edits, turns } = findMutants('a.ts', parsed, 0)
  const sandbox = { __at: (id: number) => id === on, __turn: () => undefined, answer: undefined }
  return runInNewContext(`${instrument(parsed.code, edits, turns)}\nanswer`, sandbox)
}

describe('the source with all mutants in it', () => {
  const source = `
    const given: number[] = [3, 1, 2]
    let answer = ''
    for (const each of given.toSorted((a, b) => a - b).filter((one) => one > 1)) {
      answer += each
    }
    if (answer === '23') answer += given?.at(-1)
    else answer = 'none'
    const more = { ...{ a: 1 }, a: 2 }
    answer += more.a`

  it('does what it did while all are off', () => {
    expect(run(source, undefined)).toBe('2322')
  })

  it('does something else with each, where that is to be seen', () => {
    const { mutants } = findMutants('a.ts', parse(source), 0)
    const seen = Object.fromEntries(mutants.map(({ id, change }) => [change, run(source, id)]))
    expect(seen).toMatchObject({
      'one > 1 -> one >= 1': 'none2',
      'a: 2 -> (nothing)': '2321',
      'answer += more.a -> (nothing)': '232',
      "answer === '23' -> false": 'none2',
    })
  })
})
