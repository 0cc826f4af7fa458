import { describe, expect, it } from 'vitest'
import { writesOf } from '#adapters/aws/dynamodb/commit-transaction.ts'
import { MOST_TRAITS } from '#engagement/customer/apply-traits.ts'
import { bytesOf } from '#engagement/customer/bytes-of.ts'
import { customerIdOf } from '#engagement/customer/customer-id.ts'
import { MOST_BYTES as MOST_TRAIT } from '#engagement/customer/normalise-traits.ts'
import { isLimitReason, LIMITS } from '#engagement/model/limits.ts'
import { openIncident, type Watched } from '#engagement/promise/watch.ts'
import { ID_SECRET, World } from '#simulation/world.ts'
import { catalogueOf } from './engine-workspace.ts'

const START = Date.parse('2026-11-21T10:00:00Z')
const HOUR = 3_600_000
const HANA = customerIdOf({ userId: 'hana' }, ID_SECRET) ?? ''

/** Text that does not deflate to nothing. */
const noise = (bytes: number, seed = 1): string => {
  let [text, state] = ['', seed]
  while (text.length < bytes) {
    state = (state * 48_271) % 2_147_483_647
    text += state.toString(36)
  }
  return text.slice(0, bytes)
}

/** A world in which no item is larger than the store takes. */
async function worldOf(workflows: Parameters<typeof catalogueOf>[0]['workflows'] = {}) {
  const world = await World.create(catalogueOf({ workflows }), START)
  let largest = 0
  const commit = world.stores.customers.commit.bind(world.stores.customers)
  world.stores.customers.commit = async (change) => {
    for (const { item } of writesOf(
      change,
      'table',
      () => 0,
      () => 0,
    ).writes)
      for (const value of Object.values(item.Put?.Item ?? {}))
        largest = Math.max(largest, value.B?.length ?? value.S?.length ?? 0)
    return commit(change)
  }
  const identify = (traits: Record<string, string>, messageId: string): Promise<void> =>
    world.happen({ at: START, name: 'identify', userId: 'hana', messageId, traits })
  await identify({ email: 'hana@example.com', timezone: 'UTC' }, 'known')
  const reasons = (): readonly string[] =>
    world.reactions.flatMap((reaction) => reaction.decisions.map((each) => each.reason).filter(isLimitReason))
  const state = async () => {
    const found = await world.stores.customers.load(HANA)
    if (found === undefined) throw new Error('nobody is there')
    return found
  }
  return { world, identify, reasons, state, largest: () => largest }
}

describe('a trait', () => {
  it.each([
    [MOST_TRAIT - 1, true],
    [MOST_TRAIT, true],
    [MOST_TRAIT + 1, false],
    [10 * MOST_TRAIT, false],
  ])('of %i bytes with its name is taken over: %s, and its sender is told where it is not', async (bytes, taken) => {
    const { identify, state, world } = await worldOf()
    await identify({ bio: noise(bytes - 'bio'.length - 2) }, 'm')
    expect((await state()).profile.traits['bio'] !== undefined).toBe(taken)
    const entry = (await world.stores.customers.timeline(HANA)).find((each) => each.id === 'm')
    const told = entry?.event?.warnings?.filter((warning) => warning.code === 'too-large-trait')
    expect(told?.map((warning) => warning.place) ?? []).toEqual(taken ? [] : ['detail.traits.bio'])
  })
})

describe('a profile', () => {
  it('that is full takes no new trait, says so, and still learns of those that it has', async () => {
    const { identify, reasons, state, largest } = await worldOf()
    for (let n = 0; n < 16; n += 1) await identify({ [`t${n}`]: noise(8_000, n + 1) }, `m${n}`)
    expect(bytesOf((await state()).profile.traits)).toBeLessThanOrEqual(MOST_TRAITS.bytes)
    expect(reasons()).toEqual(['too-many-traits', 'too-many-traits', 'too-many-traits', 'too-many-traits'])
    await identify({ email: 'new@example.com' }, 'later')
    expect((await state()).profile.traits['email']?.value).toBe('new@example.com')
    expect(largest()).toBeLessThan(400_000)
  })

  it.each([499, 500, 501, 5_000])('of %i traits has at most 500 of them', async (count) => {
    const { identify, reasons, state } = await worldOf()
    // The address and the zone are two of them.
    const wanted = Array.from({ length: count - 2 }, (_, n) => [`t${n}`, 'x'])
    await identify(Object.fromEntries(wanted), 'm')
    expect(Object.keys((await state()).profile.traits)).toHaveLength(Math.min(count, MOST_TRAITS.count))
    expect(reasons()).toEqual(count > MOST_TRAITS.count ? ['too-many-traits'] : [])
  })

  it('too large for the store is kept without what the timeline can tell again, and goals still count', async () => {
    const pay = {
      name: 'Pay',
      class: 'service',
      trigger: { event: 'Pay Failed' },
      one_per: 'event.bill_id',
      goal: { event: 'Paid', where: { field: 'event.bill_id', equals: { field: 'entry.bill_id' } }, within: '3d' },
      steps: [{ send: 'help' }],
    }
    const { world, reasons, largest } = await worldOf({ pay })
    for (let n = 0; n < 8; n += 1) {
      const properties = { bill_id: `b${n}`, letter: noise(100_000, n + 1) }
      await world.happen({ at: START, name: 'Pay Failed', userId: 'hana', messageId: `f${n}`, properties })
    }
    await world.happen({ at: START + HOUR, name: 'Paid', userId: 'hana', properties: { bill_id: 'b0' } })
    expect(largest()).toBeLessThan(400_000)
    expect(reasons()).toContain('too-large')
    const goals = world.reactions
      .flatMap((reaction) => reaction.decisions)
      .filter((each) => each.verdict === 'goal_reached')
    expect(goals.map((each) => each.run)).toEqual(['pay#b0#1'])
  })
})

describe('a run', () => {
  it('that waits for a large event keeps of both what fits, and goes on', async () => {
    const pay = {
      name: 'Pay',
      class: 'service',
      trigger: { event: 'Pay Failed' },
      steps: [{ wait: { for_event: 'Paid', timeout: '6h', on_event: [{ wait: '1h' }, { send: 'thanks' }] } }],
    }
    const { world, reasons, largest } = await worldOf({ pay })
    const properties = { bill_id: 'b', letter: noise(195_000) }
    await world.happen({ at: START, name: 'Pay Failed', userId: 'hana', properties })
    await world.happen({
      at: START,
      name: 'Paid',
      userId: 'hana',
      properties: { ...properties, letter: noise(195_000, 7) },
    })
    expect(largest()).toBeLessThan(400_000)
    expect(reasons()).toEqual(['too-large'])
    await world.advanceTo(START + 2 * HOUR)
    expect(world.sent.map((sent) => sent.name)).toEqual(['thanks'])
  })

  it('is told apart by a key of any length, which is stored as its hash', async () => {
    const cart = {
      name: 'Cart',
      class: 'service',
      trigger: { event: 'Cart Filled' },
      one_per: 'event.cart_id',
      steps: [{ wait: '1h' }, { send: 'word' }],
    }
    const { world, state } = await worldOf({ cart })
    for (const seed of [1, 2, 1])
      await world.happen({
        at: START,
        name: 'Cart Filled',
        userId: 'hana',
        properties: { cart_id: noise(5_000, seed) },
      })
    const keys = (await state()).runs.map((run) => run.key)
    expect(keys).toHaveLength(2)
    for (const key of keys) expect(key).toMatch(/^sha256:.{43}$/)
  })
})

it('what an event of our own carries fits the bus, and what was left out is told', async () => {
  const echo = {
    name: 'Echo',
    class: 'service',
    trigger: { event: 'Cart Filled' },
    steps: [{ emit: { event: 'Ping', properties: { hop: { field: 'event.url' } } } }],
  }
  const { world, reasons } = await worldOf({ echo })
  const properties = { cart_id: 'c1', url: noise(190_000) }
  await world.happen({ at: START, name: 'Cart Filled', userId: 'hana', properties })
  const raised = world.reactions.flatMap((reaction) => reaction.entries).find((entry) => entry.event?.name === 'Ping')
  expect(raised?.event?.properties).toEqual({})
  expect(reasons()).toEqual(['value-too-large'])
})

describe('incidents beyond the limit', () => {
  const openAll = (count: number): Watched => {
    let watched: Watched = { promises: [], ended: [], incidents: [], raised: [], refused: [] }
    for (let n = 1; n <= count; n += 1)
      watched = openIncident(watched, { rule: 'lost', key: `k${n}`, openedAt: n, endsAt: n * HOUR, about: {} }, 'test')
    return watched
  }

  it.each([LIMITS.incidents - 1, LIMITS.incidents, LIMITS.incidents + 1, LIMITS.incidents * 10])(
    'are not kept by themselves and are told, and marketing waits as long as it would: %i',
    (count) => {
      const { incidents, refused } = openAll(count)
      expect(incidents).toHaveLength(Math.min(count, LIMITS.incidents))
      expect(refused).toHaveLength(Math.max(0, count - LIMITS.incidents))
      expect(Math.max(...incidents.map((each) => each.endsAt))).toBe(count * HOUR)
    },
  )
})
