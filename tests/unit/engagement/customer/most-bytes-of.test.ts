import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesOf } from '#engagement/customer/bytes-of.ts'
import { isWithin, mostBytesOf, staysWithin } from '#engagement/customer/most-bytes-of.ts'

/** Any JSON, with what takes the most room in it: control characters, lone surrogates, long numbers, missing members. */
const json = fc.object({
  key: fc.string({ unit: 'binary', maxLength: 200 }),
  values: [
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc.string({ unit: fc.constantFrom('\u0000', '"', '\ud800', '字', 'a'), maxLength: 150 }),
    fc.double(),
    fc.constantFrom(-Number.MAX_VALUE, -5e-324, -1.7976931348623157e308, -0.000001234567890123456),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.constant(undefined),
  ],
  maxDepth: 4,
})

describe('the bound of how many bytes a value has as JSON', () => {
  it('is never less than they are', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(mostBytesOf(value)).toBeGreaterThanOrEqual(bytesOf(value))
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    ['text of control characters', Array(50).fill('\u0000'.repeat(100))],
    ['text of halves of characters', Array(50).fill('\ud800'.repeat(100))],
    ['long text of control characters', Array(50).fill('\u0000'.repeat(101))],
    ['names of control characters', Object.fromEntries(Array.from({ length: 50 }, (_, n) => ['\u0001'.repeat(n), 0]))],
    ['the longest numbers', Array(50).fill(-1.7976931348623157e308)],
    ['small numbers', Array(50).fill(-0.000001234567890123456)],
    ['flags', Array(50).fill(false)],
    ['nothing', Array(50).fill(null)],
    ['empty lists', Array(50).fill([])],
    ['empty objects', Array(50).fill({})],
  ])('is never less for %s', (_, value) => {
    expect(mostBytesOf(value)).toBeGreaterThanOrEqual(bytesOf(value))
    expect(staysWithin(bytesOf(value) - 1, [value], [])).toBe(false)
  })

  it('counts what a list has anywhere, whatever it began with', () => {
    const before = { list: ['x'] }
    expect(staysWithin(1_000, [before], [])).toBe(true)
    const after = { list: ['x', ...Array(300).fill('x')] }
    expect(staysWithin(bytesOf(after) - 1, [after], [before])).toBe(false)
    const large = 'y'.repeat(5_000)
    const one = { list: [large, 'z'] }
    expect(staysWithin(6_000, [one], [])).toBe(true)
    expect(staysWithin(6_000, [{ list: [large, large] }], [one])).toBe(false)
  })

  it('is at most six times what text of letters takes', () => {
    const text = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 300 })
    fc.assert(
      fc.property(fc.dictionary(text, text, { minKeys: 1 }), (value) => {
        expect(mostBytesOf(value)).toBeLessThanOrEqual(6 * bytesOf(value))
      }),
      { numRuns: 300 },
    )
  })
})

describe('a value that has to fit', () => {
  it('fits to the byte', () => {
    fc.assert(
      fc.property(json, fc.nat(), (value, more) => {
        expect(isWithin(bytesOf(value) - 1, value)).toBe(false)
        expect(isWithin(bytesOf(value) + more, value)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it('fits to the byte, with others, however often it was changed and measured since', () => {
    const name = fc.constantFrom('a', 'b', 'constructor', '__proto__', 'list')
    const change = fc.record({ name, value: json, inner: name, list: fc.boolean() })
    fc.assert(
      fc.property(json, fc.array(change, { maxLength: 12 }), (other, changes) => {
        let before: { readonly [name: string]: unknown } = {}
        for (const { name: outer, value, inner, list } of changes) {
          const members = { ...Object(before[outer]), [inner]: value }
          const after = { ...before, [outer]: list ? [...listIn(before, outer), value] : members }
          const both = bytesOf(after) + bytesOf(other)
          expect(staysWithin(both, [after, other], [before, other])).toBe(true)
          expect(staysWithin(both - 1, [after, other], [before, other])).toBe(false)
          before = after
        }
      }),
      { numRuns: 300 },
    )
  })

  it('is not too large for what it had and has no longer', () => {
    let text = { a: 'x'.repeat(5_000) }
    expect(staysWithin(6_000, [text], [])).toBe(true)
    for (let n = 0; n < 20; n += 1) {
      const next = { a: `${n}`.repeat(2_500) }
      expect(staysWithin(6_000, [next], [text])).toBe(true)
      text = next
    }
  })
})

const listIn = (value: { readonly [name: string]: unknown }, name: string): readonly unknown[] => {
  const found = Object.hasOwn(value, name) ? value[name] : undefined
  return Array.isArray(found) ? found : []
}
