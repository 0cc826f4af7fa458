import { describe, expect, it } from 'vitest'
import { writesOf } from '#adapters/aws/dynamodb/commit-transaction.ts'
import { customerIdOf } from '#engagement/customer/customer-id.ts'
import { LIMITS } from '#engagement/definition/limits.ts'
import { ID_SECRET, World } from '#local/simulation/world.ts'
import type { Overlay } from './engine-case.ts'
import { catalogueOf } from './engine-workspace.ts'

const START = Date.parse('2026-11-21T10:00:00Z')
const HOUR = 3_600_000
const HANA = customerIdOf({ userId: 'hana' }, ID_SECRET) ?? ''

const late = {
  name: 'Late',
  class: 'service',
  trigger: { event: 'Promise Broken' },
  one_per: 'event.order_id',
  steps: [{ send: 'late' }],
}
const cart = {
  name: 'Cart',
  class: 'service',
  trigger: { event: 'Cart Filled' },
  one_per: 'event.cart_id',
  exit_when: [{ event: 'Ordered' }],
  steps: [{ wait: '1d' }, { send: 'reminder' }],
}

/** A world in which every transaction is one that DynamoDB takes: the items of each, largest first. */
async function worldOf(workflows: Overlay['workflows']) {
  const world = await World.create(catalogueOf({ workflows }), START)
  const sizes: number[] = []
  const commit = world.stores.customers.commit.bind(world.stores.customers)
  world.stores.customers.commit = async (change) => {
    sizes.push(
      writesOf(
        change,
        'table',
        () => 0,
        () => 0,
      ).length,
    )
    return commit(change)
  }
  await world.happen({
    at: START,
    name: 'identify',
    userId: 'hana',
    traits: { email: 'hana@example.com', timezone: 'UTC' },
  })
  return { world, largest: () => Math.max(...sizes) }
}

const dispatched = (world: World, n: number, promisedAt = START + 24 * HOUR): Promise<void> =>
  world.happen({
    at: START,
    name: 'Dispatched',
    userId: 'hana',
    properties: { order_id: `o${n}`, shipment_id: `s${n}`, promised_at: new Date(promisedAt).toISOString() },
  })

describe('what is due at one instant', () => {
  it.each([1, 16, 17, 20])(
    '%i promises that break together are each told, in transactions that the store takes',
    async (count) => {
      const { world, largest } = await worldOf({ late })
      for (let n = 0; n < count; n += 1) await dispatched(world, n)
      await world.advanceTo(START + 25 * HOUR)
      expect(world.sent.filter((sent) => sent.name === 'late')).toHaveLength(count)
      expect(largest()).toBeLessThanOrEqual(100)
      expect((await world.stores.customers.load(HANA))?.backlog).toBeUndefined()
    },
  )

  it.each([20, 40])('%i runs and 20 promises together are each gone through', async (count) => {
    const { world, largest } = await worldOf({ late, cart })
    for (let n = 0; n < count; n += 1)
      await world.happen({ at: START, name: 'Cart Filled', userId: 'hana', properties: { cart_id: `c${n}` } })
    for (let n = 0; n < 20; n += 1) await dispatched(world, n, START + 24 * HOUR - 1)
    await world.advanceTo(START + 25 * HOUR)
    expect(world.sent.filter((sent) => sent.name === 'late')).toHaveLength(20)
    expect(world.sent.filter((sent) => sent.name === 'reminder')).toHaveLength(count)
    expect(largest()).toBeLessThanOrEqual(100)
  })
})

describe('a limit', () => {
  const cartOf = (world: World, n: number): Promise<void> =>
    world.happen({ at: START, name: 'Cart Filled', userId: 'hana', properties: { cart_id: `c${n}` } })
  const refused = (world: World, reason: string): number =>
    world.reactions.flatMap((reaction) => reaction.decisions).filter((decision) => decision.reason === reason).length

  it('lets the new promise go, not an old one, and says so', async () => {
    const { world } = await worldOf({ late })
    for (let n = 0; n < LIMITS.promises + 1; n += 1) {
      expect(refused(world, 'too-many-promises')).toBe(0)
      await dispatched(world, n)
    }
    const state = await world.stores.customers.load(HANA)
    expect(state?.promises.map((promise) => promise.key)).toEqual(
      Array.from({ length: LIMITS.promises }, (_, n) => `o${n}`),
    )
    expect(refused(world, 'too-many-promises')).toBe(1)
    const told = (await world.stores.customers.timeline(HANA)).flatMap((entry) => entry.decisions)
    expect(told).toContainEqual(expect.objectContaining({ verdict: 'flagged', reason: 'too-many-promises' }))
  })

  it('of marketing runs leaves service its room', async () => {
    const { world } = await worldOf({ cart: { ...cart, class: 'marketing', topic: 'shopping' }, late })
    for (let n = 0; n < LIMITS.runs.marketing + 10; n += 1) await cartOf(world, n)
    expect(refused(world, 'too-many-runs')).toBe(10)
    await dispatched(world, 1)
    await world.advanceTo(START + 25 * HOUR)
    expect(world.sent.filter((sent) => sent.name === 'late')).toHaveLength(1)
  })

  it('of service runs is told at the first beyond it', async () => {
    const { world } = await worldOf({ cart })
    for (let n = 0; n < LIMITS.runs.service; n += 1) await cartOf(world, n)
    expect(refused(world, 'too-many-runs')).toBe(0)
    await cartOf(world, LIMITS.runs.service)
    expect(refused(world, 'too-many-runs')).toBe(1)
  })

  it('is split where all that it allows is due at once, or ends by one event', async () => {
    const { world, largest } = await worldOf({ cart, late })
    for (let n = 0; n < LIMITS.runs.service; n += 1) await cartOf(world, n)
    for (let n = 0; n < LIMITS.promises; n += 1) await dispatched(world, n, START + 24 * HOUR)
    await world.happen({ at: START + HOUR, name: 'Ordered', userId: 'hana' })
    expect((await world.stores.customers.load(HANA))?.runs).toEqual([])
    await world.advanceTo(START + 25 * HOUR)
    expect(world.sent.filter((sent) => sent.name === 'late')).toHaveLength(LIMITS.promises)
    expect(largest()).toBeLessThanOrEqual(100)
  }, 60_000)
})
