import { beforeEach, expect, it } from 'vitest'
import type { CustomerState } from '#engagement/journey/customer-state.ts'
import { commitOf, customerIdOf, HANA, HOUR, MINUTE, NOW, newcomer } from './state-samples.ts'
import type { Stores } from './stores-under-test.ts'

/** A state whose outstanding timer is due at `at`. */
const due = (
  state: CustomerState,
  at: number | undefined,
  generation = state.head.timerGeneration + 1,
): CustomerState => {
  const { timer: _, ...head } = state.head
  return {
    ...state,
    head: {
      ...head,
      timerGeneration: generation,
      ...(at === undefined ? {} : { timer: { at, generation, shard: 0 } }),
    },
  }
}
const timer = (customerId: string, at: number, generation: number) => ({ customerId, at, generation, shard: 0 })

/** What every `TimerStore` does, beside the commits that set its timers. */
export function describeTimerStore(fresh: () => Promise<Stores>): void {
  let stores: Stores
  beforeEach(async () => {
    stores = await fresh()
  })
  const commit = async (before: CustomerState | undefined, after: CustomerState): Promise<CustomerState> => {
    expect(await stores.customers.commit(commitOf(before, after))).toMatchObject({ kind: 'committed' })
    const stored = await stores.customers.load(after.customerId)
    if (stored === undefined) throw new Error('nothing is stored')
    return stored
  }

  it('finds who is due within a minute, and nobody else', async () => {
    const ken = customerIdOf('ken')
    await commit(undefined, due(newcomer(), NOW))
    await commit(undefined, due(newcomer(ken), NOW + 29_999))
    await commit(undefined, due(newcomer(customerIdOf('later')), NOW + 30_000))
    const found = await stores.timers.due(NOW - 30_000)
    expect([...found].sort((a, b) => a.at - b.at)).toEqual([timer(HANA, NOW, 1), timer(ken, NOW + 29_999, 1)])
    expect(await stores.timers.due(NOW - 90_000)).toEqual([])
    expect(await stores.timers.due(NOW - 30_000, NOW)).toEqual([timer(HANA, NOW, 1)])
    expect(await stores.timers.due(NOW - 30_000, NOW - 1)).toEqual([])
  })

  it('has one timer per customer: an earlier one replaces it', async () => {
    const first = await commit(undefined, due(newcomer(), NOW + HOUR))
    const second = await commit(first, due(first, NOW))
    expect(await stores.timers.due(NOW)).toEqual([timer(HANA, NOW, 2)])
    expect(await stores.timers.due(NOW + HOUR)).toEqual([])
    await commit(second, due(second, undefined, 2))
    expect(await stores.timers.due(NOW)).toEqual([])
  })

  it('leaves a timer alone that did not change', async () => {
    const first = await commit(undefined, due(newcomer(), NOW))
    await commit(first, { ...first, head: { ...first.head, userId: 'user-1' } })
    expect(await stores.timers.due(NOW)).toEqual([timer(HANA, NOW, 1)])
  })

  it('moves a timer within its minute', async () => {
    const first = await commit(undefined, due(newcomer(), NOW, 1))
    await commit(first, due(first, NOW + 1, 1))
    expect(await stores.timers.due(NOW)).toEqual([timer(HANA, NOW + 1, 1)])
  })

  it('removes a consumed timer, and does not mind that it is gone', async () => {
    await commit(undefined, due(newcomer(), NOW))
    await stores.timers.remove(timer(HANA, NOW, 1))
    await stores.timers.remove(timer(HANA, NOW, 1))
    expect(await stores.timers.due(NOW)).toEqual([])
  })

  it('follows both customers of a merge', async () => {
    const ken = customerIdOf('ken')
    const survivor = await commit(undefined, newcomer())
    const other = await commit(undefined, due(newcomer(ken), NOW))
    const gone = { ...due(other, undefined, 1), version: 2 }
    await stores.customers.commit({
      ...commitOf(survivor, due(survivor, NOW + MINUTE)),
      absorbed: { before: other, after: gone },
    })
    expect(await stores.timers.due(NOW)).toEqual([])
    expect(await stores.timers.due(NOW + MINUTE)).toEqual([timer(HANA, NOW + MINUTE, 1)])
  })

  it('remembers how far the sweep has come, and never goes back', async () => {
    expect(await stores.timers.cursor()).toBeUndefined()
    await stores.timers.saveCursor(NOW)
    await stores.timers.saveCursor(NOW - MINUTE)
    expect(await stores.timers.cursor()).toBe(NOW)
    await stores.timers.saveCursor(NOW + MINUTE)
    expect(await stores.timers.cursor()).toBe(NOW + MINUTE)
  })
}
