import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import type { LogEntry } from '#functions/middleware/log.ts'
import { startHost } from '#local/host.ts'
import type { MailboxMessage } from '#local/mailbox/describe-letter.ts'
import { writeShop } from './shop.ts'

/** An event as a producer writes it; the host's own time where it has none. */
export interface TestEvent {
  readonly event: string
  readonly user: string
  readonly id?: string
  readonly at?: string
  readonly properties?: object
  readonly traits?: object
}

export interface RunningHost {
  readonly url: string
  readonly workflows: string
  readonly said: string[]
  readonly logged: LogEntry[]
  send(...events: TestEvent[]): Promise<void>
  /** `POST /clock`; answers the new time, epoch ms. */
  move(to: { readonly advance: string } | { readonly to: string }): Promise<number>
  get(path: string): Promise<unknown>
  messages(): Promise<MailboxMessage[]>
  stop(): Promise<void>
  /** Stops it and deletes its data. */
  end(): Promise<void>
}

export const START = '2026-11-21T09:00:00.000Z'

/** A host with data of its own and the test shop, begun at START. `folder`: one that was used before. */
export async function startTestHost(
  options: { readonly folder?: string; readonly watch?: boolean } = {},
): Promise<RunningHost> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'beforehand-host-'))
  const workflows = join(folder, 'workflows')
  if (options.folder === undefined) {
    mkdirSync(workflows)
    writeShop(workflows)
  }
  const said: string[] = []
  const logged: LogEntry[] = []
  const settings = {
    port: 0,
    dataDir: join(folder, 'data'),
    workflowsDir: workflows,
    clockStart: Date.parse(START),
    watch: options.watch ?? false,
  }
  const host = await startHost(settings, { say: (line) => said.push(line), log: (entry) => logged.push(entry) })
  const client = eventBridge(host.url)
  const stop = async (): Promise<void> => {
    client.destroy()
    await host.stop()
  }
  return {
    url: host.url,
    workflows,
    said,
    logged,
    send: (...events) => putEvents(client, events),
    move: (to) => moveClock(host.url, to),
    get: (path) => getJson(host.url + path),
    messages: () => getJson<MailboxMessage[]>(`${host.url}/mailbox/messages`),
    stop,
    async end() {
      await stop()
      rmSync(folder, { recursive: true })
    },
  }
}

export const eventBridge = (endpoint: string): EventBridgeClient =>
  new EventBridgeClient({
    region: 'us-east-1',
    endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })

let count = 0
/** Sends with the real client, ten at a time; throws where an entry is refused. */
export async function putEvents(client: EventBridgeClient, events: readonly TestEvent[]): Promise<void> {
  for (let start = 0; start < events.length; start += 10) {
    const Entries = events.slice(start, start + 10).map(({ event, user, id, at, properties, traits }) => ({
      Source: 'test.shop',
      DetailType: event,
      Detail: JSON.stringify({ messageId: id ?? `m${count++}`, userId: user, timestamp: at, properties, traits }),
    }))
    const answer = await client.send(new PutEventsCommand({ Entries }))
    if (answer.FailedEntryCount !== 0) throw new Error(JSON.stringify(answer.Entries))
  }
}

async function moveClock(url: string, to: object): Promise<number> {
  const answer = await fetch(`${url}/clock`, {
    method: 'POST',
    body: JSON.stringify(to),
    headers: { 'content-type': 'application/json' },
  })
  if (!answer.ok) throw new Error(await answer.text())
  return Date.parse(((await answer.json()) as { now: string }).now)
}

async function getJson<T>(url: string): Promise<T> {
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
  return (await answer.json()) as T
}
