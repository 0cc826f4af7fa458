import { describe, expect, it } from 'vitest'
import { terminalTeller } from '#local/event-log/terminal.ts'
import type { Happening, What } from '#views/happening.ts'

const AT = Date.parse('2026-11-21T02:00:00Z')

function teller(now = () => 0) {
  const lines: string[] = []
  const tell = terminalTeller({
    say: (line) => lines.push(line),
    zone: () => 'Asia/Tokyo',
    url: 'http://h',
    colored: false,
    now,
  })
  let seq = 0
  const happen = (what: What): void => {
    seq += 1
    tell({ seq, at: AT, customer: 'hana', what } satisfies Happening)
  }
  return { lines, happen }
}

describe('the terminal of the host', () => {
  it('says what was not understood, and that nobody names it', () => {
    const { lines, happen } = teller()
    const warning = {
      code: 'misspelt-event',
      place: 'detail-type',
      message: 'no such event',
      hint: 'Did you mean `Product Added`?',
    } as const
    happen({ kind: 'accepted', event: 'Product Aded', warnings: [warning], fate: 'kept' })
    expect(lines.map((line) => line.trim())).toEqual([
      'Sat 21 Nov 11:00  hana         >  Product Aded',
      'not understood: detail-type: no such event. Did you mean `Product Added`?',
      'no live workflow names it: kept in the timeline',
    ])
  })

  it('says what is waited for, why nothing would be sent then, and once how to move the clock there', () => {
    const { lines, happen } = teller()
    const waiting = {
      workflow: 'cart-abandonment',
      until: AT + 3_600_000,
      zone: 'Asia/Tokyo',
      next: ['reminder'],
      listens: [],
      unless: ['Order Completed'],
      foreseen: 'no-consent',
    }
    happen({ kind: 'waits', waiting })
    expect(lines.map((line) => line.trim())).toEqual([
      'Sat 21 Nov 11:00  hana         …  cart-abandonment: waits until Sat 21 Nov 12:00 (Asia/Tokyo), then "reminder", unless Order Completed',
      'as things stand nothing will be sent then: they never said yes to this topic',
      'Consent comes with an identify: traits { "consent": { "<topic>": "granted" } }.',
      `to see it now, move the clock: curl -d '{"advance":"1h 1m"}' http://h/clock`,
    ])
    happen({ kind: 'waits', waiting })
    expect(lines.filter((line) => line.includes('move the clock'))).toHaveLength(1)
  })

  it('says why a message is not sent', () => {
    const { lines, happen } = teller()
    const decision = {
      at: AT,
      workflow: 'cart',
      version: 'v',
      verdict: 'skipped',
      reason: 'no-consent',
      message: 'reminder',
      channel: 'email',
    } as const
    happen({ kind: 'decided', decision, zone: 'UTC' })
    expect(lines[0]).toContain('cart: "reminder" by email is not sent: they never said yes to this topic')
  })

  it('counts a flood instead of telling it', () => {
    let now = 0
    const { lines, happen } = teller(() => now)
    for (let n = 0; n < 1_000; n += 1) happen({ kind: 'raised', event: 'Promise At Risk' })
    expect(lines).toHaveLength(40)
    now = 1_000
    happen({ kind: 'raised', event: 'Promise Kept' })
    expect(lines.slice(40)).toEqual([
      '960 more lines: http://h/log has the latest',
      expect.stringContaining('Promise Kept'),
    ])
  })
})
