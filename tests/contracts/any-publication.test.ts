import fc from 'fast-check'
import { afterAll, beforeAll, it } from 'vitest'
import { DynamoDbSeeds } from '#adapters/aws/dynamodb/dynamodb-seeds.ts'
import { createDynamoDbStores } from '#adapters/aws/dynamodb/dynamodb-stores.ts'
import { Table } from '#adapters/aws/dynamodb/table.ts'
import { FixedClock } from '#adapters/memory/fixed-clock.ts'
import { draws } from '#tests/draws.ts'
import { type PublishedPlace, publishedCommands } from './models/published-commands.ts'
import { PublishedModel } from './models/published-model.ts'
import { NOW } from './state-samples.ts'
import { OnEngine, TIMELINE_MS } from './stores-under-test.ts'

const engine = new OnEngine()
beforeAll(() => engine.start())
afterAll(() => engine.stop())

it('publications, suppressions, the quarantine and tries in DynamoDB answer as their ports say, whatever is asked of them', async () => {
  await fc.assert(
    fc.asyncProperty(publishedCommands(40), async (commands) => {
      const place = await onTable()
      await fc.asyncModelRun(() => ({ model: new PublishedModel(NOW), real: place }), commands)
    }),
    { numRuns: draws(20) },
  )
})

async function onTable(): Promise<PublishedPlace> {
  const clock = new FixedClock(NOW)
  const { client, tableName } = await engine.table(clock)
  const instance = () =>
    createDynamoDbStores({ client, tableName, clock, secret: 'a secret of tests', timelineMs: TIMELINE_MS })
  const place: PublishedPlace = {
    clock,
    instances: { A: instance(), B: instance() },
    another: (name) => {
      place.instances[name] = instance()
    },
    seeds: new DynamoDbSeeds(new Table(client, tableName)),
  }
  return place
}
