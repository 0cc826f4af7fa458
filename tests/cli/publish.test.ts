import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTable } from '#adapters/aws/dynamodb/create-table.ts'
import { DynamoDbCatalogue } from '#adapters/aws/dynamodb/dynamodb-catalogue.ts'
import { Table } from '#adapters/aws/dynamodb/table.ts'
import { type DynamoDbEngine, startDynamoDbEngine } from '#local/dynamodb-engine/dynamodb-engine.ts'
import { copyOfWorkflows, run } from './run.ts'

let engine: DynamoDbEngine
let client: DynamoDBClient

beforeAll(async () => {
  engine = await startDynamoDbEngine()
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  client = new DynamoDBClient({ endpoint: engine.endpoint, region: 'us-east-1', credentials })
  await createTable(client, 'shop')
})
afterAll(async () => {
  client.destroy()
  await engine.stop()
})

const live = () => new DynamoDbCatalogue(new Table(client, 'shop'), { now: () => 0 }).live()
const publish = (...args: string[]) => run(['publish', '--table', 'shop', '--endpoint', engine.endpoint, ...args])

describe('beforehand publish', () => {
  it('changes nothing on a dry run, then makes the workflows live, then finds them the same', async () => {
    const dry = await publish('--dry-run')
    expect(dry.out).toMatch(/^new +cart-abandonment/m)
    expect(dry.out).toContain('Nothing was published')
    expect(await live()).toBeUndefined()

    const { code, out } = await publish()
    expect(code).toBe(0)
    expect(out).toContain('Live: ')
    expect((await live())?.workflows.map(({ id }) => id)).toContain('cart-abandonment')

    expect((await publish()).out).toMatch(/^same +cart-abandonment/m)
  })

  it('says which workflow changed and which is gone', async () => {
    await publish()
    const { folder, edit, remove } = await copyOfWorkflows()
    await edit('cart-abandonment/workflow.yaml', 'name: Cart abandonment', 'name: The cart left behind')
    const changed = await run(['publish', '--table', 'shop', '--endpoint', engine.endpoint, '--json'], {
      workflows: folder,
    })
    await remove()
    expect(JSON.parse(changed.out).changes).toContainEqual(
      expect.objectContaining({ workflow: 'cart-abandonment', change: 'changed' }),
    )
    await publish()
  })

  it('publishes nothing with an error in it, and says where', async () => {
    const before = (await live())?.hash
    const { folder, edit, remove } = await copyOfWorkflows()
    await edit('cart-abandonment/workflow.yaml', 'class: marketing', 'class: marketting')
    const { code, err } = await run(['publish', '--table', 'shop', '--endpoint', engine.endpoint], {
      workflows: folder,
    })
    await remove()
    expect(code).toBe(2)
    expect(err).toContain('cart-abandonment/workflow.yaml:')
    expect((await live())?.hash).toBe(before)
  })

  it('asks for the table where none is named, and says which one is not there', async () => {
    expect((await run(['publish'])).err).toContain('Which table?')
    const missing = await run(['publish', '--table', 'nowhere', '--endpoint', engine.endpoint])
    expect(missing.code).toBe(2)
    expect(missing.err).toContain('Table nowhere')
  })
})
