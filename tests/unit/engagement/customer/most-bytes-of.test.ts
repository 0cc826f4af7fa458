import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesOf } from '#engagement/customer/bytes-of.ts'
import { isWithin, mostBytesOf } from '#engagement/customer/most-bytes-of.ts'

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

describe('values that have to fit', () => {
  it('fit to the byte, alone and together', () => {
    fc.assert(
      fc.property(json, json, fc.nat(), (first, second, add) => {
        const both = bytesOf(first) + bytesOf(second)
        expect(isWithin(both, first, second)).toBe(true)
        expect(isWithin(both - 1, first, second)).toBe(false)
        expect(isWithin(both + add, first, second)).toBe(true)
        expect(isWithin(bytesOf(first) - 1, first)).toBe(false)
      }),
      { numRuns: 300 },
    )
  })
})
