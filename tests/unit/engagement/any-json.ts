import fc from 'fast-check'
import type { Json, JsonObject } from '#engagement/customer/json.ts'

const NUMBERS = [
  0,
  -0,
  1,
  -1,
  0.1,
  1.7e308,
  -1e16,
  8.64e15,
  8.64e15 + 1,
  1e15,
  1_795_970_283.735,
  1_795_970_283,
] as const
const MORE_NUMBERS = [1_795_970_283_735, 1.795_970_283_735e18, 5e-324, 2 ** 53, Number.POSITIVE_INFINITY] as const
const ZONES = [
  'JST',
  'PST',
  'CST',
  'EST',
  'EST5EDT',
  'Asia/Tokyo',
  'GMT+9',
  '+09:00',
  '+24:00',
  'Factory',
  'Z',
  '',
] as const
const DATES = [
  '2026-11-24',
  '2026-11-24T09:00:00Z',
  '2026-11-24T09:00:00.1234567+09:00',
  '2026-11-24T09:00+99:99',
  '2026-02-30',
  '0000-01-01',
  '9999-12-31',
  '9999-12-31T23:59:59.999-23:59',
  '-271821-04-20',
  'tomorrow',
] as const
const WORDS = ['hana@example.com', '+81901234567', 'JPY', 'granted', 'denied', 'ja-JP', 'JP', 'o1', 'c1', 's1'] as const
const STRANGE = [
  '',
  '\ud800',
  'a\udc00b',
  '\uffff',
  '\u0000',
  '__proto__',
  'constructor',
  'toString',
  '#',
  '💐',
] as const

/** Any value that JSON text can carry to a door, nasty ones often. */
export const nastyScalar: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(...NUMBERS, ...MORE_NUMBERS, ...ZONES, ...DATES, ...WORDS, ...STRANGE, null, true, false),
  fc.double({ noNaN: true }),
  fc.integer(),
  fc.string({ unit: 'binary', maxLength: 20 }),
)

const name = fc.oneof(fc.constantFrom(...STRANGE, 'quantity', 'order_id', 'promised_at'), fc.string({ maxLength: 8 }))

export const nastyJson: fc.Arbitrary<Json> = fc.oneof(
  { maxDepth: 3 },
  nastyScalar,
  fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      nastyScalar,
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(name, tie('value'), { maxKeys: 4, noNullPrototype: true }),
    ),
  })).value,
  fc.integer({ min: 60, max: 70 }).map((levels) => JSON.parse(`${'['.repeat(levels)}1${']'.repeat(levels)}`)),
)

/** Members with these names, each there or not, with any value. */
export const nastyMembers = (names: readonly string[]): fc.Arbitrary<JsonObject> =>
  fc
    .array(fc.tuple(fc.constantFrom(...names), fc.oneof({ weight: 3, arbitrary: nastyScalar }, nastyJson)), {
      maxLength: 6,
    })
    .map((members) => Object.fromEntries(members))
