import fc from 'fast-check'
import { Tokenizer, TypeGuards } from 'liquidjs'
import { describe, expect, it } from 'vitest'
import { compileMarkdown } from '#language/content/markdown/compile-markdown.ts'

const PLACES = [
  (liquid: string) => `Text with ${liquid} inside.`,
  (liquid: string) => `**${liquid}** and *${liquid}*`,
  (liquid: string) => `# ${liquid}`,
  (liquid: string) => `- one\n- ${liquid}\n`,
  (liquid: string) => `1. ${liquid}\n2. two`,
  (liquid: string) => `> ${liquid}`,
  (liquid: string) => `[label ${liquid}](https://example.jp/${liquid}?q=${liquid})`,
  (liquid: string) => `[go](${liquid})`,
  (liquid: string) => `\`${liquid}\``,
  (liquid: string) => `お届けは${liquid}です。`,
  (liquid: string) => `${liquid}\n`,
  (liquid: string) => `    ${liquid}`,
]

const LIQUID = fc.constantFrom(
  '{{ event.name }}',
  '{{ event.a | default: "x > y & z" }}',
  "{{- event.b | append: '_*`' -}}",
  '{% assign n = event.c %}',
  '{% if event.a == "<b>" %}yes{% endif %}',
  '{{ event["odd key"] }}',
)

/** What is Liquid in a text, in order. */
const liquidOf = (text: string): string[] =>
  new Tokenizer(text)
    .readTopLevelTokens()
    .filter((token) => !TypeGuards.isHTMLToken(token))
    .map((token) => token.input.slice(token.begin, token.end).replace(/\s*(?=-?\}\}$)/, ''))
    .sort()

describe('Liquid in Markdown', () => {
  it('survives wherever it stands, every piece as often as it was written', () => {
    const parts = fc.array(fc.tuple(fc.constantFrom(...PLACES), LIQUID), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(parts, (chosen) => {
        const body = chosen.map(([place, liquid]) => place(liquid)).join('\n\n')
        const { html, text, lost } = compileMarkdown(body, '#2f5d50')
        expect(lost).toEqual([])
        expect(liquidOf(html)).toEqual(liquidOf(body))
        // Emphasis apart, the text part says the same.
        expect(new Set(liquidOf(text))).toEqual(new Set(liquidOf(body)))
      }),
      { numRuns: 300 },
    )
  })

  it('survives next to any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 30 }),
        fc.string({ unit: 'grapheme', maxLength: 30 }),
        (before, after) => {
          fc.pre(!/[{%}[\]]/.test(before + after))
          const { html } = compileMarkdown(`${before}{{ event.name }}${after}`, '#2f5d50')
          expect(html).toContain('{{ event.name')
        },
      ),
      { numRuns: 300 },
    )
  })

  it('cannot be imitated: a text that looks like a placeholder stays a text', () => {
    const { html } = compileMarkdown('lqo0z {{ event.name }} lqqo0z', '#2f5d50')
    expect(html).toContain('lqo0z {{ event.name }} lqqo0z')
  })

  it('leaves authors no HTML of their own', () => {
    const { html } = compileMarkdown('<script>alert(1)</script> [x](javascript:alert(1))', '#2f5d50')
    expect(html).not.toContain('<script')
    expect(html).not.toContain('href="javascript')
  })

  it('keeps a sentence together when only its middle is conditional', () => {
    const { html } = compileMarkdown('Your {% if event.a %}big {% endif %}parcel.', '#2f5d50')
    expect(html).toBe('<p style="margin:0 0 16px">Your {% if event.a %}big {% endif %}parcel.</p>')
  })

  it('puts tags that stand alone on their line between the blocks', () => {
    const { html } = compileMarkdown('One\n{% if event.a %}\nTwo\n{% endif %}\nThree', '#2f5d50')
    expect(html.replace(/ style="[^"]*"/g, '').replace(/\n/g, '')).toBe(
      '<p>One</p>{% if event.a %}<p>Two</p>{% endif %}<p>Three</p>',
    )
  })

  it('drops comments', () => {
    const { html, text } = compileMarkdown('A{% comment %} to do {{ event.x }} {% endcomment %}B', '#2f5d50')
    expect([html.includes('to do'), text]).toEqual([false, 'AB'])
  })
})
