import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { onDeployedStack } from '#tests/journeys/on-deployed-stack.ts'
import { JOURNEYS, play, START } from '#tests/journeys/shop-journeys.ts'
import { stackAtHand } from './stack-at-hand.ts'

const stack = await stackAtHand(process.env)
// Past the console, which tests may not use: a run that proves nothing must say so.
if (typeof stack === 'string') process.stderr.write(`SKIPPED: journeys on a deployed stack did not run: ${stack}\n`)

describe.skipIf(typeof stack === 'string')('journeys through the shop on a deployed stack', () => {
  it.each(JOURNEYS.filter(({ immediate }) => immediate))('$name', async (journey) => {
    if (typeof stack === 'string') throw new Error(stack)
    const host = await onDeployedStack(stack)(START)
    try {
      const arrived = await play(host, journey, `acceptance-${randomUUID().slice(0, 8)}`)
      // When it is said is told by the clock of AWS, and what a mail says is kept nowhere.
      expect(arrived.map(({ what }) => what)).toEqual(journey.arrives.map(({ what }) => what))
    } finally {
      await host.stop()
    }
  })
})
