import { describe, expect, it } from 'vitest'
import { FixedClock } from '#adapters/memory/fixed-clock.ts'
import { MemoryProvider } from '#adapters/memory/memory-provider.ts'
import { MemoryReactQueue } from '#adapters/memory/memory-queues.ts'
import { createMemoryStores, type MemoryStores } from '#adapters/memory/memory-stores.ts'
import { commitOf, entry, event, HANA, HOUR, message, NOW, newcomer } from '#tests/contracts/state-samples.ts'

describe('memory stores', () => {
  it('show a change of what was stored as an error, where asked to', async () => {
    const { customers } = createMemoryStores({ freeze: true })
    const state = newcomer()
    await customers.commit({ ...commitOf(undefined, state), after: state })
    expect(() => Object.assign(state.head, { userId: 'changed' })).toThrow(TypeError)
  })

  it('tell what was written, as the table’s stream does', async () => {
    const heard: string[] = []
    const listen: NonNullable<Parameters<typeof createMemoryStores>[0]>['onChange'] = (change) => {
      heard.push(
        ...change.entries.map((each) => each.id),
        ...change.messages.map((each) => `${each.id} ${each.status}`),
      )
    }
    const { customers } = createMemoryStores({ onChange: listen })
    await customers.keep(HANA, entry('m-0'))
    await customers.commit(commitOf(undefined, newcomer(), { entries: [entry('m-0')] }))
    await customers.commit(
      commitOf(undefined, newcomer(), {
        entries: [entry('m-1')],
        messages: [{ message: message(), expect: 'absent' }],
      }),
    )
    await customers.saveMessage(message('message-1', { status: 'sent' }), ['planned'])
    expect(heard).toEqual(['m-0', 'm-1', 'message-1 planned', 'message-1 sent'])
  })

  it('say when something is due next', async () => {
    const stores = createMemoryStores()
    expect(stores.timers.next()).toBeUndefined()
    await due(stores, 'a', NOW + HOUR)
    await due(stores, 'b', NOW + 2)
    await due(stores, 'c', NOW + 1)
    expect(stores.timers.next()).toBe(NOW + 1)
  })
})

async function due(stores: MemoryStores, customerId: string, at: number): Promise<void> {
  const state = newcomer(customerId)
  await stores.customers.commit(
    commitOf(undefined, { ...state, head: { ...state.head, timer: { at, generation: 1, shard: 0 } } }),
  )
}

describe('a fixed clock', () => {
  it('moves when it is told to, and only on', () => {
    const clock = new FixedClock('2026-11-21T11:00:30.000Z')
    clock.advance(1)
    expect(clock.now()).toBe(NOW + 1)
    expect(() => clock.set(NOW)).toThrow(RangeError)
    expect(() => clock.set('tomorrow')).toThrow(RangeError)
  })
})

it('a memory queue gives in order what was sent, once', async () => {
  const queue = new MemoryReactQueue()
  const messages = ['a', 'b', 'c'].map((id) => ({ kind: 'event', event: event(id), contentHash: id }) as const)
  await queue.send(messages)
  expect(queue.take(2)).toEqual(messages.slice(0, 2))
  expect(queue.take()).toEqual(messages.slice(2))
  expect(queue.waiting).toEqual([])
})

it('a memory provider accepts, unless told to answer otherwise', async () => {
  const provider = new MemoryProvider()
  const mail = { channel: 'sms', id: 'm', customerId: HANA, class: 'service', to: '+81', text: 'hi', tags: {} } as const
  expect(await provider.send(mail)).toEqual({ kind: 'accepted', providerId: 'accepted-1' })
  provider.answer = () => ({ kind: 'unknown', reason: 'time-out' })
  expect(await provider.send(mail)).toEqual({ kind: 'unknown', reason: 'time-out' })
  expect([provider.calls.length, provider.accepted.length]).toEqual([2, 1])
})
