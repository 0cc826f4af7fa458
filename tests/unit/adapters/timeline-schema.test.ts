import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { EntryBodySchema, EventSchema } from '#adapters/aws/dynamodb/timeline-schema.ts'

const event = {
  messageId: 'm',
  name: 'Order Completed',
  customerId: 'u_1',
  at: 1,
  receivedAt: 1,
  properties: {},
  context: {},
  hops: 0,
}

describe('what was not understood in an event', () => {
  it('is stored with it and read back as it was', () => {
    const warnings = [
      {
        code: 'ignored-field',
        place: 'detail.order_id',
        message: 'nobody reads it here',
        hint: 'Put it under `properties`',
      },
    ]
    expect(z.parse(EventSchema, { ...event, warnings }).warnings).toEqual(warnings)
  })

  it('is read from entries of an earlier version, which said it in a line', () => {
    const warnings = ['traits.phone: no country code: cannot be written to', 'price: expected money, got string']
    expect(z.parse(EventSchema, { ...event, warnings }).warnings).toEqual([
      { code: 'unreadable-trait', place: 'detail.traits.phone', message: 'no country code: cannot be written to' },
      { code: 'unreadable-value', place: 'detail.price', message: 'expected money, got string' },
    ])
  })
})

describe('a decision that another version stored', () => {
  it('is read with its reason as it is, also where this version no longer knows the code', () => {
    const decision = { at: 1, workflow: 'cart', version: 'v0', verdict: 'held', reason: 'moon-phase' }
    const read = z.parse(EntryBodySchema, { kind: 'decision', at: 1, receivedAt: 1, decisions: [decision] })
    expect(read.decisions).toEqual([decision])
  })
})
