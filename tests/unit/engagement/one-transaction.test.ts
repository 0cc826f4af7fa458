import { describe, expect, it } from 'vitest'
import { writesOf } from '#adapters/aws/dynamodb/commit-transaction.ts'
import { customerIdOf } from '#engagement/customer/customer-id.ts'
import type { JsonObject } from '#engagement/customer/json.ts'
import { TransientError } from '#engagement/errors.ts'
import { LIMITS } from '#engagement/model/limits.ts'
import type { Weight } from '#engagement/transaction.ts'
import { ID_SECRET, World } from '#simulation/world.ts'
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
async function worldOf(workflows: Overlay['workflows'], room?: Weight) {
  const world = await World.create(catalogueOf({ workflows }), START, room)
  const sizes: number[] = []
  const commit = world.stores.customers.commit.bind(world.stores.customers)
  world.stores.customers.commit = async (change) => {
    sizes.push(
      writesOf(
        change,
        'table',
        () => 0,
        () => 0,
      ).writes.length,
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
    expect(new Set(state?.promises.map((promise) => promise.key))).toEqual(
      new Set(Array.from({ length: LIMITS.promises }, (_, n) => `o${n}`)),
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

  it('of runs is split where all of them end by one event', async () => {
    const { world, largest } = await worldOf({ cart })
    for (let n = 0; n < LIMITS.runs.service; n += 1) await cartOf(world, n)
    await world.happen({ at: START + HOUR, name: 'Ordered', userId: 'hana' })
    expect((await world.stores.customers.load(HANA))?.runs).toEqual([])
    expect(largest()).toBeLessThanOrEqual(100)
  }, 60_000)

  it('of promises is split where all of them break at once', async () => {
    const { world, largest } = await worldOf({ late })
    for (let n = 0; n < LIMITS.promises; n += 1) await dispatched(world, n)
    await world.advanceTo(START + 24 * HOUR + 1)
    expect((await world.stores.customers.load(HANA))?.backlog).toBeUndefined()
    expect(world.sent.filter((sent) => sent.name === 'late')).toHaveLength(LIMITS.promises)
    expect(largest()).toBeLessThanOrEqual(100)
  }, 120_000)
})

describe('a merge', () => {
  /** An anonymous customer with so many runs and promises, who then turns out to be Hana. */
  async function merged(runs: number, promises: number, room?: Weight) {
    const { world, largest } = await worldOf({ late, cart }, room)
    const anonymously = (name: string, properties: JsonObject): Promise<void> =>
      world.happen({ at: START, name, anonymousId: 'guest', properties })
    for (let n = 0; n < runs; n += 1) await anonymously('Cart Filled', { cart_id: `c${n}` })
    const promised_at = new Date(START + 24 * HOUR).toISOString()
    for (let n = 0; n < promises; n += 1)
      await anonymously('Dispatched', { order_id: `o${n}`, shipment_id: `s${n}`, promised_at })
    await world.happen({ at: START + HOUR, name: 'identify', userId: 'hana', anonymousId: 'guest', traits: {} })
    const survivor = await world.stores.customers.load(HANA)
    const other = await world.stores.customers.load(customerIdOf({ anonymousId: 'guest' }, ID_SECRET) ?? '')
    return { world, largest, survivor, other }
  }

  it.each([
    [0, 1],
    [3, 1],
    [28, 0],
    [40, 15],
    [200, 100],
  ])('of %i runs and %i promises takes all of them over', async (runs, promises) => {
    const { world, largest, survivor, other } = await merged(runs, promises)
    expect(largest()).toBeLessThanOrEqual(100)
    expect([survivor?.runs.length, survivor?.promises.length, survivor?.head.absorbing]).toEqual([
      runs,
      promises,
      undefined,
    ])
    expect([other?.runs, other?.promises]).toEqual([[], []])
    await world.advanceTo(START + 26 * HOUR)
    expect(world.sent.filter((sent) => sent.name === 'reminder')).toHaveLength(runs)
    expect(world.sent.filter((sent) => sent.name === 'late')).toHaveLength(promises)
  })

  it('that breaks off anywhere goes on with the next thing that happens to either', async () => {
    for (let crash = 1; crash < 8; crash += 1) {
      const { world } = await worldOf({ late, cart })
      for (let n = 0; n < 90; n += 1)
        await world.happen({ at: START, name: 'Cart Filled', anonymousId: 'guest', properties: { cart_id: `c${n}` } })
      const commit = world.stores.customers.commit.bind(world.stores.customers)
      let left = crash
      world.stores.customers.commit = async (change) => {
        left -= 1
        if (left < 0) throw new TransientError('planned-fault', 'the store went away')
        return commit(change)
      }
      const identify = { at: START + HOUR, name: 'identify', userId: 'hana', anonymousId: 'guest', messageId: 'both' }
      await world.happen({ ...identify, traits: {} }).catch(() => undefined)
      world.stores.customers.commit = commit
      // The event is delivered again, then the customer buys under the old id.
      await world.happen({ ...identify, traits: {} })
      await world.happen({ at: START + 2 * HOUR, name: 'Ordered', anonymousId: 'guest' })
      const survivor = await world.stores.customers.load(HANA)
      expect([survivor?.runs, survivor?.head.absorbing]).toEqual([[], undefined])
      await world.advanceTo(START + 26 * HOUR)
      expect(world.sent).toEqual([])
    }
  })
})
