import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { report } from '../report.ts'

/** Mails out of one kind of load. Latency: from the call of PutEvents to the provider's acceptance, milliseconds. */
interface Figures {
  readonly load: string
  readonly events: number
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
}

const BURST = 600
const STEADY = 100
const STEADY_GAP = 50
const CALLERS = 4

/** `ahead`: the host's clock minus this process's, milliseconds; it stands still while the host is settled. */
interface Running {
  ahead: number
  readonly child: ChildProcess
  readonly url: string
  readonly client: EventBridgeClient
}

async function startHost(dataDir: string): Promise<Running> {
  const start = fileURLToPath(new URL('../../local/start.ts', import.meta.url))
  const workflows = fileURLToPath(new URL('./workflows', import.meta.url))
  const child = spawn(process.execPath, [start], {
    env: { ...process.env, PORT: '0', DATA_DIR: dataDir, WORKFLOWS_DIR: workflows },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  createInterface({ input: child.stdout }).on('line', (line) => {
    const url = /^Beforehand is ready: (\S+)/.exec(line)?.[1]
    if (url !== undefined) resolve(url)
  })
  child.once('exit', (code) => reject(new Error(`the host ended with ${code}`)))
  const url = await promise
  return {
    ahead: 0,
    child,
    url,
    client: new EventBridgeClient({
      endpoint: url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
    }),
  }
}

/** Puts events, remembering when each call began, by order. */
async function put({ client, ahead }: Running, orders: readonly string[], begun: Map<string, number>): Promise<void> {
  const Entries = orders.map((order) => {
    begun.set(order, Date.now() + ahead)
    return {
      Source: 'bench',
      DetailType: 'Parcel Lost',
      Detail: JSON.stringify({ messageId: `m-${order}`, userId: `u-${order}`, properties: { order_id: order } }),
    }
  })
  const answer = await client.send(new PutEventsCommand({ Entries }))
  if (answer.FailedEntryCount !== 0) throw new Error(JSON.stringify(answer.Entries))
}

async function identify({ client }: Running, orders: readonly string[]): Promise<void> {
  for (let start = 0; start < orders.length; start += 10) {
    const Entries = orders.slice(start, start + 10).map((order) => ({
      Source: 'bench',
      DetailType: 'identify',
      Detail: JSON.stringify({
        messageId: `i-${order}`,
        userId: `u-${order}`,
        traits: { email: `${order}@example.com`, timezone: 'UTC' },
      }),
    }))
    await client.send(new PutEventsCommand({ Entries }))
  }
}

interface Mail {
  readonly customerId: string
  readonly sentAt: string
}

/** Waits until everything is sent, looking seldom; when each order's mail was accepted. */
async function mailed({ url }: Running, wanted: number): Promise<Map<string, number>> {
  while (((await (await fetch(`${url}/health`)).json()) as { messages: number }).messages < wanted) await sleep(250)
  const mails = (await (await fetch(`${url}/mailbox/messages`)).json()) as readonly Mail[]
  return new Map(mails.map((mail) => [mail.customerId.slice('u-'.length), Date.parse(mail.sentAt)]))
}

function figuresOf(load: string, begun: ReadonlyMap<string, number>, accepted: ReadonlyMap<string, number>): Figures {
  const took = [...begun].map(([order, from]) => (accepted.get(order) ?? Number.NaN) - from).sort((a, b) => a - b)
  const last = Math.max(...[...begun.keys()].map((order) => accepted.get(order) ?? Number.NaN))
  const seconds = (last - Math.min(...begun.values())) / 1_000
  const at = (share: number): number => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? Number.NaN
  return { load, events: begun.size, perSecond: begun.size / seconds, p50: at(0.5), p99: at(0.99) }
}

async function steady(host: Running, orders: readonly string[], before: number): Promise<Figures> {
  const begun = new Map<string, number>()
  for (const order of orders) {
    await put(host, [order], begun)
    await sleep(STEADY_GAP)
  }
  return figuresOf(`one by one, ${1_000 / STEADY_GAP} a second`, begun, await mailed(host, before + orders.length))
}

async function burst(host: Running, orders: readonly string[], before: number): Promise<Figures> {
  const begun = new Map<string, number>()
  const tens = Array.from({ length: orders.length / 10 }, (_, index) => orders.slice(index * 10, index * 10 + 10))
  const caller = async (): Promise<void> => {
    for (let ten = tens.shift(); ten !== undefined; ten = tens.shift()) await put(host, ten, begun)
  }
  await Promise.all(Array.from({ length: CALLERS }, caller))
  return figuresOf(`all at once, ${CALLERS} callers with tens`, begun, await mailed(host, before + orders.length))
}

/** Lets everything come to rest, then compares the clocks. */
async function settle(host: Running): Promise<void> {
  await fetch(`${host.url}/clock`, { method: 'POST', body: JSON.stringify({ advance: '0s' }) })
  const asked = Date.now()
  const { now } = (await (await fetch(`${host.url}/clock`)).json()) as { now: string }
  host.ahead = Date.parse(now) - (asked + Date.now()) / 2
}

async function bench(): Promise<readonly Figures[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'beforehand-bench-'))
  const host = await startHost(dataDir)
  try {
    const names = (kind: string, count: number): readonly string[] =>
      Array.from({ length: count }, (_, index) => `${kind}${index}`)
    const [warm, slow, fast] = [names('w', 200), names('s', STEADY), names('b', BURST)]
    await identify(host, [...warm, ...slow, ...fast])
    await settle(host)
    await burst(host, warm, 0)
    await settle(host)
    const figures = [await steady(host, slow, warm.length)]
    await settle(host)
    return [...figures, await burst(host, fast, warm.length + slow.length)]
  } finally {
    host.client.destroy()
    const ended = new Promise((done) => host.child.once('exit', done))
    host.child.kill('SIGTERM')
    await ended
    rmSync(dataDir, { recursive: true })
  }
}

const figures = await bench()
report({
  title: 'Local host, end to end: PutEvents over HTTP in, mail accepted by the provider, everything on disk',
  columns: ['load', 'events', 'events/s', 'p50 ms', 'p99 ms'],
  rows: figures.map(({ load, events, perSecond, p50, p99 }) => [load, events, perSecond, p50, p99]),
  notes: [
    'Each event enters a workflow and sends one mail at once. Host, DynamoDB engine and caller share the machine.',
  ],
})
