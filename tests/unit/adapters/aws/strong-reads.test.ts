import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { expect, it } from 'vitest'
import { createDynamoDbStores } from '#adapters/aws/dynamodb/dynamodb-stores.ts'
import { FixedClock } from '#adapters/memory/fixed-clock.ts'

/** A table that is empty and remembers what was asked of it. */
function askedOf() {
  const reads: { readonly command: string; readonly strong: unknown; readonly key: string }[] = []
  const send = async (command: { readonly input: object }): Promise<object> => {
    const input = new Map<string, unknown>(Object.entries(command.input))
    const name = command.constructor.name
    if (name === 'GetItemCommand' || name === 'QueryCommand' || name === 'ScanCommand')
      reads.push({ command: name, strong: input.get('ConsistentRead'), key: JSON.stringify([...input.values()]) })
    return {}
  }
  // The stores use nothing else of a client.
  const client = { send } as unknown as DynamoDBClient
  const stores = createDynamoDbStores({
    client,
    tableName: 'table',
    clock: new FixedClock(0),
    secret: 'a secret of tests',
    timelineMs: 1,
  })
  return { reads, stores }
}

it('what is decided upon is read as it was written last: a customer, a message, a timeline, what is due', async () => {
  const { reads, stores } = askedOf()
  await stores.customers.load('hana')
  await stores.customers.message('hana', 'm')
  await stores.customers.messages('hana')
  await stores.customers.timeline('hana')
  await stores.suppressions.find('email', 'hana@example.com')
  const customers = reads.length
  await stores.timers.due(0)
  await stores.timers.cursor()
  await stores.timers.all()
  expect(customers).toBe(5)
  expect(new Set(reads.map(({ command }) => command))).toEqual(
    new Set(['GetItemCommand', 'QueryCommand', 'ScanCommand']),
  )
  expect(reads.filter((read) => read.strong !== true)).toEqual([])
})
