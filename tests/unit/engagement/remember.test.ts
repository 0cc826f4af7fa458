import { describe, expect, it } from 'vitest'
import { customerIdOf } from '#engagement/customer/customer-id.ts'
import { MOST_REMEMBERED } from '#engagement/journey/remember.ts'
import { ID_SECRET, World } from '#simulation/world.ts'
import { catalogueOf } from './engine-workspace.ts'

const START = Date.parse('2026-11-21T10:00:00Z')
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const HANA = customerIdOf({ userId: 'hana' }, ID_SECRET) ?? ''

const cart = {
  name: 'Cart',
  class: 'service',
  trigger: { event: 'Cart Filled', max_age: '2d' },
  one_per: 'event.cart_id',
  reentry: 'never',
  exit_when: [{ event: 'Ordered', where: { field: 'event.cart_id', equals: { field: 'entry.cart_id' } } }],
  steps: [{ end: 'seen' }],
}

async function worldOf(overlay: Partial<typeof cart> = {}) {
  const world = await World.create(catalogueOf({ workflows: { cart: { ...cart, ...overlay } } }), START)
  const decisions = (reason: string) =>
    world.reactions.flatMap((reaction) => reaction.decisions).filter((decision) => decision.reason === reason).length
  const happen = (name: string, minutes: number, properties: { readonly [name: string]: string }, received = minutes) =>
    world.happen({
      at: START + minutes * MINUTE,
      received: START + received * MINUTE,
      name,
      userId: 'hana',
      properties,
    })
  return { world, decisions, happen }
}

describe('what has ended', () => {
  it('keeps a customer out who may enter once, however much else has ended since', async () => {
    const { decisions, happen } = await worldOf()
    for (let n = 0; n < 150; n += 1) await happen('Cart Filled', n, { cart_id: `c${n}` })
    for (const first of ['c0', 'c1', 'c60', 'c149']) await happen('Cart Filled', 200, { cart_id: first })
    expect(decisions('no-reentry')).toBe(4)
    expect(decisions('too-much-to-remember')).toBe(0)
  })

  it('is forgotten at its limit only, and that is told', async () => {
    const { world, decisions, happen } = await worldOf()
    for (let n = 0; n < MOST_REMEMBERED; n += 1) await happen('Cart Filled', n, { cart_id: `c${n}` })
    expect(decisions('too-much-to-remember')).toBe(0)
    await happen('Cart Filled', 600, { cart_id: 'one more' })
    expect(decisions('too-much-to-remember')).toBe(1)
    expect((await world.stores.customers.load(HANA))?.memory.runs.length).toBe(MOST_REMEMBERED)
  })

  it('is not kept for ever where it no longer matters', async () => {
    const { world, decisions, happen } = await worldOf({ reentry: 'always' })
    for (let n = 0; n < 100; n += 1) await happen('Cart Filled', n, { cart_id: `c${n}` })
    expect((await world.stores.customers.load(HANA))?.memory.runs.length).toBe(60)
    expect(decisions('too-much-to-remember')).toBe(0)
  })

  it('holds a trigger back that comes after its exit, however many exits came since', async () => {
    const { decisions, happen } = await worldOf()
    for (let n = 0; n < 100; n += 1) await happen('Ordered', 10 + n, { cart_id: `c${n}` })
    await happen('Cart Filled', 5, { cart_id: 'c0' }, 200)
    expect(decisions('already-exited')).toBe(1)
  })

  it('makes no promise anew by a late word about one that was kept, however many were kept since', async () => {
    const { world, happen } = await worldOf()
    const due = new Date(START + 24 * HOUR).toISOString()
    for (let n = 0; n < 80; n += 1) {
      await happen('Dispatched', n, { order_id: `o${n}`, promised_at: due })
      await happen('Delivered', n, { order_id: `o${n}` })
    }
    await happen('Dispatched', 1, { order_id: 'o0', promised_at: due }, 100)
    const state = await world.stores.customers.load(HANA)
    expect(state?.memory.promises.length).toBe(80)
    expect(state?.promises).toEqual([])
  })
})
