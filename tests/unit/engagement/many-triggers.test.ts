import { describe, expect, it } from 'vitest'
import { World } from '#simulation/world.ts'
import { catalogueOf } from './engine-workspace.ts'

const START = Date.parse('2026-11-21T10:00:00Z')

/** `count` workflows that name one event and each ask for another total. */
const crowd = (count: number) =>
  catalogueOf({
    workflows: Object.fromEntries(
      Array.from({ length: count }, (_, n) => [
        `w${n}`,
        {
          name: `W${n}`,
          class: 'service',
          trigger: { event: 'Cart Filled', where: { field: 'event.total', equals: n } },
          steps: [{ wait: '1h' }, { send: 'hello' }],
        },
      ]),
    ),
  })

async function decisionsOf(count: number, total: unknown) {
  const world = await World.create(crowd(count), START)
  await world.happen({
    at: START,
    name: 'Cart Filled',
    userId: 'hana',
    properties: { cart_id: 'c1', ...(typeof total === 'number' ? { total } : {}) },
  })
  return world.reactions.flatMap((reaction) => reaction.decisions).filter((decision) => decision.workflow !== 'cart')
}

describe('an event that very many workflows name', () => {
  it('enters the one whose condition matches, and says of how many others it does not', async () => {
    const decisions = await decisionsOf(120, 77)
    expect(decisions.map(({ workflow, verdict, reason }) => `${workflow} ${verdict} ${reason}`)).toEqual([
      'w77 entered matched',
      '* not_entered trigger-unmatched',
    ])
    expect(decisions[1]?.values?.[0]?.asked).toContain('119 other workflows')
  })

  it('asks each workflow for itself where its condition is unknown', async () => {
    const decisions = await decisionsOf(120, undefined)
    expect(decisions.filter((decision) => decision.reason === 'trigger-unknown')).toHaveLength(120)
  })

  it('explains every workflow where they are few', async () => {
    const decisions = await decisionsOf(10, 7)
    expect(decisions).toHaveLength(10)
    expect(
      decisions
        .filter((decision) => decision.verdict === 'not_entered')
        .every((decision) => decision.values !== undefined),
    ).toBe(true)
  })
})
