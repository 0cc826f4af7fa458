import { beforeAll, describe, expect, it } from 'vitest'
import { Chance } from '#simulation/seeds/chance.ts'
import { play, type Shop } from '#simulation/seeds/play.ts'
import { SAVED } from '#simulation/seeds/saved.ts'
import { lifeOf } from '#simulation/seeds/story/life.ts'
import { tellBreach } from '#simulation/seeds/tell.ts'
import { firstOfNew } from '#tools/seeds/first-of-new.ts'
import { openShop } from '#tools/seeds/shop.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
}, 60_000)

/** New worlds for so long: `npm run seeds` and CI play them for longer. */
const NEW_MS = 10_000

describe('worlds from seeds', () => {
  it.each(SAVED.map(({ seed, found }) => [seed, found] as const))('keep the laws in seed %i: %s', async (seed) => {
    const played = await play(seed, shop)
    expect(tellBreach(played, {})).toEqual([])
  })

  it('keep the laws for as long as there is time', async () => {
    const until = performance.now() + NEW_MS
    for (let seed = firstOfNew(); performance.now() < until; seed += 1) {
      const played = await play(seed, shop)
      expect(played.breach === undefined ? [] : tellBreach(played, {}), `seed ${seed}`).toEqual([])
    }
  })

  it('come to the same bytes from the same seed, and to others from another', async () => {
    const part = { customers: new Set([0, 1, 2, 3]) }
    const [first, again, other] = [await play(4, shop, part), await play(4, shop, part), await play(5, shop, part)]
    expect(again.hash).toBe(first.hash)
    expect(other.hash).not.toBe(first.hash)
  })

  it('tell a life alike whoever else lives, so that others may be left out of it', async () => {
    const seed = Chance.from(4)
    expect(lifeOf(seed, 3, 0)).toEqual(lifeOf(Chance.from(4), 3, 0))
    const ids = async (part: object): Promise<readonly string[]> => {
      let found: readonly string[] = []
      await play(4, shop, part, undefined, (world) => {
        found = [...world.ledger.accepted.values()].map((event) => event.messageId).filter((id) => id.startsWith('3.'))
      })
      return [...new Set(found)].toSorted()
    }
    expect(await ids({ customers: new Set([3]) })).toEqual(await ids({ customers: new Set([1, 2, 3]) }))
  })
})
