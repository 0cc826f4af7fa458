import { describe, expect, it } from 'vitest'
import { BARE_LAYOUT } from '#engagement/content/layout-slots.ts'
import { firstParagraph, rendered, scopeOf, write } from './message-bench.ts'

describe('a message in Japanese', () => {
  const scope = scopeOf({
    event: { price: 8000, currency: 'JPY', hold_until: '2026-11-23T11:00:00Z' },
    profile: { lastName: '山田' },
    promise: { expected: '2026-11-24' },
  })

  it('shows no number that there is not, such as what a division by zero leaves', () => {
    const result = write('{{ event.total | divided_by: event.parts }} each', scopeOf({ event: { total: 3, parts: 0 } }))
    expect(result).toEqual({ kind: 'missing', facts: ['event.total'] })
  })

  it('writes names, days, times and amounts as a Japanese shop does', () => {
    const body =
      '{{ profile.lastName | honorific }}{{ promise.expected | day }}、{{ event.hold_until | day_time }}、{{ event.price | money: event.currency }}'
    expect(firstParagraph(write(body, scope, { locale: 'ja' }))).toBe('山田様、11月24日(火)、11月23日(月)20時、8,000円')
  })

  it('joins hard-wrapped lines without a space', () => {
    expect(firstParagraph(write('カゴはそのままに\nしてあります。', scope, { locale: 'ja' }))).toBe(
      'カゴはそのままにしてあります。',
    )
  })

  it('names the shop and says why it writes, in Japanese', () => {
    const { text } = rendered(write('本文', scope, { locale: 'ja' }))
    expect(text).toContain('ことり茶舗\n京都府宇治市茶畑町1-2')
    expect(text).toContain('お客様のアカウントやご注文、お手続きに関するお知らせ')
  })
})

describe('a message in English', () => {
  const scope = scopeOf({
    event: { price: 80, currency: 'USD', hold_until: '2026-11-23T11:30:00Z' },
    profile: { firstName: 'Hana' },
    promise: { expected: '2026-11-24' },
  })

  it('writes names, days, times and amounts in English', () => {
    const body =
      '{{ profile.firstName | honorific }}{{ promise.expected | day }}; {{ event.hold_until | day_time }}; {{ event.price | money: event.currency }}'
    expect(firstParagraph(write(body, scope))).toBe(
      'Hana, Tuesday, 24 November; 8:30 pm on Monday, 23 November; $80.00',
    )
  })

  it("reads the day on the customer's calendar", () => {
    const late = scopeOf({ event: { at: '2026-11-24T02:00:00Z' } })
    expect(firstParagraph(write('{{ event.at | day }}', late, { zone: 'America/New_York' }))).toBe(
      'Monday, 23 November',
    )
    expect(firstParagraph(write('{{ event.at | day }}', late, { zone: 'Asia/Tokyo' }))).toBe('Tuesday, 24 November')
  })

  it('leaves a date without time on its day in every zone', () => {
    for (const zone of ['Pacific/Kiritimati', 'America/Los_Angeles', 'UTC']) {
      expect(firstParagraph(write('{{ promise.expected | day }}', scope, { zone }))).toBe('Tuesday, 24 November')
    }
  })
})

describe('a fact that is missing', () => {
  it('keeps the message from being sent', () => {
    expect(write('Hi {{ profile.firstName }},', scopeOf({}))).toEqual({ kind: 'missing', facts: ['profile.firstName'] })
  })

  it('is a hole even where a filter would hide it', () => {
    const body = '{{ profile.firstName | append: "!" }} {{ event.price | money: event.currency }}'
    const scope = scopeOf({ event: { price: 80 } })
    expect(write(body, scope)).toEqual({ kind: 'missing', facts: ['profile.firstName', 'event.price'] })
  })

  it('drops the sentence that stands inside its guard', () => {
    const body = '{% if promise.expected %}It comes on {{ promise.expected | day }}.{% endif %}\n\nYou need do nothing.'
    expect(rendered(write(body, scopeOf({}))).text).toMatch(/^You need do nothing\./)
    expect(rendered(write(body, scopeOf({}))).html).not.toMatch(/<p[^>]*>\s*<\/p>/)
  })

  it('is replaced by its default', () => {
    expect(firstParagraph(write('{{ event.name | default: "Your parcel" }}', scopeOf({})))).toBe('Your parcel')
  })

  it('is missing where it is blank, whatever Liquid thinks of blank texts', () => {
    const scope = scopeOf({ profile: { firstName: '  ' } })
    expect(write('{{ profile.firstName }}', scope).kind).toBe('missing')
    expect(firstParagraph(write('{% if profile.firstName %}known{% else %}unknown{% endif %}', scope))).toBe('unknown')
  })

  it('leaves no greeting behind', () => {
    expect(firstParagraph(write('{{ profile.lastName | honorific }}お品物', scopeOf({}), { locale: 'ja' }))).toBe(
      'お品物',
    )
  })

  it('is named when the message requires it', () => {
    const front = 'subject: Late\nrequires: [promise.expected, event.order_id]'
    const scope = scopeOf({ event: { order_id: 'o-1' } })
    expect(write('Late.', scope, { front })).toEqual({ kind: 'missing', facts: ['promise.expected'] })
  })

  it('is found in one item of many', () => {
    const body = '{% for item in event.products %}\n- {{ item.name }}\n{% endfor %}'
    const scope = scopeOf({ event: { products: [{ name: 'Teapot' }, { sku: 't2' }] } })
    expect(write(body, scope)).toEqual({ kind: 'missing', facts: ['event.products[].name'] })
  })

  it('is a date that is none', () => {
    expect(write('{{ event.at | day }}', scopeOf({ event: { at: 'soon' } })).kind).toBe('missing')
  })
})

describe('what customers and producers write', () => {
  const scope = scopeOf({ event: { name: '<img src=x onerror=alert(1)> & "co"', link: 'javascript:alert(1)' } })

  it('is text in the HTML and itself in the text part', () => {
    const { html, text } = rendered(write('{{ event.name }}', scope))
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt; &amp; &quot;co&quot;')
    expect(html).not.toContain('<img')
    expect(text).toContain('<img src=x onerror=alert(1)> & "co"')
  })

  it('is escaped once when it was captured first', () => {
    const body = '{% capture line %}{{ event.name }}{% endcapture %}{{ line }}'
    expect(firstParagraph(write(body, scope))).toBe('&lt;img src=x onerror=alert(1)&gt; &amp; &quot;co&quot;')
  })

  it('never opens a script by a link or a button', () => {
    const addresses = ['event.link']
    expect(write('[Look]({{ event.link }})', scope, { addresses })).toEqual({ kind: 'missing', facts: ['event.link'] })
    const front = 'subject: Hello\nbutton: { label: Look, url: "{{ event.link }}" }'
    expect(write('Body', scope, { front, addresses }).kind).toBe('missing')
  })

  it('cannot close an attribute that it stands in', () => {
    const quoted = scopeOf({ event: { link: 'https://example.jp/" onmouseover="x' } })
    expect(rendered(write('[Look]({{ event.link }})', quoted, { addresses: ['event.link'] })).html).toContain(
      'href="https://example.jp/%22%20onmouseover=%22x"',
    )
  })

  it('cannot add a header by a line break in the subject', () => {
    const front = 'subject: "About {{ event.name }}"'
    const broken = scopeOf({ event: { name: 'tea\r\nBcc: all@example.com\u2028x' } })
    expect(rendered(write('Body', broken, { front })).subject).toBe('About tea Bcc: all @ example. com x')
  })

  it('reads no prototype and runs no Liquid of its own', () => {
    const sly = scopeOf({ event: { name: '{{ brand.name }}{% if %}' } })
    expect(rendered(write('{{ event.name }}', sly)).text).toMatch(/^\{\{ brand\. name \}\}/)
    expect(write('{{ event.constructor.name }}', sly).kind).toBe('missing')
    expect(write('{{ event.__proto__ }}', sly).kind).toBe('missing')
  })

  it('is never shown as an object', () => {
    expect(write('{{ event.products }}', scopeOf({ event: { products: [{ name: 'Teapot' }] } })).kind).toBe('missing')
  })
})

describe('a template that runs away', () => {
  it('is stopped in an endless range', () => {
    const body = '{% for i in (1..100000000) %}tea{% endfor %}'
    expect(write(body, scopeOf({}))).toEqual({ kind: 'failed', reason: 'template-limit' })
  })

  it('is not sent when it is longer than mail clients show', () => {
    const body = '{% for i in (1..9000) %}a cup of tea {% endfor %}'
    expect(write(body, scopeOf({}))).toEqual({ kind: 'failed', reason: 'too-large' })
  })
})

describe('time in a template', () => {
  it("is the engine's, not the machine's", () => {
    expect(firstParagraph(write('{{ "now" | date: "%Y-%m-%d %H:%M" }} {{ now | day }}', scopeOf({})))).toBe(
      '2026-11-21 19:00 Saturday, 21 November',
    )
  })
})

describe('a marketing message', () => {
  const links = { unsubscribe: 'https://shop.example/u/token' }

  it('carries its unsubscribe link in both parts', () => {
    const { html, text } = rendered(write('Tea.', scopeOf({}), { class: 'marketing', links }))
    expect(html).toContain('href="https://shop.example/u/token"')
    expect(text).toContain('Unsubscribe: https://shop.example/u/token')
  })

  it('is not sent without one', () => {
    expect(write('Tea.', scopeOf({}), { class: 'marketing' })).toEqual({ kind: 'failed', reason: 'no-unsubscribe' })
  })
})

describe('a list of products', () => {
  const scope = scopeOf({
    event: {
      currency: 'JPY',
      products: [
        { name: '急須', url: 'https://example.jp/1', price: 8000 },
        { name: '茶', url: 'https://example.jp/2', price: 900 },
      ],
    },
  })
  const body =
    'お品:\n{% for item in event.products %}\n- [{{ item.name }}]({{ item.url }}) {{ item.price | money: event.currency }}\n{% endfor %}\n以上です。'

  it('is one list in the HTML', () => {
    const { html } = rendered(write(body, scope, { locale: 'ja', addresses: ['event.products[].url'] }))
    expect(html.match(/<ul/g)).toHaveLength(1)
    expect(html.match(/<li/g)).toHaveLength(2)
  })

  it('reads well as text, with addresses that end where they end', () => {
    const { text } = rendered(write(body, scope, { locale: 'ja', addresses: ['event.products[].url'] }))
    expect(text).toMatch(
      /^お品:\n\n- 急須: https:\/\/example\.jp\/1 8,000円\n- 茶: https:\/\/example\.jp\/2 900円\n\n以上です。\n/,
    )
  })
})

describe('a layout', () => {
  it('is filled once: a message may itself speak of [[body]] and of $&', () => {
    const written = write('Write [[buttons]] or $& here.', scopeOf({}), { layout: `${BARE_LAYOUT}[[font]]` })
    expect(rendered(written).html).toContain('Write [[buttons]] or $&amp; here.')
    expect(rendered(written).html).not.toContain('[[font]]')
  })
})
