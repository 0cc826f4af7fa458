import { play } from '#simulation/seeds/play.ts'
import { SAVED } from '#simulation/seeds/saved.ts'
import { shrink } from '#simulation/seeds/shrink.ts'
import { commandOf, tellShrunk } from '#simulation/seeds/tell.ts'
import { firstOfNew } from './seeds/first-of-new.ts'
import { type Options, readOptions } from './seeds/options.ts'
import { playMany } from './seeds/play-many.ts'
import { openShop } from './seeds/shop.ts'
import { Tally } from './seeds/tally.ts'

/** `npm run seeds`: worlds of customers that nobody wrote down, and laws that hold in all of them. */
const options = readOptions(process.argv.slice(2))
if (options.seed === undefined) await playAll(options)
else await playOne(options.seed, options)

async function playOne(seed: number, { part, trace }: Options): Promise<void> {
  const shop = await openShop()
  const line = trace ? (text: string) => console.log(text) : undefined
  const played = await play(seed, shop, part, line)
  const again = await play(seed, shop, part)
  if (played.breach !== undefined) {
    const isWhole = Object.keys(part).length === 0
    const told = tellShrunk(isWhole ? await shrink(seed, shop, played) : { part, played })
    console.log(told.join('\n'))
  } else if (played.hash !== again.hash) console.log(`Seed ${seed} gives other bytes the second time.`)
  else {
    const { customers, days, events, mails, faults, weather, hash } = played
    console.log(
      `Seed ${seed} (${weather}): ${customers} customers, ${days} customer-days, ${events} events, ${mails} messages,`,
    )
    console.log(`${faults.length} faults; every law holds. ${hash}\nAgain: ${commandOf(seed, part)}`)
  }
  const isWell = played.breach === undefined && played.hash === again.hash
  console.log(`\n${isWell ? '1 passed, 0 failed' : '0 passed, 1 failed'}`)
  process.exitCode = isWell ? 0 : 1
}

async function playAll({ customers, minutes, saved, json, from }: Options): Promise<void> {
  const tally = new Tally(json)
  const fixed = saved ? SAVED.map(({ seed }) => seed) : []
  const isNew = customers !== undefined || minutes !== undefined || !saved
  const until = performance.now() + (minutes ?? Number.POSITIVE_INFINITY) * 60_000
  const most = customers ?? (minutes === undefined ? 1_000 : Number.POSITIVE_INFINITY)
  let seed = from ?? firstOfNew()
  await playMany(
    () => {
      const known = fixed.shift()
      if (known !== undefined) return known
      if (!isNew || performance.now() > until || tally.customers >= most) return undefined
      seed += 1
      return seed
    },
    (done) => tally.add(done),
  )
  process.exitCode = tally.tell() ? 0 : 1
}
