import { describe, expect, it } from 'vitest'
import type { Catalogue } from '#engagement/model/catalogue.ts'
import type { Step } from '#engagement/model/workflow.ts'
import { World } from '#simulation/world.ts'
import { reactTo } from '#stages/react.ts'
import { catalogueOf } from './engine-workspace.ts'

const START = Date.parse('2026-11-21T10:00:00Z')
const HOUR = 3_600_000

const catalogue = catalogueOf({
  workflows: {
    first: {
      name: 'First',
      class: 'service',
      trigger: { event: 'Pay Failed' },
      steps: [{ wait: '1h' }, { wait: '2h' }, { send: 'later' }],
    },
    second: {
      name: 'Second',
      class: 'service',
      trigger: { event: 'Pay Failed' },
      steps: [{ wait: '1h' }, { send: 'help' }],
    },
    morning: {
      name: 'Morning',
      class: 'service',
      trigger: { event: 'Ordered' },
      steps: [{ wait: { for: '1d', at: '10:00' } }, { send: 'thanks' }],
    },
    late: {
      name: 'Late',
      class: 'service',
      trigger: { event: 'Promise Broken' },
      one_per: 'event.order_id',
      steps: [{ send: 'late' }],
    },
  },
})

const thrown = (): never => {
  throw new RangeError('planted')
}

/** The workflow with one step that throws when it is taken. */
function withBrokenStep(id: string, broken: (step: Step) => boolean): Catalogue {
  const workflows = catalogue.workflows.map((workflow) => {
    if (workflow.id !== id) return workflow
    const steps = Object.entries(workflow.steps).map(([name, step]) => [
      name,
      broken(step)
        ? Object.defineProperty({ ...step }, step.kind === 'wait' ? 'for' : 'message', { get: thrown })
        : step,
    ])
    return { ...workflow, steps: Object.fromEntries(steps) }
  })
  return { ...catalogue, workflows }
}

async function worldOf(planted: Catalogue): Promise<World> {
  const world = await World.create(planted, START - HOUR)
  await world.happen({
    at: START - HOUR,
    name: 'identify',
    userId: 'hana',
    traits: { email: 'hana@example.com', timezone: 'UTC' },
  })
  return world
}

const asideIn = async (world: World) =>
  (await world.stores.quarantine.list()).map(({ code, place, reason }) => ({ code, place, reason }))
const decisionsIn = (world: World) =>
  world.reactions
    .flatMap(({ decisions }) => decisions)
    .map(({ workflow, verdict, reason }) => [workflow, verdict, reason])

describe('what the core cannot take', () => {
  it('is the one run whose time has come and which throws: it is put aside, told, and the others go on', async () => {
    const world = await worldOf(withBrokenStep('first', (step) => step.kind === 'wait' && step.for.ms === 2 * HOUR))
    await world.happen({ at: START, name: 'Pay Failed', userId: 'hana', properties: {} })
    await world.advanceTo(START + 24 * HOUR)
    expect(world.sent.map(({ name }) => name)).toEqual(['help'])
    expect(await asideIn(world)).toEqual([
      {
        code: 'put-aside',
        reason: 'range-error: planted',
        place: expect.stringMatching(/^customer u_.+, run first##1$/),
      },
    ])
    expect(decisionsIn(world)).toContainEqual(['first', 'failed', 'put-aside'])
    await world.happen({ at: START + 25 * HOUR, name: 'Pay Failed', userId: 'hana', properties: {} })
    await world.advanceTo(START + 27 * HOUR)
    expect(world.sent.map(({ name }) => name)).toEqual(['help', 'help'])
  })

  it('is one workflow that an event would enter: the event is kept, and enters the others', async () => {
    const world = await worldOf(withBrokenStep('first', () => true))
    await world.happen({ at: START, name: 'Pay Failed', userId: 'hana', properties: {} })
    await world.advanceTo(START + 24 * HOUR)
    expect(world.sent.map(({ name }) => name)).toEqual(['help'])
    expect((await asideIn(world)).map(({ place }) => place)).toEqual([
      expect.stringMatching(/, entry into first of Pay Failed happening-2$/),
    ])
  })

  it('is one promise: it is let go of and told, and everything else of the customer goes on', async () => {
    let armed = false
    const givesUpAfter = () => (armed ? thrown() : 14 * 24 * HOUR)
    const promises = catalogue.promises.map((promise) =>
      Object.defineProperty({ ...promise }, 'givesUpAfter', { get: givesUpAfter }),
    )
    const world = await worldOf({ ...catalogue, promises })
    const properties = { order_id: 'o1', promised_at: '2026-11-21T11:00:00Z' }
    await world.happen({ at: START, name: 'Ordered', userId: 'hana', properties })
    await world.happen({ at: START, name: 'Pay Failed', userId: 'hana', properties: {} })
    armed = true
    await world.advanceTo(START + 72 * HOUR)
    expect(world.sent.map(({ name }) => name)).not.toContain('late')
    expect((await asideIn(world)).map(({ place }) => place)).toEqual([expect.stringMatching(/, promise delivery#o1$/)])
    armed = false
    await world.happen({
      at: world.clock.now(),
      name: 'Ordered',
      userId: 'hana',
      properties: { ...properties, order_id: 'o2', promised_at: '2026-11-25T11:00:00Z' },
    })
    await world.advanceTo(START + 200 * HOUR)
    expect(world.sent.map(({ name }) => name)).toContain('late')
  })

  it('is an event as a whole: it stands in the timeline with its reason, counts once, and the next one is taken', async () => {
    const world = await worldOf(catalogue)
    const told: number[] = []
    const queue = { send: async () => {} }
    const deps = { ...world.stores, reactQueue: queue, clock: world.clock, onPutAside: (n: number) => told.push(n) }
    const [customerId = ''] = world.stores.customers.ids()
    const at = world.clock.now()
    const event = {
      messageId: 'poison',
      name: 'Pay Failed',
      customerId,
      at,
      receivedAt: at,
      properties: {},
      context: {},
    }
    const poison = Object.defineProperty({ ...event, hops: 0 }, 'userId', { get: thrown, enumerable: false })
    for (let time = 0; time < 2; time += 1) await reactTo({ kind: 'event', event: poison, contentHash: 'h' }, deps)
    const entries = (await world.stores.customers.timeline(customerId)).filter(({ id }) => id === 'poison')
    expect(entries.map(({ decisions }) => decisions.map(({ verdict, reason }) => [verdict, reason]))).toEqual([
      [['failed', 'put-aside']],
    ])
    expect(await asideIn(world)).toHaveLength(1)
    expect(told).toEqual([1, 1])
    await world.happen({ at: START, name: 'Pay Failed', userId: 'hana', properties: {} })
    await world.advanceTo(START + 24 * HOUR)
    expect(world.sent.map(({ name }) => name)).toContain('help')
  })

  it('is a message that cannot be written: it is skipped with its reason, and the run goes on', async () => {
    const workflows = catalogue.workflows.map((workflow) =>
      workflow.id === 'second' ? { ...workflow, messages: new Proxy({}, { get: thrown }) } : workflow,
    )
    const world = await worldOf({ ...catalogue, workflows })
    await world.happen({ at: START, name: 'Pay Failed', userId: 'hana', properties: {} })
    await world.advanceTo(START + 2 * HOUR)
    expect(decisionsIn(world)).toContainEqual(['second', 'skipped', 'put-aside'])
    expect(decisionsIn(world)).toContainEqual(['second', 'ended', 'completed'])
  })

  it('is never a failure of the store: that is tried again', async () => {
    const world = await worldOf(catalogue)
    const away = Object.assign(Object.create(world.stores.customers), {
      load: async () => {
        throw new Error('away')
      },
    })
    const queue = { send: async () => {} }
    const [customerId = ''] = world.stores.customers.ids()
    const at = world.clock.now()
    const event = {
      messageId: 'm',
      name: 'Pay Failed',
      customerId,
      at,
      receivedAt: at,
      properties: {},
      context: {},
      hops: 0,
    }
    const deps = { ...world.stores, customers: away, reactQueue: queue, clock: world.clock }
    await expect(reactTo({ kind: 'event', event, contentHash: 'h' }, deps)).rejects.toThrow('away')
    expect(await asideIn(world)).toEqual([])
  })
})

it('a zone that an earlier version stored and nobody can compute with silences nobody', async () => {
  const world = await worldOf(catalogue)
  const [customerId = ''] = world.stores.customers.ids()
  const state = await world.stores.customers.load(customerId)
  if (state === undefined) throw new Error('no customer')
  const traits = { ...state.profile.traits, timezone: { value: 'JST', at: START } }
  await world.stores.customers.commit({
    before: state,
    after: { ...state, version: state.version + 1, profile: { ...state.profile, traits } },
    entries: [],
    messages: [],
  })
  await world.happen({ at: START, name: 'Ordered', userId: 'hana', properties: {} })
  await world.advanceTo(START + 72 * HOUR)
  expect(world.sent.map(({ name }) => name)).toEqual(['thanks'])
  expect(await asideIn(world)).toEqual([])
})

it.each(['constructor', '__proto__', 'toString'])(
  'a parcel may be called %s: the promise waits for it too',
  async (shipment_id) => {
    const world = await worldOf(catalogue)
    const properties = { order_id: 'o1', promised_at: '2026-11-22T10:00:00Z' }
    await world.happen({ at: START, name: 'Dispatched', userId: 'hana', properties: { ...properties, shipment_id } })
    await world.happen({
      at: START,
      name: 'Dispatched',
      userId: 'hana',
      properties: { ...properties, shipment_id: 's2' },
    })
    await world.happen({
      at: START + HOUR,
      name: 'Delivered',
      userId: 'hana',
      properties: { ...properties, shipment_id: 's2' },
    })
    await world.advanceTo(START + 48 * HOUR)
    expect(world.sent.map(({ name }) => name)).toContain('late')
    expect(await asideIn(world)).toEqual([])
  },
)
