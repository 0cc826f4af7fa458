import fc from 'fast-check'
import { it } from 'vitest'
import { FixedClock } from '#adapters/memory/fixed-clock.ts'
import { createMemoryStores } from '#adapters/memory/memory-stores.ts'
import { publishedCommands } from '#tests/contracts/models/published-commands.ts'
import { PublishedModel } from '#tests/contracts/models/published-model.ts'
import { NOW } from '#tests/contracts/state-samples.ts'
import { draws } from '#tests/draws.ts'

it('publications, suppressions, the quarantine and tries in memory answer as their ports say, whatever is asked of them', async () => {
  await fc.assert(
    fc.asyncProperty(publishedCommands(40), async (commands) => {
      const stores = createMemoryStores()
      const place = { clock: new FixedClock(NOW), instances: { A: stores, B: stores } }
      await fc.asyncModelRun(() => ({ model: new PublishedModel(NOW), real: place }), commands)
    }),
    { numRuns: draws(150) },
  )
})
