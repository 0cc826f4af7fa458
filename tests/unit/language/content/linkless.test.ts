import { describe, expect, it } from 'vitest'
import { compileLayout } from '#adapters/layout/compile-layout.ts'
import { renderMessage } from '#engagement/content/render.ts'
import type { Settings } from '#engagement/model/settings.ts'
import { compileMessage } from '#language/content/compile-message.ts'
import { compile, rendered, SETTINGS, scopeOf, write } from '../../engagement/content/message-bench.ts'

const LINKLESS = 'subject: Hello\nlinks: none'
const FOLLOWED = /<a\b|href=|mailto:|help@|https?:\/\/(?!www\.w3\.org)/

const found = (body: string, front = LINKLESS) =>
  compile(body, { front }).problems.map(({ code, line }) => [code, line])

describe('a message with links: none', () => {
  it('has nothing that can be followed, neither in the frame nor in the footer', async () => {
    const settings: Settings = {
      ...SETTINGS,
      brand: { ...SETTINGS.brand, supportUrl: 'https://example.jp/help', logoUrl: 'https://example.jp/logo.png' },
    }
    const layout = await compileLayout()
    const source = { file: 'shop/note.en.md', locale: 'en', layout, settings, class: 'service' } as const
    const context = { locale: 'en', zone: 'Asia/Tokyo', settings, links: {}, class: 'service' } as const
    const mail = (front: string) => {
      const { template } = compileMessage({ ...source, text: `---\n${front}\n---\nIt failed.` })
      if (template === undefined) throw new Error('the message itself is at fault')
      return rendered(renderMessage(template, scopeOf({}), context))
    }
    const withLinks = mail('subject: Hello')
    const without = mail(LINKLESS)
    expect(withLinks.html).toMatch(/<a href="https:\/\/example\.jp\/"><img/)
    expect(withLinks.html).toContain('mailto:help@example.jp')
    expect(without.html.replace('src="https://example.jp/logo.png"', '')).not.toMatch(FOLLOWED)
    expect(without.html).toContain('alt="Kotori Tea"')
    expect(without.text).toContain('1-2 Chabatake-cho')
    expect(without.text).not.toMatch(FOLLOWED)
  })

  it.each([
    ['[here](https://example.jp/)'],
    ['See https://example.jp/'],
    ['See www.example.jp'],
    ['Write to help@example.jp'],
    ['{{ brand.cart_url }}'],
    ['{{ brand.support_email }}'],
    ['{% if event.url %}{{ event.url }}{% endif %}'],
    ['{% if links.preferences %}{{ links.preferences }}{% endif %}'],
  ])('may not say %s', (body) => {
    expect(found(`One\n\n${body}`)).toContainEqual(['link-in-linkless', 7])
    expect(found(`One\n\n${body}`, 'subject: Hello').map(([code]) => code)).not.toContain('link-in-linkless')
  })

  it('may have no button', () => {
    const front = `${LINKLESS}\nbutton: { label: Look, url: "{{ brand.cart_url }}" }`
    expect(found('One', front)).toContainEqual(['link-in-linkless', 4])
  })

  it('may not be marketing, which has to say how to stop it', () => {
    expect(compile('One', { front: LINKLESS, class: 'marketing' }).problems).toMatchObject([
      { code: 'link-in-linkless' },
    ])
  })
})

describe('a button whose address stands under a condition', () => {
  const front =
    'subject: Hello\nbutton: { label: Follow, url: "{% if event.url %}{{ event.url }}{% endif %}" }\nsecond_button: { label: Change, url: "{{ brand.cart_url }}" }'
  const buttons = (event: { readonly url?: string }) => {
    const { html, text } = rendered(write('Body', scopeOf({ event }), { front, addresses: ['event.url'] }))
    return { html: html.match(/b-button[a-z-]*/g), text: text.match(/^(?:Follow|Change): .*$/gm) }
  }

  it('is there with it', () => {
    expect(buttons({ url: 'https://example.jp/t' })).toEqual({
      html: ['b-button', 'b-button-second'],
      text: ['Follow: https://example.jp/t', 'Change: https://example.jp/cart'],
    })
  })

  it('drops out without it, and nothing else does', () => {
    expect(buttons({})).toEqual({ html: ['b-button-second'], text: ['Change: https://example.jp/cart'] })
  })
})

describe('a date that has passed', () => {
  const body = 'A.{% if event.until | ahead %} Until {{ event.until | day_time }}.{% endif %}'
  const said = (until: string | undefined) =>
    rendered(write(body, scopeOf({ event: until === undefined ? {} : { until } }))).text.split('\n')[0]

  it('drops out of the message with its sentence', () => {
    expect(said('2026-11-21T20:00:00+09:00')).toBe('A. Until 8 pm on Saturday, 21 November.')
    expect(said('2026-11-21T18:59:00+09:00')).toBe('A.')
    expect(said('2026-11-20')).toBe('A.')
    expect(said(undefined)).toBe('A.')
    expect(said('soon')).toBe('A.')
  })

  it('is still to come until the end of its day', () => {
    expect(said('2026-11-21')).toBe('A. Until Saturday, 21 November.')
  })

  it('counts as there where it was asked for, not beyond', () => {
    const uses = compile('{% if event.a | ahead %}{{ event.a | day }}{% else %}{{ event.a | day }}{% endif %}').uses
    expect(uses.map(({ guarded }) => guarded)).toEqual([true, true, false])
  })
})
