import { describe, expect, it } from 'vitest'
import { formatCountry } from '#engagement/content/format/country.ts'
import { isLegible } from '#engagement/content/format/legible.ts'
import { tidyRows } from '#engagement/content/item-rows.ts'
import { compileMarkdown } from '#language/content/markdown/compile-markdown.ts'

const ROW = '- ![Picture of tea](https://example.com/tea.jpg) **Tea**: $4'

describe('a list of pictures', () => {
  it('is laid out as rows, the picture beside its words', () => {
    const { html, text } = compileMarkdown(ROW, '#000')
    expect(html).toMatch(
      /<table role="presentation"[^>]*>\s*<tr><td[^>]*><img src="https:\/\/example.com\/tea.jpg" alt="Picture of tea" width="72" height="72"/,
    )
    expect(html).toContain('<strong>Tea</strong>: $4</td></tr>')
    expect(html).not.toContain('<li')
    expect(text).toBe('- Tea: $4')
  })

  it('stays a list where an item has no picture', () => {
    const { html } = compileMarkdown(`${ROW}\n- Cup`, '#000')
    expect(html).toContain('<li')
    expect(html).not.toContain('<table')
  })

  it('is one table around its loop', () => {
    const { html } = compileMarkdown(`{% for item in items %}\n${ROW}\n{% endfor %}`, '#000')
    expect(html.match(/<table/g)).toHaveLength(1)
    expect(html.indexOf('<table')).toBeLessThan(html.indexOf('{% for'))
  })

  it('escapes what its author wrote into an address or a text', () => {
    const { html } = compileMarkdown('- ![a"b<c](https://example.com/?a="x) y', '#000')
    expect(html).not.toContain('a"b<c')
  })

  it('keeps no room for pictures where no row has one, and drops a row of which nothing is left', () => {
    const bare = compileMarkdown('- ![P]({% if a.b %}{{ a.b }}{% endif %}) Tea', '#000').html.replace(
      /\{[%{].*?[%}]\}/g,
      '',
    )
    expect(tidyRows(bare)).not.toContain('<img')
    expect(tidyRows(bare)).toContain('Tea</td></tr>')
    expect(tidyRows('<table role="presentation"><tr><td width="88"></td></tr></table>')).toBe('')
  })
})

describe('a name in a foreign script', () => {
  it.each([
    ['ヤマト運輸', 'en', false],
    ['Yamato Transport', 'en', true],
    ['ヤマト運輸', 'ja', true],
    ['Deutsche Post', 'ja', true],
    ['Почта России', 'ja', false],
    ['DHL (東京)', 'en', false],
  ])('%s is legible in %s: %s', (name, locale, legible) => {
    expect(isLegible(name, locale)).toBe(legible)
  })
})

describe('a country', () => {
  it.each([
    ['JP', 'en', 'Japan'],
    ['jp', 'ja', '日本'],
    ['GB', 'ja', 'イギリス'],
    ['Japan', 'en', 'Japan'],
    ['ZX', 'en', 'ZX'],
    ['', 'en', undefined],
    [81, 'en', undefined],
  ])('%s is called in %s: %s', (value, locale, called) => {
    expect(formatCountry(value, locale)).toBe(called)
  })
})
