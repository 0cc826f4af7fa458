import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileWorkspace } from '#language/compile-workspace.ts'
import { smallShop } from './small-shop.ts'

const compileMessage = () => ({ problems: [], uses: [] })

describe('whatever is in a file', () => {
  it('ends in problems with places inside it, never in an exception', () => {
    const files = smallShop()
    const yaml = [...files.keys()].filter((file) => file.endsWith('.yaml'))
    fc.assert(
      fc.property(
        fc.constantFrom(...yaml),
        fc.nat(),
        fc.nat({ max: 12 }),
        fc.constantFrom('', '{', '[', ': ', '- ', '"', '\n', '\t', '&a *a', 'null', '3', '? ', '日本'),
        (file, at, length, put) => {
          const text = files.get(file) ?? ''
          const from = at % text.length
          const broken = `${text.slice(0, from)}${put}${text.slice(from + length)}`
          const { catalogue, problems } = compileWorkspace(new Map([...files, [file, broken]]), {
            compileMessage,
            layout: '',
            findEndpointFault: () => undefined,
          })
          if (catalogue === undefined) expect(problems.some((problem) => problem.severity === 'error')).toBe(true)
          for (const problem of problems) {
            const lines = problem.file === file ? broken.split('\n') : (files.get(problem.file) ?? '').split('\n')
            expect(problem.line).toBeGreaterThan(0)
            expect(problem.line).toBeLessThanOrEqual(lines.length)
            expect(problem.column).toBeGreaterThan(0)
            expect(problem.column).toBeLessThanOrEqual((lines[problem.line - 1] ?? '').length + 1)
          }
        },
      ),
      { numRuns: 150, seed: 20_261_121 },
    )
  })
})
