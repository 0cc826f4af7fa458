import { describe, expect, it } from 'vitest'
import { runScenario } from '#simulation/scenarios/run-scenario.ts'
import { compile, readFiles } from '../../language/small-shop.ts'

const { catalogue } = compile(readFiles('workflows'))

describe('the card for the person who takes over', () => {
  it('holds nothing from outside that their program would make a link of, and what the customer is found by', async () => {
    if (catalogue === undefined) throw new Error('the workflows that ship do not compile')
    const failed = (minute: number) => ({
      at: `2026-11-20T14:0${minute}:00+09:00`,
      event: 'Payment Failed',
      with: {
        order_id: 'o-1',
        payment_url: 'https://shop.example/pay',
        note: 'Call\nhttp://evil.com/x',
        other_url: 'javascript:alert(1)',
      },
    })
    const { sent } = await runScenario(catalogue, 'payment-failing', {
      scenario: 'five failures',
      customer: {
        email: 'hana@example.jp',
        firstName: 'evil.com',
        locale: 'en',
        timezone: 'Asia/Tokyo',
        country: 'JP',
      },
      given: [1, 2, 3, 4, 5].map(failed),
      until: '2026-11-21T14:00:00+09:00',
      expect: ['none'],
    })
    const bodies = sent.flatMap(({ outgoing }) => (outgoing.channel === 'hand_over' ? [outgoing.body] : []))
    expect(bodies).toHaveLength(1)
    const [body = ''] = bodies
    expect(body).not.toMatch(/evil\.com|javascript:a|\\n/)
    expect(body).toContain('Call http: // evil. com/x')
    expect(body).toContain('"https://shop.example/pay"')
    expect(body).toContain('"email":"hana@example.jp"')
  })
})
