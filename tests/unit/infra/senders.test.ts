import { describe, expect, it } from 'vitest'
import type { Settings } from '#engagement/model/settings.ts'
import { domainProblem } from '#infra/domain.ts'
import { publicUrlOf } from '#infra/public-place.ts'
import { sendersFor } from '#infra/senders.ts'
import { SetupError } from '#infra/setup-error.ts'

// Only the senders are looked at here.
const settings = {
  senders: {
    service: { email: 'care@mail.tea.example', name: 'Tea' },
    marketing: { email: 'letter@news.tea.example', name: 'Tea' },
  },
} as Settings

describe('who mails may come from', () => {
  it('is by itself the domains that the workflows write from', () => {
    expect(sendersFor(settings, undefined)).toEqual([{ from: 'mail.tea.example' }, { from: 'news.tea.example' }])
  })

  it('is covered by the domain above, or by the address itself', () => {
    const given = [{ from: 'mail.tea.example' }, { from: 'letter@news.tea.example' }]
    expect(sendersFor(settings, given)).toEqual(given)
    expect(sendersFor(settings, [{ from: 'tea.example' }])).toEqual([{ from: 'tea.example' }])
  })

  it.each([
    [[]],
    [[{ from: 'mail.tea.example' }]],
    [[{ from: 'other@news.tea.example' }, { from: 'mail.tea.example' }]],
  ])('names the address that nobody of %j covers', (given) => {
    expect(() => sendersFor(settings, given)).toThrow(/^senders: .* writes from .*@.*, which none of them covers/)
  })

  it.each(['tea', 'Tea.example', 'tea .example', 'https://tea.example', '-tea.example', 'tea..example', 'me@tea'])(
    'refuses "%s"',
    (from) => {
      expect(() => sendersFor(settings, [{ from: 'tea.example' }, { from }])).toThrow(SetupError)
    },
  )

  it('takes names as DNS does', () => {
    expect(domainProblem('a-1.xn--eckwd4c7c.example')).toBeUndefined()
    expect(domainProblem(`${'a'.repeat(64)}.example`)).toContain('is not a domain')
  })
})

describe('the address of the pages', () => {
  it('is the name of one’s own, or one’s own address without the last slash', () => {
    expect(publicUrlOf({ publicUrl: 'https://shop.example/mail/' })).toBe('https://shop.example/mail')
    expect(publicUrlOf({})).toBeUndefined()
  })

  it.each(['http://shop.example', 'shop.example', ''])('is https: not "%s"', (publicUrl) => {
    expect(() => publicUrlOf({ publicUrl })).toThrow(/^publicUrl: /)
  })

  it('needs somebody who can prove the name', () => {
    expect(() => publicUrlOf({ publicDomain: { name: 'hello.shop.example' } })).toThrow(/hostedZone, or a certificate/)
    expect(() => publicUrlOf({ publicDomain: { name: 'hello' } })).toThrow(/is not a domain/)
  })
})
