import { describe, expect, it } from 'vitest'
import { canonicalJson } from '#engagement/customer/content-hash.ts'
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
