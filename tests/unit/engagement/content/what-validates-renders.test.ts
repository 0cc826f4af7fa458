import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { brandScope } from '#engagement/content/brand-scope.ts'
import { LINK_NAMES } from '#engagement/content/links.ts'
import { runScenario } from '#simulation/scenarios/run-scenario.ts'
import { compile, smallShop } from '../../language/small-shop.ts'
import { SETTINGS } from './message-bench.ts'

/** Pieces of a message as a marketer might write them, right and wrong. */
const FIELD = fc.constantFrom(
  ...LINK_NAMES.map((name) => `links.${name}`),
  ...Object.keys(brandScope(SETTINGS, 'en')).map((name) => `brand.${name}`),
  'links.nothing',
  'brand.nothing',
  'now',
  'event.name',
  'event.cart_id',
  'event.price',
  'event.url',
  'event.added_at',
  'event.nothing',
  'profile.firstName',
  'profile.website',
  'computed.cart.size',
)
const FILTER = fc.constantFrom(
  '',
  ' | default: "it"',
  ' | day',
  ' | day_time',
  ' | time',
  ' | time | default: "later"',
  ' | ahead | day',
  ' | legible',
  ' | money: event.currency',
  ' | number',
  ' | upcase',
  ' | append: "!"',
  ' | honorific',
  ' | url_encode',
)
const OUTPUT = fc.tuple(FIELD, FILTER).map(([field, filter]) => `{{ ${field}${filter} }}`)
const PIECE = fc.oneof(
  OUTPUT,
  fc.tuple(FIELD, OUTPUT).map(([field, output]) => `{% if ${field} %}${output}{% endif %}`),
  fc.tuple(FIELD, FILTER).map(([field, filter]) => `{% if ${field} %}{{ ${field}${filter} }}{% endif %}`),
  fc
    .tuple(FIELD, FILTER)
    .map(([field, filter]) => `{% unless ${field} %}nothing{% else %}{{ ${field}${filter} }}{% endunless %}`),
  OUTPUT.map((output) => `[go](${output})`),
  fc
    .tuple(FIELD, OUTPUT)
    .map(([field, output]) => `[go]({% if ${field} %}{{ ${field} }}{% else %}${output}{% endif %})`),
  OUTPUT.map((output) => `[go](https://shop.example/?a=${output})`),
  OUTPUT.map((output) => `**bold ${output}**`),
  OUTPUT.map((output) => `{% assign word = "a" %}{{ word }} ${output}`),
  FIELD.map((field) => `{% assign word = ${field} %}{{ word }}`),
  FIELD.map((field) => `{% if ${field} %}{% assign word = ${field} %}{{ word }}{% endif %}`),
  fc.constant('{% for item in computed.cart.items %}{{ item.name | default: "tea" }}{% endfor %}'),
  fc.constant('{% break %}'),
  fc.constant('{% raw %}{{ x }}{% endraw %}'),
)
const BODY = fc.array(PIECE, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join('\n\n'))

const EVENT = {
  file: 'events/product-added.yaml',
  to: [
    'name: Product Added',
    'description: Something was put into the cart.',
    'properties:',
    '  cart_id: { type: string, description: The cart., required: true }',
    '  product_id: { type: string, description: The product. }',
    '  name: { type: string, description: Its name. }',
    '  price: { type: money, description: Its price. }',
    '  currency: { type: string, description: Currency of the price. }',
    '  url: { type: url, description: Its page. }',
    '  added_at: { type: date, description: When. }',
    '',
  ].join('\n'),
}
const ALL = {
  cart_id: 'c1',
  product_id: 'p1',
  name: 'Teapot',
  price: 80,
  currency: 'USD',
  url: 'https://shop.example/p1',
  added_at: '2026-11-21T10:00:00Z',
}
const START = '2026-11-21T10:00:00+09:00'

const scenarioOf = (given: object, traits: object) => ({
  scenario: 'any',
  customer: {
    email: 'hana@example.jp',
    locale: 'en',
    timezone: 'Asia/Tokyo',
    consent: { shopping: 'granted' as const },
    ...traits,
  },
  given: [{ at: START, event: 'Product Added', with: JSON.parse(JSON.stringify(given)) }],
  until: '2026-11-25T10:00:00+09:00',
  expect: ['none' as const],
})

describe('whatever validate lets through', () => {
  it('is written and sent in every scenario, whichever facts are missing', async () => {
    let sent = 0
    await fc.assert(
      fc.asyncProperty(
        BODY,
        fc.constantFrom('subject: Your cart', 'subject: "Your cart {{ event.name | default: brand.name }}"'),
        fc.subarray(['name', 'price', 'url', 'added_at', 'product_id'] as const),
        fc.boolean(),
        // With a time, a day alone, a day that has passed.
        fc.constantFrom('2026-11-21T10:00:00Z', '2026-11-28', '2026-11-01'),
        async (body, front, missing, named, addedAt) => {
          const files = smallShop(EVENT, { file: 'cart/reminder.en.md', to: `---\n${front}\n---\n${body}\n` })
          const { catalogue } = compile(files)
          if (catalogue === undefined) return
          const given = Object.fromEntries(
            Object.entries({ ...ALL, added_at: addedAt }).filter(([name]) => !missing.some((each) => each === name)),
          )
          const traits = named ? { firstName: 'Hana', website: 'https://hana.example/' } : {}
          const { sent: left, decisions } = await runScenario(catalogue, 'cart', scenarioOf(given, traits))
          expect(decisions.filter(({ verdict }) => verdict === 'skipped')).toEqual([])
          expect(left.length).toBeGreaterThan(0)
          sent += left.length
        },
      ),
      { numRuns: 250 },
    )
    expect(sent).toBeGreaterThan(25)
  }, 120_000)
})
