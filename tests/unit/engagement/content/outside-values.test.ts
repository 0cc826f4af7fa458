import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import Markdown from 'markdown-it'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'
import { TOP_LEVEL_DOMAINS } from '#engagement/content/outside/top-level-domains.ts'
import { renderMessage } from '#engagement/content/render.ts'
import type { FramedSource } from '#engagement/model/message-template.ts'
import { compile, rendered, SETTINGS, scopeOf, type Written, write } from './message-bench.ts'

const Case = z.strictObject({ value: z.string(), as: z.string().optional(), link: z.boolean().optional() })
const file = new URL('../../../cases/message/outside-values.yaml', import.meta.url)
const CASES = z.array(Case).parse(parse(readFileSync(file, 'utf8')))

/** Another's opinion of what becomes a link: that of the library behind many readers of mail and chat. */
const autolinks = new Markdown({ linkify: true }).linkify
  .tlds([...TOP_LEVEL_DOMAINS])
  .set({ fuzzyLink: true, fuzzyEmail: true })
const linksIn = (text: string): readonly string[] => (autolinks.match(text) ?? []).map(({ raw }) => raw)

const HTML_ENTITIES: { readonly [entity: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
const shownIn = (html: string): string =>
  (/<p[^>]*>(.*?)<\/p>/s.exec(html)?.[1] ?? '').replace(/&([a-z]+|#39);/g, (all, name) => HTML_ENTITIES[name] ?? all)
const addressesIn = (html: string): readonly string[] =>
  [...html.matchAll(/ (?:href|src)="([^"]*)"/g)].map(([, address = '']) => address)

/** As each channel shows the value: after words of ours, which show where it begins and ends. */
function shownOn(value: string) {
  const front = 'subject: "About {{ event.name }} today"\nsms: "About {{ event.name }} today"'
  const written = rendered(write('About {{ event.name }} today', scopeOf({ event: { name: value } }), { front }))
  const between = (text = ''): string => /About (.*) today/s.exec(text)?.[1] ?? 'nothing between'
  return {
    subject: between(written.subject),
    html: between(shownIn(written.html)),
    text: between(written.text),
    sms: between(written.sms),
  }
}

describe('what somebody else wrote', () => {
  it.each(CASES)('shows "$value" on every channel as a text and never as a link', ({ value, as = value, link }) => {
    if (link === true) expect(linksIn(value)).not.toEqual([])
    expect(shownOn(value)).toEqual({ subject: as, html: as, text: as, sms: as })
    expect(linksIn(as)).toEqual([])
  })

  it('makes no link of any text that looks like one, whatever stands around it', () => {
    const label = fc.constantFrom(
      'evil',
      'xn--e1a',
      'secure-login',
      'пример',
      '東京',
      'a',
      'b2',
      'J',
      '1',
      '203',
      '💩',
      'ev™',
      'a$',
    )
    const domain = fc.constantFrom('com', 'example', 'co.jp', 'рф', 'shop', 'js', 'みんな', 'COM', 'xn--p1ai')
    const lead = fc.constantFrom(
      '',
      'http://',
      'https://',
      'HTTPS://',
      'ftp://',
      'www.',
      '//',
      'mailto:',
      'me@',
      'a:b@',
    )
    const dot = fc.constantFrom('.', '。', '．', '｡', '.\u200B', '\u00AD.')
    const tail = fc.constantFrom('', '/', '/verify?a=b', ':443', '#x', '。', 'まで', ' ok', '\n')
    const link = fc
      .tuple(lead, label, dot, label, dot, domain, tail)
      .map(([a, b, c, d, e, f, g]) => `${a}${b}${c}${d}${e}${f}${g}`)
    const value = fc.array(fc.oneof(link, fc.string({ unit: 'grapheme', maxLength: 8 })), {
      minLength: 1,
      maxLength: 4,
    })
    fc.assert(
      fc.property(value, (parts) => {
        const name = parts.join(' ')
        fc.pre(/[\p{L}\p{N}]/u.test(name))
        for (const shown of Object.values(shownOn(name))) expect(linksIn(shown)).toEqual([])
      }),
      { numRuns: 1_000 },
    )
  })

  it('puts no address together of several values and the words between them', () => {
    const scope = scopeOf({ event: { a: 'evil', b: 'com', c: 'evil.', d: 'com' } })
    for (const body of [
      '{{ event.a }}.{{ event.b }}',
      '{{ event.c }}{{ event.d }}',
      'www.{{ event.a }}.com',
      'https://{{ event.a }}',
    ]) {
      const { text, html } = rendered(write(`See ${body} now`, scope))
      expect(linksIn(text.split('\n')[0] ?? '')).toEqual([])
      expect(linksIn(shownIn(html))).toEqual([])
    }
  })

  it('is as harmless after filters, names and captures', () => {
    const scope = scopeOf({ event: { name: 'evil.com', url: 'https://shop.example/1' } })
    const bodies = [
      '{{ event.name | append: "/verify" }}',
      '{% assign n = event.name | upcase %}{{ n }}',
      '{% capture n %}{{ event.name }}{% endcapture %}{{ n | prepend: "www." }}',
      '{% if true %}{% assign n = event.url %}{% else %}{% assign n = event.name %}{% endif %}{% assign n = event.name %}{{ n }}',
      '{% assign p = "evil" %}{% for i in (1..2) %}{% if i == 2 %}{{ p }}{% endif %}{% assign p = event.name %}{% endfor %}',
      '{{ event.name | split: "." | join: "." }}',
    ]
    for (const body of bodies) {
      const { html, text } = rendered(write(body, scope, { addresses: ['event.url'] }))
      expect([body, linksIn(shownIn(html)), linksIn(text.split('\n')[0] ?? '')]).toEqual([body, [], []])
    }
  })

  it('leaves what the author wrote alone', () => {
    const { text } = rendered(
      write(
        'Ask help@shop.example or see https://shop.example/help, Node.js and {{ event.name }}.',
        scopeOf({ event: { name: 'tea' } }),
      ),
    )
    expect(text).toContain('Ask help@shop.example or see https://shop.example/help, Node.js and tea.')
  })

  it('fills the path and query of an address of ours without ending or leaving it', () => {
    const scope = scopeOf({ event: { key: 'o 1.com/山"><x' } })
    const front = 'subject: Hello\nbutton: { label: Go, url: "https://shop.example/orders?id={{ event.key }}&go=1" }'
    const { html, text } = rendered(write('Hi.', scope, { front }))
    const address = 'https://shop.example/orders?id=o%201.com/%E5%B1%B1%22%3E%3Cx&go=1'
    expect(addressesIn(html)).toContain(address.replaceAll('&', '&amp;'))
    expect(text).toContain(`Go: ${address}`)
  })
})

describe('a link', () => {
  const leads = (body: string, link: string, written: Written = { addresses: ['event.link'] }) =>
    write(body, scopeOf({ event: { link } }), written)

  it.each([
    '[Look]({{ event.link }})',
    '[Look]({% if event.none %}https://shop.example/{% else %}{{ event.link }}{% endif %})',
    '[Look]({% if event.none %}https://shop.example/{% else %}{{ event.link | default: event.link }}{% endif %})',
    '{% assign go = event.link %}[Look]({{ go }})',
    '![Look]({{ event.link }})',
  ])('of %s leads where a declared address says, and never to a script', (body) => {
    expect(addressesIn(rendered(leads(body, 'https://shop.example/a?b=c')).html)).toContain(
      'https://shop.example/a?b=c',
    )
    for (const link of [
      'javascript:alert(1)',
      ' JaVaScRiPt:alert(1)',
      'data:text/html,x',
      '//evil.com',
      '/x',
      'https:',
      'https://shop.example@evil.com/',
      'vbscript:x',
      'file:///x',
    ])
      expect(leads(body, link)).toMatchObject({ kind: 'missing' })
  })

  it('is never begun by a value that is not declared an address', () => {
    for (const body of [
      '[Look]({{ event.link }})',
      '[Look](https://shop.example{{ event.link }})',
      '[Look](https://{{ event.link }}/)',
    ])
      expect(leads(body, '.evil.com', {})).toEqual({ kind: 'failed', reason: 'unsafe-link' })
  })

  it('leaves its words where its address drops out', () => {
    const body = '[Look]({% if event.link %}{{ event.link }}{% endif %}) at it'
    expect(shownIn(rendered(leads(body, 'javascript:alert(1)')).html)).toBe('Look at it')
  })

  it('falls back to ours where the address from outside is none', () => {
    const body = '[Look]({{ event.link | default: brand.site_url }})'
    expect(addressesIn(rendered(leads(body, 'javascript:alert(1)')).html)).toContain('https://example.jp/')
  })
})

describe('what the layout adds', () => {
  const links = { unsubscribe: 'https://pages.example/u/t' }
  const context = { locale: 'en', zone: 'Asia/Tokyo', settings: SETTINGS, links, class: 'marketing' } as const

  /** Filled as it stands, as if nothing had ever checked it. */
  function unchecked(body: string, name: string) {
    const { template } = compile('Tea.', { class: 'marketing' })
    if (template === undefined) throw new Error('the plain message does not compile')
    const put = ({ frame, parts }: FramedSource): FramedSource => ({ frame, parts: { ...parts, body } })
    const planted = { ...template, html: put(template.html), text: put(template.text) }
    return rendered(renderMessage(planted, scopeOf({ event: { name } }), context))
  }

  it.each([
    ['a break outside a loop', 'Tea. {% break %} more'],
    ['a continue outside a loop', 'Tea. {% if event.name %}{% continue %}{% endif %} more'],
    ['a name given to the brand', 'Tea.{% assign brand = "x" %}{% assign links = "x" %}'],
    ['a capture named as a root', 'Tea.{% capture links %}x{% endcapture %}{% capture brand %}x{% endcapture %}'],
    ['a loop named as a root', '{% for links in (1..2) %}x{% endfor %}Tea.'],
    ['bold that ends in a condition', '<strong>{% if event.none %}a</strong>{% endif %} Tea.'],
    ['a link that ends in a condition', '<a href="https://shop.example/">{% if event.none %}a</a>{% endif %} Tea.'],
    ['an end without a beginning', '</td></tr></table></div> Tea.'],
    ['raw Liquid', '{% raw %}{% break %}{{ x }}{% endraw %} Tea.'],
    ['a value of any length', '{{ event.name }}'],
  ])('stays, whatever stands above it: %s', (_, body) => {
    for (const name of ['tea', '<!--', '</body>', '{% break %}', '[[footer]]', 'tea '.repeat(50_000)]) {
      const { html, text } = unchecked(body, name)
      for (const part of [html, text]) {
        expect(part).toContain('https://pages.example/u/t')
        expect(part).toContain('1-2 Chabatake-cho, Uji, Kyoto')
      }
      expect(html.match(/<(?:strong|a|div|td)\b/g)?.length).toBe(html.match(/<\/(?:strong|a|div|td)>/g)?.length)
    }
  })

  it('is no HTML of an author or a customer either', () => {
    for (const body of ['Tea. <!-- {{ event.name }}', 'Tea. <style> <div style="display:none"> {{ event.name }}']) {
      const { html } = rendered(
        write(body, scopeOf({ event: { name: '<!-- <title>' } }), { class: 'marketing', links }),
      )
      expect(html).not.toMatch(/<!--|<style|<title|<div style/)
      expect(html).toContain('https://pages.example/u/t')
    }
  })

  it.each([
    ['Tea. {% break %}', 'outside-loop'],
    ['{% for item in event.list %}{{ item }}{% endfor %}{% continue %}', 'outside-loop'],
    ['{% assign brand = event.name %}', 'reserved-name'],
    ['{% capture links %}x{% endcapture %}', 'reserved-name'],
    ['{% for event in profile.list %}{{ event }}{% endfor %}', 'reserved-name'],
    ['{% increment brand %}', 'liquid'],
    ['{% render "footer" %}', 'liquid'],
    ['{% layout "other" %}', 'liquid'],
    ['{% raw %}', 'liquid'],
  ])('cannot be touched by %s, which is told before it is published', (body, code) => {
    expect(compile(body).problems).toMatchObject([{ severity: 'error', code }])
  })

  it('leaves a loop by `break`, and nothing else', () => {
    const body = '{% for i in (1..9) %}{% if i == 3 %}{% break %}{% endif %}{{ i }}{% endfor %} Tea.'
    expect(rendered(write(body, scopeOf({}))).text).toMatch(/^12 Tea\./)
  })
})
