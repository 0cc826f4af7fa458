import { getAllCountries } from 'countries-and-timezones'
import { describe, expect, it } from 'vitest'
import { countryCode } from '#engagement/customer/country-code.ts'
import type { Json } from '#engagement/customer/json.ts'
import { accepted, detail, texts } from '../../stages/ingest/ingest-bench.ts'

const KEPT: readonly [trait: string, sent: Json, kept: Json][] = [
  ['locale', 'ja_JP', 'ja-JP'],
  ['locale', ' JA-jp ', 'ja-JP'],
  ['locale', 'en_US.UTF-8', 'en-US'],
  ['locale', 'zh-hant-tw', 'zh-Hant-TW'],
  ['timezone', 'asia/tokyo', 'Asia/Tokyo'],
  ['timezone', 'Asia/Kolkata', 'Asia/Kolkata'],
  ['timezone', ' Japan ', 'Japan'],
  ['timezone', 'EST5EDT', 'EST5EDT'],
  ['timezone', 'EST', 'EST'],
  ['timezone', 'Etc/GMT-9', 'Etc/GMT-9'],
  ['timezone', '+0900', '+09:00'],
  ['timezone', '-03:30', '-03:30'],
  ['country', 'USA', 'US'],
  ['country', 'jp', 'JP'],
  ['country', 'Japan', 'JP'],
  ['country', '日本', 'JP'],
  ['country', 'United Kingdom', 'GB'],
  ['country', 'UK', 'GB'],
  ['country', 'South Korea', 'KR'],
  ['email', '  Hana@Example.JP ', 'hana@example.jp'],
  ['email', 'o.hara+tea@mail.example.co.uk', 'o.hara+tea@mail.example.co.uk'],
  ['phone', '+81 (0)90-1234-5678', '+819012345678'],
  ['phone', '＋８１９０１２３４５６７８', '+819012345678'],
  ['plan', 'premium', 'premium'],
  ['email', null, null],
  [
    'consent',
    { shopping: 'granted', news: 'Denied', all: false },
    { shopping: 'granted', news: 'denied', all: 'denied' },
  ],
]

const DROPPED: readonly [trait: string, sent: Json, warning: string][] = [
  ['locale', 'Japanese please', 'traits.locale: not a locale'],
  ['locale', 7, 'traits.locale: expected a locale such as ja-JP'],
  ['timezone', 'Tokyo Standard Time', 'traits.timezone: not a time zone. Write its IANA name, such as Asia/Tokyo.'],
  ['timezone', 'JST', 'traits.timezone: not a time zone. Write Asia/Tokyo.'],
  ['timezone', 'cst', 'traits.timezone: not a time zone. Write America/Chicago or Asia/Shanghai.'],
  [
    'timezone',
    'GMT+9',
    'traits.timezone: not a time zone. Write the place, such as Asia/Tokyo, or the offset alone, such as +09:00.',
  ],
  ['timezone', '+24:00', 'traits.timezone: not a time zone. Write its IANA name, such as Asia/Tokyo.'],
  ['timezone', 9, 'traits.timezone: expected a zone such as Asia/Tokyo'],
  ['country', 'Atlantis', 'traits.country: not a country'],
  ['country', '', 'traits.country: empty'],
  ['email', 'hana', 'traits.email: not an e-mail address'],
  ['email', 'hana@localhost', 'traits.email: not an e-mail address'],
  ['email', 'a@b.jp, c@d.jp', 'traits.email: not an e-mail address'],
  ['email', 'hana@example.jp\r\nbcc: x@y.jp', 'traits.email: not an e-mail address'],
  ['phone', '+12', 'traits.phone: not a telephone number'],
]

const traitsOf = async (traits: object) => await accepted('identify', detail({ traits }))

describe('a trait', () => {
  it.each(KEPT)('%s %j is kept as %j', async (trait, sent, kept) => {
    const event = await traitsOf({ [trait]: sent })
    expect(event.traits).toEqual({ [trait]: kept })
    expect(event).not.toHaveProperty('warnings')
  })

  it.each(DROPPED)('%s %j is left out with a warning', async (trait, sent, warning) => {
    const event = await traitsOf({ [trait]: sent })
    expect(event.traits).toEqual({})
    expect(texts(event)).toEqual([`detail.${warning}`])
    if (typeof sent === 'string' && sent !== '') expect(JSON.stringify(event.warnings)).not.toContain(sent)
  })

  it('country is taken from the address where it is absent', async () => {
    expect((await traitsOf({ address: { country: 'USA' } })).traits).toEqual({
      address: { country: 'USA' },
      country: 'US',
    })
    expect((await traitsOf({ country: 'JP', address: { country: 'USA' } })).traits).toMatchObject({ country: 'JP' })
  })

  it('phone without a country code is kept, with a warning', async () => {
    const event = await traitsOf({ phone: '090-1234-5678' })
    expect(event.traits).toEqual({ phone: '090-1234-5678' })
    expect(texts(event)).toEqual(['detail.traits.phone: no country code: cannot be written to'])
  })

  it('consent that says neither granted nor denied is no evidence', async () => {
    const event = await traitsOf({ consent: { shopping: true, news: 'granted' } })
    expect(event.traits).toEqual({ consent: { news: 'granted' } })
    expect(texts(event)).toEqual(['detail.traits.consent.shopping: expected granted or denied'])
  })

  it('consent for a topic that nobody knows is kept, with a warning', async () => {
    const event = await traitsOf({ consent: { shoping: 'granted', marketing: 'denied' } })
    expect(event.traits).toEqual({ consent: { shoping: 'granted', marketing: 'denied' } })
    expect(texts(event)).toEqual([
      'detail.traits.consent.shoping: no such topic. Known: shopping, news, all, marketing',
    ])
  })

  it('named like a member of every object is only a trait', async () => {
    const event = await accepted(
      'identify',
      JSON.parse('{"messageId":"m","userId":"u","traits":{"__proto__":{"email":"x"},"toString":"y"}}'),
    )
    expect(Object.keys(event.traits ?? {})).toEqual(['toString'])
    expect(texts(event)).toEqual(['detail.traits: a name that cannot be kept. Leave the member out.'])
  })
})

describe('the context', () => {
  it('hints at locale, zone and traits in the same spelling', async () => {
    const context = {
      locale: 'ja_JP',
      timezone: 'asia/tokyo',
      ip: '203.0.113.7',
      traits: { email: 'Hana@Example.jp', phone: '+1' },
    }
    const event = await accepted('identify', { messageId: 'm', userId: 'hana', context })
    expect(event.context).toEqual({
      locale: 'ja-JP',
      timezone: 'Asia/Tokyo',
      ip: '203.0.113.7',
      traits: { email: 'hana@example.jp' },
    })
    expect(texts(event)).toEqual([
      'detail.context.traits: traits are read on `identify` alone. Send them as an event of that name',
      'detail.context.traits.phone: not a telephone number',
    ])
  })
})

describe('a country', () => {
  it('has three letters, each but one', () => {
    const twos = Object.keys(getAllCountries())
    const threes = twos.map((two) => threeOf(two))
    expect(threes.filter((three) => three === undefined)).toEqual([])
    expect(new Set(threes).size).toBe(twos.length)
  })

  const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  const ALL = LETTERS.flatMap((a) => LETTERS.flatMap((b) => LETTERS.map((c) => a + b + c)))
  const byTwo = new Map<string, string>()
  for (const three of ALL) {
    const two = countryCode(three)
    if (two !== undefined && three !== 'UAE') byTwo.set(two, three)
  }
  const threeOf = (two: string) => byTwo.get(two)
})
