import { expect, it } from 'vitest'
import { customerIdOf } from '#engagement/customer/customer-id.ts'
import { ID_SECRET, World } from '#simulation/world.ts'
import { catalogueOf } from './engine-workspace.ts'

const START = Date.parse('2026-11-21T10:00:00Z')
const CUSTOMERS = 200

const letter = {
  name: 'Letter',
  class: 'marketing',
  topic: 'shopping',
  trigger: { event: 'Cart Filled' },
  holdout: '50%',
  steps: [{ wait: '1h' }, { send: 'letter' }],
}

it('holds other people out of each workflow, the same of one every time', async () => {
  const world = await World.create(catalogueOf({ workflows: { letter, other: { ...letter, name: 'Other' } } }), START)
  const heldOut = { letter: new Set<number>(), other: new Set<number>() }
  for (let person = 0; person < CUSTOMERS; person += 1) {
    await world.happen({ at: START, name: 'Cart Filled', userId: `user-${person}` })
    const state = await world.stores.customers.load(customerIdOf({ userId: `user-${person}` }, ID_SECRET) ?? '')
    for (const run of state?.runs ?? [])
      if (run.heldOut && (run.workflow === 'letter' || run.workflow === 'other')) heldOut[run.workflow].add(person)
  }
  const both = heldOut.letter.intersection(heldOut.other).size
  // Of two hundred, a hundred each and fifty in both, give or take five times what chance allows.
  expect(heldOut.letter.size).toBeGreaterThan(65)
  expect(heldOut.other.size).toBeGreaterThan(65)
  expect(both).toBeGreaterThan(20)
  expect(both).toBeLessThan(80)
})
