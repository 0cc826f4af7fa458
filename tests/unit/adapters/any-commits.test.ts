import fc from 'fast-check'
import { it } from 'vitest'
import { createMemoryStores } from '#adapters/memory/memory-stores.ts'
import { CustomersAtWork, customerCommands, lookAtAll, type Place } from '#tests/contracts/models/customer-commands.ts'
import { draws } from '#tests/draws.ts'

it('customers and timers in memory answer as their ports say, whatever is asked of them in whatever order', async () => {
  await fc.assert(
    fc.asyncProperty(customerCommands(40), async (commands) => {
      const work = new CustomersAtWork()
      const place: Place = { stores: createMemoryStores({ freeze: true }) }
      await fc.asyncModelRun(() => ({ model: work, real: place }), commands)
      await lookAtAll(work, place)
    }),
    { numRuns: draws(150) },
  )
})
