import { describe, expect, it } from 'vitest'
import { customerIdOf } from '#engagement/customer/customer-id.ts'
import { ID_SECRET, type World } from '#simulation/world.ts'
import type { EngineCase, Given } from './engine-case.ts'
import { playCase } from './play-case.ts'

const at = (time: string): number => Date.parse(`2026-11-${time}Z`)
const each = (count: number, given: (key: string) => Given): readonly Given[] =>
  Array.from({ length: count }, (_, place) => given(`k${place}`))

const play = (workflow: object, given: readonly Given[]): Promise<World> =>
  playCase({
    case: '',
    workflows: { own: workflow },
    given: [...given],
    until: at('29T00:00'),
    expect: {},
  } as EngineCase)

/** More than people have, and less than the limits of a customer: nothing of it is forgotten while it is asked for. */
const COUNTS = [20, 21, 30, 31, 60, 61, 250]

describe('what ended is remembered as long as it is asked for', () => {
  it.each(COUNTS)('%i parcels whose dispatch is told after their arrival are not late', async (count) => {
    const ordered = (key: string) => ({ order_id: key, promised_at: '2026-11-24T12:00:00Z' })
    const world = await play(
      {
        name: 'Late',
        class: 'service',
        trigger: { event: 'Promise Broken' },
        one_per: 'event.order_id',
        steps: [{ send: 'late' }],
      },
      [
        ...each(count, (key) => ({ at: at('21T10:00'), event: 'Ordered', with: ordered(key) })),
        ...each(count, (key) => ({
          at: at('21T12:00'),
          event: 'Delivered',
          with: { order_id: key, shipment_id: key },
        })),
        ...each(count, (key) => ({
          at: at('21T11:00'),
          received: at('21T12:30'),
          event: 'Dispatched',
          with: { ...ordered(key), shipment_id: key },
        })),
      ],
    )
    expect(world.sent).toEqual([])
  })

  it.each(COUNTS)('%i carts that are told of after they were bought are not reminded of', async (count) => {
    const bought = { event: 'Ordered', where: { field: 'event.cart_id', equals: { field: 'entry.cart_id' } } }
    const world = await play(
      {
        name: 'Cart',
        class: 'marketing',
        topic: 'shopping',
        trigger: { event: 'Cart Filled' },
        one_per: 'event.cart_id',
        exit_when: [bought],
        steps: [{ wait: '1h' }, { send: 'reminder' }],
      },
      [
        ...each(count, (key) => ({ at: at('21T12:00'), event: 'Ordered', with: { cart_id: key } })),
        ...each(count, (key) => ({
          at: at('21T11:00'),
          received: at('21T12:30'),
          event: 'Cart Filled',
          with: { cart_id: key },
        })),
      ],
    )
    expect(world.sent).toEqual([])
  })

  it.each(COUNTS)(
    'who was asked about %i bills, each once and never again, is not asked again about the first',
    async (count) => {
      const world = await play(
        {
          name: 'Ask',
          class: 'service',
          trigger: { event: 'Pay Failed' },
          one_per: 'event.bill_id',
          reentry: 'never',
          steps: [{ send: 'ask' }],
        },
        [
          ...each(count, (key) => ({ at: at('21T12:00'), event: 'Pay Failed', with: { bill_id: key } })),
          { at: at('22T12:00'), event: 'Pay Failed', with: { bill_id: 'k0' } },
        ],
      )
      expect(world.sent).toHaveLength(count)
    },
  )

  it('forgets runs that may begin again at any time, beyond the newest sixty', async () => {
    const world = await play(
      {
        name: 'Ask',
        class: 'service',
        trigger: { event: 'Pay Failed' },
        one_per: 'event.bill_id',
        steps: [{ send: 'ask' }],
      },
      each(100, (key) => ({ at: at('21T12:00'), event: 'Pay Failed', with: { bill_id: key } })),
    )
    const state = await world.stores.customers.load(customerIdOf({ userId: 'hana' }, ID_SECRET) ?? '')
    expect(state?.memory.runs).toHaveLength(60)
  })
})
