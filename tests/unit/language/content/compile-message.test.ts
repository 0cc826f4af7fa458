import { describe, expect, it } from 'vitest'
import { compile } from '../../engagement/content/message-bench.ts'

const problemsOf = (body: string, front?: string) =>
  compile(body, front === undefined ? {} : { front }).problems.map(({ severity, code, line, column, hint }) => ({
    severity,
    code,
    line,
    column,
    hint,
  }))

const usesOf = (body: string, front?: string) =>
  compile(body, front === undefined ? {} : { front }).uses.map(({ field, guarded, filters }) => [
    field,
    guarded,
    ...filters,
  ])

describe('problems in a message file', () => {
  it('says where an unknown key stands and what was meant', () => {
    expect(problemsOf('Body', 'subject: Hello\npre_header: x')).toEqual([
      { severity: 'error', code: 'unknown-key', line: 3, column: 1, hint: 'Did you mean `preheader`?' },
    ])
  })

  it('misses a subject', () => {
    expect(problemsOf('Body', 'preheader: x')).toMatchObject([{ code: 'missing' }])
  })

  it('says which filter was meant', () => {
    expect(problemsOf('One\n\n{{ event.price | mony: event.currency }}')).toMatchObject([
      { code: 'unknown-filter', line: 6, column: 4, hint: 'Did you mean `money`?' },
    ])
  })

  it('refuses to undo escaping', () => {
    expect(problemsOf('{{ event.name | raw }}')).toMatchObject([
      { code: 'unknown-filter', hint: expect.stringMatching(/escaped by itself/) },
    ])
  })

  it('finds a tag that is not closed, at its place', () => {
    expect(problemsOf('Line\n  {% if event.x %} never closed')).toMatchObject([{ code: 'liquid', line: 5, column: 3 }])
  })

  it('says which tag was meant, and knows no partials', () => {
    expect(problemsOf('{% iff event.x %}')).toMatchObject([{ code: 'liquid', hint: 'Did you mean `if`?' }])
    expect(problemsOf("{% include 'secrets' %}")).toMatchObject([{ code: 'liquid' }])
  })

  it('finds Liquid in the front matter at its own place', () => {
    expect(problemsOf('Body', 'subject: "Tea {{ evnt.name }}"')).toMatchObject([
      { code: 'unknown-field', line: 2, column: 18, hint: 'Did you mean `event`?' },
    ])
    expect(problemsOf('Body', 'subject: Tea\nsms: |\n  One\n  Two {{ evnt.name }}')).toMatchObject([
      { line: 5, column: 10 },
    ])
  })

  it('finds a link of the brand that settings do not have', () => {
    expect(problemsOf('[Cart]({{ brand.cart_ulr }})')).toMatchObject([
      { code: 'unknown-field', hint: 'Did you mean `cart_url`?' },
    ])
  })

  it('refuses to show a whole root', () => {
    expect(problemsOf('{{ event }}')).toMatchObject([{ code: 'not-a-text' }])
  })

  it('needs a guard around an unsubscribe link in a service message', () => {
    expect(problemsOf('{{ links.unsubscribe }}')).toMatchObject([{ code: 'unguarded' }])
    expect(problemsOf('{% if links.unsubscribe %}{{ links.unsubscribe }}{% endif %}')).toEqual([])
  })

  it('finds Liquid that Markdown swallows', () => {
    expect(problemsOf('Body\n\n[unused]: {{ brand.site_url }}')).toMatchObject([{ code: 'liquid-lost' }])
  })

  it('warns of bold that Markdown does not see beside Japanese brackets', () => {
    expect(problemsOf('これは**「急須」**です。')).toMatchObject([{ severity: 'warning', code: 'stray-asterisks' }])
    expect(problemsOf('これは「**急須**」です。')).toEqual([])
  })

  it('warns of a mail that Gmail would clip', () => {
    expect(problemsOf('tea '.repeat(20_000))).toMatchObject([{ severity: 'warning', code: 'large-message' }])
  })

  it('has no template where there is an error', () => {
    expect(compile('{{ event.x | nope }}').template).toBeUndefined()
    expect(compile('{{ event.x }}').template).toBeDefined()
  })
})

describe('the fields that a message uses', () => {
  it.each([
    ['{{ event.a }}', [['event.a', false]]],
    ['{{ event.a | default: "x" | upcase }}', [['event.a', true, 'default', 'upcase']]],
    [
      '{{ event.a | default: event.b }}',
      [
        ['event.a', true, 'default'],
        ['event.b', false],
      ],
    ],
    ['{{ profile.lastName | honorific }}', [['profile.lastName', true, 'honorific']]],
    [
      '{{ event.a | money: event.c }}',
      [
        ['event.a', false, 'money'],
        ['event.c', false],
      ],
    ],
    [
      '{% if event.a %}{{ event.a }}{% else %}{{ event.b }}{% endif %}',
      [
        ['event.a', true],
        ['event.a', true],
        ['event.b', false],
      ],
    ],
    [
      '{% if event.a and event.b %}{{ event.b }}{% endif %}',
      [
        ['event.a', true],
        ['event.b', true],
        ['event.b', true],
      ],
    ],
    [
      '{% if event.a or event.b %}{{ event.b }}{% endif %}',
      [
        ['event.a', true],
        ['event.b', true],
        ['event.b', false],
      ],
    ],
    [
      '{% unless event.a %}x{% else %}{{ event.a }}{% endunless %}',
      [
        ['event.a', true],
        ['event.a', true],
      ],
    ],
    [
      '{% if event.a == nil %}x{% else %}{{ event.a }}{% endif %}',
      [
        ['event.a', true],
        ['event.a', true],
      ],
    ],
    [
      '{% if event.a != nil %}{{ event.a }}{% endif %}',
      [
        ['event.a', true],
        ['event.a', true],
      ],
    ],
    [
      '{% if event.a != "x" %}{{ event.a }}{% endif %}',
      [
        ['event.a', true],
        ['event.a', false],
      ],
    ],
    [
      '{% if event.a > 3 %}{{ event.a }}{% endif %}',
      [
        ['event.a', true],
        ['event.a', true],
      ],
    ],
    [
      '{% if event.a.b %}{{ event.a.c }}{% endif %}',
      [
        ['event.a.b', true],
        ['event.a.c', false],
      ],
    ],
    [
      '{% case event.a %}{% when "x" %}{{ event.a }}{% else %}{{ event.a }}{% endcase %}',
      [
        ['event.a', true],
        ['event.a', true],
        ['event.a', false],
      ],
    ],
    [
      '{% for item in event.products %}{{ item.name }}{{ forloop.index }}{% endfor %}',
      [
        ['event.products', true],
        ['event.products[].name', false],
      ],
    ],
    ['{{ event.products[0].name }}', [['event.products[].name', false]]],
    [
      '{% assign a = event.a %}{% if a %}{{ a }}{% endif %}',
      [
        ['event.a', true],
        ['event.a', true],
        ['event.a', true],
      ],
    ],
    ['{% assign a = event.a | day %}{{ a }}', [['event.a', false, 'day']]],
    ['{% capture c %}{{ event.a }}{% endcapture %}{{ c }}', [['event.a', false]]],
  ])('%s', (body, expected) => {
    expect(usesOf(body)).toEqual(expected)
  })

  it('counts what the message requires as there', () => {
    expect(usesOf('{{ event.a | day }} {{ event.b }}', 'subject: x\nrequires: [event.a]')).toEqual([
      ['event.a', true],
      ['event.a', true, 'day'],
      ['event.b', false],
    ])
  })

  it('tells line and column in the file', () => {
    expect(compile('One\n\nTwo {{ event.a }}').uses).toMatchObject([{ line: 6, column: 8 }])
  })
})
