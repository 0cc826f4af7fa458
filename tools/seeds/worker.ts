import { parentPort } from 'node:worker_threads'
import { play } from '#simulation/seeds/play.ts'
import { shrink } from '#simulation/seeds/shrink.ts'
import { tellShrunk } from '#simulation/seeds/tell.ts'
import type { Done } from './play-many.ts'
import { openShop } from './shop.ts'

const shop = await openShop()

/** One world after the other, as told; a broken law is shrunk here. */
parentPort?.on('message', async ({ seed, twice }: { seed: number; twice: boolean }) => {
  const played = await play(seed, shop)
  const again = twice && played.breach === undefined ? await play(seed, shop) : played
  const { customers, days, events, mails, breach, faults } = played
  const kinds: { [kind: string]: number } = {}
  for (const { kind } of faults) kinds[kind] = (kinds[kind] ?? 0) + 1
  const told =
    breach !== undefined
      ? tellShrunk(await shrink(seed, shop, played))
      : again.hash === played.hash
        ? undefined
        : [
            `Seed ${seed} breaks a law: the same seed gives the same bytes twice.`,
            `Again: npm run seeds -- --seed ${seed}`,
          ]
  const done: Done = { seed, customers, days, events, mails, faults: kinds, ...(told === undefined ? {} : { told }) }
  parentPort?.postMessage(done)
})
parentPort?.postMessage('ready')
