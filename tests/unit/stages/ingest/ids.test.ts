import { describe, expect, it } from 'vitest'
import { canonicalJson, contentHashOf, type EventContent } from '#engagement/customer/content-hash.ts'
import { customerIdOf } from '#engagement/customer/customer-id.ts'

describe('the id of a customer', () => {
  it('is that of the user, whatever device they use', () => {
    const id = customerIdOf({ userId: 'hana' }, 'secret')
    expect(id).toMatch(/^u_[\w-]{22}$/)
    expect(customerIdOf({ userId: 'hana', anonymousId: 'device' }, 'secret')).toBe(id)
  })

  it('is that of the device where nobody has logged in, and never a user of the same name', () => {
    expect(customerIdOf({ anonymousId: 'hana' }, 'secret')).toMatch(/^a_[\w-]{22}$/)
    expect(customerIdOf({ anonymousId: 'hana' }, 'secret')?.slice(2)).not.toBe(
      customerIdOf({ userId: 'hana' }, 'secret')?.slice(2),
    )
  })

  it('cannot be had without the secret', () => {
    expect(customerIdOf({ userId: 'hana' }, 'secret')).not.toBe(customerIdOf({ userId: 'hana' }, 'other'))
  })

  it('is none where nothing names them', () => {
    expect(customerIdOf({}, 'secret')).toBeUndefined()
  })
})

it('spells the same JSON the same way, whatever the order of its members', () => {
  expect(canonicalJson({ b: [1, { d: null, c: 'é"' }], a: true })).toBe('{"a":true,"b":[1,{"c":"é\\"","d":null}]}')
})

describe('two events with one messageId', () => {
  const said: EventContent = {
    name: 'Order Completed',
    userId: 'hana',
    anonymousId: 'device',
    properties: { order_id: 'o1' },
    traits: { tier: 'gold' },
    timestamp: '2026-11-21T10:00:00Z',
  }
  const OTHERWISE: readonly (readonly [string, Partial<EventContent>])[] = [
    ['another name', { name: 'Order Cancelled' }],
    ['another user', { userId: 'ken' }],
    ['another device', { anonymousId: 'phone' }],
    ['another property', { properties: { order_id: 'o2' } }],
    ['one property more', { properties: { order_id: 'o1', total: 1 } }],
    ['another value of a trait', { traits: { tier: 'silver' } }],
    ['one trait less', { traits: {} }],
    ['another time', { timestamp: '2026-11-21T10:00:01Z' }],
  ]
  for (const [what, other] of OTHERWISE) {
    it(`are not the same where one says ${what}`, () => {
      expect(contentHashOf({ ...said, ...other })).not.toBe(contentHashOf(said))
    })
  }

  it('are the same where they say the same in another order', () => {
    const { name, ...rest } = said
    expect(contentHashOf({ ...rest, name })).toBe(contentHashOf(said))
  })
})
