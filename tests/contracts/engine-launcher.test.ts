import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createTable } from '#adapters/aws/dynamodb/create-table.ts'
import { startDynamoDbEngine } from '#local/dynamodb-engine/dynamodb-engine.ts'
import { engineBinary } from '#local/dynamodb-engine/engine-binary.ts'
import { localClient } from './stores-under-test.ts'

let folder: string
const started: (() => unknown)[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'engine-'))
})
afterEach(async () => {
  for (const stop of started.splice(0)) await stop()
  rmSync(folder, { recursive: true })
})

const start = async (options: Parameters<typeof startDynamoDbEngine>[0] = {}) => {
  const engine = await startDynamoDbEngine(options)
  started.push(engine.stop)
  return engine
}

/** A host of its own process that starts an engine and says its pid. */
async function hostProcess(dbPath: string): Promise<{ readonly host: ChildProcess; readonly engine: number }> {
  const launcher = new URL('../../local/dynamodb-engine/dynamodb-engine.ts', import.meta.url)
  const code = `const { startDynamoDbEngine } = await import(${JSON.stringify(launcher.href)})
    const engine = await startDynamoDbEngine({ dbPath: ${JSON.stringify(dbPath)} })
    process.stdout.write(String(engine.pid) + '\\n')
    setInterval(() => {}, 1000)`
  const host = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })
  started.push(() => host.kill('SIGKILL'))
  const said = await new Promise<string>((hear) => host.stdout.once('data', (chunk: Buffer) => hear(chunk.toString())))
  return { host, engine: Number(said) }
}

/** One that only waits to be reaped by a slow init runs no more. */
const runs = (pid: number): boolean =>
  existsSync(`/proc/${pid}`) && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
async function gone(pid: number): Promise<void> {
  while (runs(pid)) await new Promise((wait) => setTimeout(wait, 5))
}

it('keeps what was written over a stop and a start', async () => {
  const dbPath = join(folder, 'deeper', 'store.db')
  const first = await start({ dbPath })
  const writing = localClient(first.endpoint)
  await createTable(writing, 'table')
  await writing.send(new PutItemCommand({ TableName: 'table', Item: { PK: { S: 'a' }, SK: { S: 'b' } } }))
  await first.stop()
  expect(runs(first.pid)).toBe(false)
  const second = await start({ dbPath })
  const reading = localClient(second.endpoint)
  await createTable(reading, 'table')
  const { Item } = await reading.send(
    new GetItemCommand({ TableName: 'table', Key: { PK: { S: 'a' }, SK: { S: 'b' } } }),
  )
  expect(Item).toBeDefined()
})

it('gives each engine a port of its own', async () => {
  const [one, other] = await Promise.all([start(), start()])
  expect(one.endpoint).not.toBe(other.endpoint)
})

it('says so where the port that it was given is taken', async () => {
  const server: Server = createServer((socket) => socket.destroy())
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  started.push(() => new Promise((closed) => server.close(closed)))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  if (port === undefined) throw new Error('the server has a port')
  await expect(startDynamoDbEngine({ port })).rejects.toMatchObject({ code: 'engine-not-started' })
})

it('ends with its host, also when the host is killed', async () => {
  const { host, engine } = await hostProcess(join(folder, 'store.db'))
  expect(runs(engine)).toBe(true)
  host.kill('SIGKILL')
  await gone(engine)
})

it('starts again on the files of a host that was killed', async () => {
  const dbPath = join(folder, 'store.db')
  const { host, engine } = await hostProcess(dbPath)
  host.kill('SIGKILL')
  const next = await start({ dbPath })
  expect(runs(engine)).toBe(false)
  await createTable(localClient(next.endpoint), 'table')
})

it('refuses files that a living host uses', async () => {
  const dbPath = join(folder, 'store.db')
  const { host, engine } = await hostProcess(dbPath)
  await expect(startDynamoDbEngine({ dbPath })).rejects.toMatchObject({
    code: 'engine-in-use',
    message: expect.stringContaining(String(host.pid)),
  })
  expect(runs(engine)).toBe(true)
})

it('tells its host when the engine ended by itself', async () => {
  const engine = await start()
  process.kill(engine.pid, 'SIGKILL')
  expect(await engine.ended).toContain('listening')
})

it('says what to do on a machine that has no embedded engine', () => {
  expect(() => engineBinary('plan9', 'sparc')).toThrow(
    expect.objectContaining({ code: 'engine-not-available', message: expect.stringContaining('DYNAMODB_ENDPOINT') }),
  )
})
