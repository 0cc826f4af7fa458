import { describe, expect, it } from 'vitest'
import { compileLayout } from '#adapters/layout/compile-layout.ts'
import { chooseLocale } from '#engagement/content/choose-locale.ts'
import { formatDay, formatDayTime, formatTime } from '#engagement/content/format/date.ts'
import { formatHonorific } from '#engagement/content/format/honorific.ts'
import { formatMoney } from '#engagement/content/format/money.ts'
import { messageHeaders } from '#engagement/content/headers.ts'
import { messageLinks } from '#engagement/content/links.ts'
import { verifyToken } from '#engagement/content/token.ts'
import { messageId } from '#engagement/message/message-id.ts'
import { brandTextColor } from '#language/content/contrast.ts'
import { NOW, rendered, SETTINGS, scopeOf, write } from './message-bench.ts'

const reader = (locale: string, zone = 'Asia/Tokyo') => ({ locale, zone, now: NOW })

describe('days and times', () => {
  it.each([
    ['2026-11-24T11:00:00Z', '20時', '8 pm'],
    ['2026-11-24T11:30:00Z', '20時30分', '8:30 pm'],
    ['2026-11-24T03:00:00Z', '12時', 'noon'],
    ['2026-11-23T15:00:00Z', '0時', 'midnight'],
    ['2026-11-23T15:05:00Z', '0時05分', '12:05 am'],
  ])('%s is %s and %s in Tokyo', (at, japanese, english) => {
    expect([formatTime(at, reader('ja')), formatTime(at, reader('en'))]).toEqual([japanese, english])
  })

  it('has no time where the date has none', () => {
    expect(formatTime('2026-11-24', reader('en'))).toBeUndefined()
    expect(formatDayTime('2026-11-24', reader('ja'))).toBe('11月24日(火)')
  })

  it('never tells 23:59:59 for a day that the engine keeps as its last millisecond', () => {
    const endOfDay = Date.parse('2026-11-24T14:59:59.999Z')
    expect(formatDayTime(endOfDay, reader('en'))).toBe('Tuesday, 24 November')
  })

  it('names the year of a day that is far away', () => {
    expect(formatDay('2027-08-01', reader('ja'))).toBe('2027年8月1日(日)')
    expect(formatDay('2027-01-05', reader('en'))).toBe('Tuesday, 5 January')
  })

  it('writes other languages by their own rules', () => {
    expect(formatDay('2026-11-24', reader('de'))).toBe('Dienstag, 24. November')
  })
})

describe('amounts and names', () => {
  it.each([
    [8000, 'JPY', 'ja', '8,000円'],
    [8000, 'jpy', 'en', '¥8,000'],
    ['80.5', 'USD', 'en', '$80.50'],
    [80, 'USD', 'ja', '$80.00'],
    [80, undefined, 'en', undefined],
    [80, 'dollars', 'en', undefined],
    ['many', 'USD', 'en', undefined],
  ])('%j in %j for %s is %j', (amount, currency, locale, expected) => {
    expect(formatMoney(amount, currency, locale)).toBe(expected)
  })

  it('does not address anybody twice', () => {
    expect(['山田', '山田様', '花子さん'].map((name) => formatHonorific(name, 'ja'))).toEqual([
      '山田様、',
      '山田様、',
      '花子さん、',
    ])
    expect([undefined, '', '  '].map((name) => formatHonorific(name, 'en'))).toEqual(['', '', ''])
  })

  it('puts legible text on the brand colour', () => {
    expect([brandTextColor('#2f5d50'), brandTextColor('#ffe066'), brandTextColor('#fff')]).toEqual([
      '#ffffff',
      '#1a1a1a',
      '#1a1a1a',
    ])
  })
})

describe('the locale of a message', () => {
  const settings = { fallbackLocale: 'en' }
  it.each([
    ['ja', ['ja', 'en'], 'ja'],
    ['ja-JP', ['ja', 'en'], 'ja'],
    ['ja_JP', ['ja', 'en'], 'ja'],
    ['en', ['ja', 'en-GB'], 'en-GB'],
    ['fr', ['ja', 'en'], 'en'],
    [undefined, ['ja', 'en'], 'en'],
    ['fr', ['ja'], undefined],
  ])('%j among %j is %j', (wanted, available, expected) => {
    expect(chooseLocale(wanted, settings, available)).toBe(expected)
  })
})

describe('ids and headers', () => {
  const parts = { customerId: 'c1', run: 'cart#k#1', step: '2', channel: 'email' } as const

  it('is the same id for the same message and fits a tag of SES', () => {
    expect(messageId(parts)).toBe(messageId({ ...parts }))
    expect(messageId(parts)).toMatch(/^[A-Za-z0-9_-]{43}$/)
  })

  it('differs by every part, wherever the parts meet', () => {
    const others = [
      { ...parts, customerId: 'c' },
      { ...parts, run: '1cart#k#1' },
      { ...parts, step: '3' },
      { ...parts, channel: 'sms' } as const,
    ]
    expect(new Set([parts, ...others].map(messageId)).size).toBe(5)
    expect(messageId({ ...parts, customerId: 'c', run: '1cart#k#1' })).not.toBe(messageId(parts))
  })

  it('lets a marketing mail be stopped by one click, and answers no service mail', () => {
    const links = { unsubscribe: 'https://shop.example/u/t' }
    expect(messageHeaders({ class: 'marketing', links })).toMatchObject({
      'List-Unsubscribe': '<https://shop.example/u/t>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    })
    const service = messageHeaders({ class: 'service', links: {} })
    expect(service).toMatchObject({ 'Auto-Submitted': 'auto-generated' })
    expect(service).not.toHaveProperty('List-Unsubscribe')
    expect(service).not.toHaveProperty('Feedback-ID')
  })

  it('signs a link that leads back to customer, topic and message', () => {
    const secret = 's'.repeat(32)
    const { unsubscribe = '' } = messageLinks({
      baseUrl: 'https://shop.example',
      secret,
      customerId: 'c1',
      messageId: 'm1',
      class: 'marketing',
      topic: 'shopping',
      locale: 'ja',
      now: NOW,
    })
    const token = unsubscribe.replace('https://shop.example/u/', '')
    expect(verifyToken(token, [secret], NOW)).toMatchObject({
      kind: 'valid',
      claims: { customerId: 'c1', topic: 'shopping', messageId: 'm1' },
    })
  })

  it('signs a link to the preferences in every message, service or not', () => {
    const secret = 's'.repeat(32)
    const common = { baseUrl: 'https://x', secret, customerId: 'c1', messageId: 'm1', locale: 'ja', now: NOW }
    const service = messageLinks({ ...common, class: 'service', topic: undefined })
    expect(Object.keys(service)).toEqual(['preferences'])
    expect(Object.keys(messageLinks({ ...common, class: 'marketing', topic: 'shopping' })).sort()).toEqual([
      'preferences',
      'unsubscribe',
    ])
    const token = service.preferences?.replace('https://x/preferences/', '') ?? ''
    expect(verifyToken(token, [secret], NOW)).toMatchObject({
      kind: 'valid',
      claims: { purpose: 'preferences', customerId: 'c1', messageId: 'm1' },
    })
  })
})

describe('the layout', () => {
  it('holds the message in the language, font and colour of its reader, with buttons, footer and dark looks', async () => {
    const layout = await compileLayout()
    const front = 'subject: お知らせ\npreheader: ひとこと\nbutton: { label: カゴを見る, url: "{{ brand.cart_url }}" }'
    const { html } = rendered(write('本文です。', scopeOf({}), { locale: 'ja', layout, front }))
    expect(html).toContain('<html lang="ja"')
    expect(html).toContain('Hiragino Sans')
    expect(html).toContain('>ひとこと<')
    expect(html).toContain('本文です。')
    expect(html).toMatch(
      /<td class="b-button" bgcolor="#2f5d50"[^>]*><a href="https:\/\/example\.jp\/cart"[^>]*>カゴを見る<\/a>/,
    )
    expect(html).toContain('京都府宇治市茶畑町1-2')
    expect(html).toContain('prefers-color-scheme: dark')
    expect(html).not.toMatch(/\[\[|\{\{|\{%/)
    expect(html).toContain(`>${SETTINGS.brandByLocale['ja']?.name}<`)
  })

  it('is refused where MJML finds fault', async () => {
    await expect(compileLayout('<mjml><mj-body><mj-nothing /></mj-body></mjml>')).rejects.toMatchObject({
      code: 'bad-layout',
    })
  })
})
