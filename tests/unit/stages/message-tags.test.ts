import { describe, expect, it } from 'vitest'
import { runScenario } from '#simulation/scenarios/run-scenario.ts'
import { catalogueOf } from '../language/small-shop.ts'

describe('a mail that leaves', () => {
  it('is tagged with ids alone: nothing of the profile, nothing of the event', async () => {
    const { sent } = await runScenario(catalogueOf(), 'cart', {
      scenario: 'a cart is left',
      customer: {
        email: 'hana@example.jp',
        locale: 'en',
        country: 'JP',
        timezone: 'Asia/Tokyo',
        consent: { shopping: 'granted' },
      },
      given: [{ at: '2026-11-21T10:00:00+09:00', event: 'Product Added', with: { cart_id: 'c1', currency: 'JPY' } }],
      until: '2026-11-25T10:00:00+09:00',
      expect: ['none'],
    })
    expect(sent.map(({ outgoing }) => outgoing.tags)).toEqual([{ workflow: 'cart', step: 'reminder' }])
    const [mail] = sent.map(({ outgoing }) => outgoing)
    const headers = mail !== undefined && 'headers' in mail ? mail.headers : {}
    expect(JSON.stringify(Object.entries(headers).filter(([name]) => name !== 'List-Unsubscribe'))).not.toMatch(
      /hana|JP|Tokyo|c1/,
    )
  })
})
