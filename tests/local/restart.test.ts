import { rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { afterEach, expect, it, vi } from 'vitest'
import { startDynamoDbEngine } from '#local/dynamodb-engine/dynamodb-engine.ts'
import { TABLE_NAME } from '#local/environment.ts'
import { startHostProcess } from '../kill/host-process.ts'
import { startTestHost } from './running-host.ts'
import { SHOP } from './shop.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

it('carries on after a stop: clock, timers, mailbox and secrets stay', async () => {
  const first = await startTestHost()
  const folder = dirname(first.workflows)
  folders.push(folder)
  await first.send({
    event: 'identify',
    user: 'ann',
    traits: { email: 'ann@example.com', timezone: 'UTC', consent: { shopping: 'granted' } },
  })
  await first.send({ event: 'Product Added', user: 'ann', properties: { cart_id: 'c1' } })
  const stoppedAt = await first.move({ advance: '61m' })
  const link = (await first.messages())[0]?.headers['List-Unsubscribe']?.slice(1, -1) ?? ''
  await first.stop()

  const second = await startTestHost({ folder })
  const { now } = (await second.get('/clock')) as { now: string }
  expect(Date.parse(now)).toBeGreaterThanOrEqual(stoppedAt)
  expect(await second.messages()).toHaveLength(1)
  await second.move({ advance: '2d' })
  expect((await second.messages()).map((message) => message.step)).toEqual(['reminder', 'last-word'])
  const here = new URL(new URL(link).pathname, second.url)
  expect((await fetch(here, { method: 'POST', body: 'List-Unsubscribe=One-Click' })).status).toBe(200)
  await second.stop()
})

it('starts on data with timers that cannot be taken: they are put aside and told, and everybody else is written to', async () => {
  const first = await startTestHost()
  const folder = dirname(first.workflows)
  folders.push(folder)
  await first.send(
    {
      event: 'identify',
      user: 'ann',
      traits: { email: 'ann@example.com', timezone: 'UTC', consent: { shopping: 'granted' } },
    },
    { event: 'Product Added', user: 'ann', properties: { cart_id: 'c1' } },
  )
  await first.move({ advance: '1m' })
  await first.stop()
  const engine = await startDynamoDbEngine({ dbPath: join(folder, 'data', 'table.db') })
  const client = new DynamoDBClient({
    endpoint: engine.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'y' },
  })
  for (const at of ['1795262999999.25', '1e100'])
    await client.send(
      new PutItemCommand({
        TableName: TABLE_NAME,
        Item: { PK: { S: 'DUE#2026-11-21T10:10#0' }, SK: { S: `gone${at.length}#1` }, at: { N: at } },
      }),
    )
  client.destroy()
  await engine.stop()

  const second = await startTestHost({ folder })
  expect(second.said.join('\n')).toContain('put aside, see /dlq (bad-timer)')
  await second.move({ advance: '90m' })
  expect((await second.messages()).map((message) => message.step)).toEqual(['reminder'])
  expect(JSON.stringify(await second.get('/dlq'))).toContain('gone5#1')
  await second.stop()
})

it('waits for the files to be put right and takes events meanwhile', async () => {
  const first = await startTestHost()
  const folder = dirname(first.workflows)
  folders.push(folder)
  await first.stop()
  rmSync(join(folder, 'data'), { recursive: true })
  writeFileSync(join(first.workflows, 'lost/workflow.yaml'), 'name: [')

  const host = await startTestHost({ folder, watch: true })
  expect(host.said.at(-1)).toMatch(/^Nothing is live/)
  await host.send(
    { event: 'identify', user: 'ann', traits: { email: 'ann@example.com' } },
    { event: 'Parcel Lost', user: 'ann', properties: { order_id: 'o1' } },
  )
  expect((await fetch(`${host.url}/clock`, { method: 'POST', body: '{"advance":"1h"}' })).status).toBe(503)
  writeFileSync(join(host.workflows, 'lost/workflow.yaml'), SHOP['lost/workflow.yaml'] ?? '')
  await vi.waitFor(async () => expect(await host.messages()).toHaveLength(1), { timeout: 5_000, interval: 50 })
  await host.stop()
})

it('says so and ends with 1 where the port or the data belong to another host', async () => {
  const host = await startTestHost()
  folders.push(dirname(host.workflows))
  const folder = dirname(host.workflows)
  const place = { dataDir: join(folder, 'data'), workflowsDir: host.workflows }
  await expect(startHostProcess(place)).rejects.toThrow(/ended with 1: another host is using/)
  const port = new URL(host.url).port
  await expect(startHostProcess({ ...place, port, dataDir: join(folder, 'other') })).rejects.toThrow(
    /ended with 1: port \d+ is taken/,
  )
  await host.stop()
})

it.each([
  ['clockStart', 'yesterday', /CLOCK_START: an ISO 8601 time/],
  ['port', 'eighty', /PORT/],
])('names the setting %s that does not fit', async (name, value, said) => {
  await expect(startHostProcess({ dataDir: '/nowhere', workflowsDir: '/nowhere', [name]: value })).rejects.toThrow(said)
})
