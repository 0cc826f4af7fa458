import { expect, it } from 'vitest'
import { World } from '#simulation/world.ts'
import { catalogueOf } from './engine-workspace.ts'

const START = Date.parse('2026-11-21T10:00:00Z')
const MINUTE = 60_000

it('a customer whose timer was lost is woken again by the next event', async () => {
  const word = {
    name: 'Word',
    class: 'service',
    trigger: { event: 'Cart Filled' },
    steps: [{ wait: '1h' }, { send: 'word' }],
  }
  const world = await World.create(catalogueOf({ workflows: { word } }), START)
  await world.happen({ at: START, name: 'Cart Filled', userId: 'hana', properties: { cart_id: 'c1' } })
  const [timer] = await world.stores.timers.due(START + 60 * MINUTE)
  if (timer === undefined) throw new Error('nothing is due')
  await world.stores.timers.remove(timer)
  await world.advanceTo(START + 74 * MINUTE)
  expect(world.sent).toEqual([])
  await world.happen({
    at: START + 76 * MINUTE,
    name: 'identify',
    userId: 'hana',
    traits: { email: 'hana@shop.example' },
  })
  await world.advanceTo(START + 77 * MINUTE)
  expect(world.sent.map((sent) => sent.name)).toEqual(['word'])
})
