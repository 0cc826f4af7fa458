import fc from 'fast-check'
import { afterAll, beforeAll, it } from 'vitest'
import { createDynamoDbStores } from '#adapters/aws/dynamodb/dynamodb-stores.ts'
import { FixedClock } from '#adapters/memory/fixed-clock.ts'
import { draws } from '#tests/draws.ts'
import { CustomersAtWork, customerCommands, lookAtAll, type Place } from './models/customer-commands.ts'
import { NOW } from './state-samples.ts'
import { OnEngine, TIMELINE_MS } from './stores-under-test.ts'

const engine = new OnEngine()
beforeAll(() => engine.start())
afterAll(() => engine.stop())

it('customers and timers in DynamoDB answer as their ports say, whatever is asked of them in whatever order', async () => {
  await fc.assert(
    fc.asyncProperty(customerCommands(40), async (commands) => {
      const work = new CustomersAtWork()
      const place = await onTable()
      await fc.asyncModelRun(() => ({ model: work, real: place }), commands)
      await lookAtAll(work, place)
    }),
    { numRuns: draws(15) },
  )
})

async function onTable(): Promise<Place> {
  const clock = new FixedClock(NOW)
  const { client, tableName, stores } = await engine.table(clock)
  const place: Place = {
    stores,
    another: async () => {
      place.stores = createDynamoDbStores({ client, tableName, clock, secret: 'a secret', timelineMs: TIMELINE_MS })
    },
    spread: async (shards) => {
      await stores.shards.grow(shards)
    },
  }
  return place
}
