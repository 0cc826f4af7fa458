import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'

/** `ahead`: the host's clock minus this process's, milliseconds; it stands still while the host is settled. */
export interface Running {
  ahead: number
  readonly folder: string
  readonly child: ChildProcess
  readonly url: string
  readonly client: EventBridgeClient
  /** From the call until it said that it was ready, milliseconds. */
  readonly readyAfter: number
}

/** A host of its own in `folder`: `data` under it, and a copy of the workflows, for the host writes beside them. */
export async function startHost(folder: string): Promise<Running> {
  const start = fileURLToPath(new URL('../../local/start.ts', import.meta.url))
  const workflows = join(folder, 'workflows')
  cpSync(fileURLToPath(new URL('./workflows', import.meta.url)), workflows, { recursive: true })
  const began = performance.now()
  const child = spawn(process.execPath, [start], {
    env: { ...process.env, PORT: '0', DATA_DIR: join(folder, 'data'), WORKFLOWS_DIR: workflows },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  createInterface({ input: child.stdout }).on('line', (line) => {
    const url = /^Beforehand is ready: (\S+)/.exec(line)?.[1]
    if (url !== undefined) resolve(url)
  })
  child.once('exit', (code) => reject(new Error(`the host ended with ${code}`)))
  const url = await promise
  const client = new EventBridgeClient({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
  })
  return { ahead: 0, folder, child, url, client, readyAfter: performance.now() - began }
}

export async function stopHost(host: Running): Promise<void> {
  host.client.destroy()
  const ended = new Promise((done) => host.child.once('exit', done))
  host.child.kill('SIGTERM')
  await ended
}

/** Moves the clock of the host, and waits until everything that was due has happened. */
export async function advance(host: Running, by: string): Promise<void> {
  await fetch(`${host.url}/clock`, { method: 'POST', body: JSON.stringify({ advance: by }) })
}

/** Lets everything come to rest, then compares the clocks. */
export async function settle(host: Running): Promise<void> {
  await advance(host, '0s')
  const asked = Date.now()
  const { now } = (await (await fetch(`${host.url}/clock`)).json()) as { now: string }
  host.ahead = Date.parse(now) - (asked + Date.now()) / 2
}

export const mailsOf = async ({ url }: Running): Promise<number> =>
  ((await (await fetch(`${url}/health`)).json()) as { messages: number }).messages

export interface Entry {
  readonly name: string
  /** The order's own customer, who sends nothing else. */
  readonly order: string
  readonly traits?: object
}

/** One call of PutEvents. */
export async function put({ client }: Pick<Running, 'client'>, entries: readonly Entry[]): Promise<void> {
  const Entries = entries.map(({ name, order, traits }) => ({
    Source: 'bench',
    DetailType: name,
    Detail: JSON.stringify({
      messageId: `${name}-${order}`,
      userId: `u-${order}`,
      ...(traits === undefined ? { properties: { order_id: order } } : { traits }),
    }),
  }))
  const answer = await client.send(new PutEventsCommand({ Entries }))
  if (answer.FailedEntryCount !== 0) throw new Error(JSON.stringify(answer.Entries))
}

export async function identify(host: Running, orders: readonly string[]): Promise<void> {
  for (const ten of tensOf(orders))
    await put(
      host,
      ten.map((order) => ({
        name: 'identify',
        order,
        traits: { email: `${order}@example.com`, timezone: 'UTC' },
      })),
    )
}

export const tensOf = (orders: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(orders.length / 10) }, (_, index) => orders.slice(index * 10, index * 10 + 10))

/** Work of the processor for a host and its engine so far, milliseconds each: what other load on the machine does not change much. */
export function workOf({ child, folder }: Pick<Running, 'child' | 'folder'>): { host: number; engine: number } {
  const record: { engine: { pid: number } } = JSON.parse(
    readFileSync(join(folder, 'data', 'table.db.engine.json'), 'utf8'),
  )
  return { host: ticksOf(child.pid ?? 0), engine: ticksOf(record.engine.pid) }
}

/** User and system time of `/proc/<pid>/stat`, in hundredths of a second. */
function ticksOf(pid: number): number {
  const fields = (readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1] ?? '').split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}
