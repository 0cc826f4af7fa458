import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import * as z from 'zod'
import { compileFolder } from '#adapters/files/compile-folder.ts'
import type { JsonObject } from '#engagement/customer/json.ts'
import type { Catalogue } from '#engagement/model/catalogue.ts'
import { startHost } from '#local/host.ts'
import { World } from '#simulation/world.ts'

/** What a producer says happened. `at`: epoch ms. */
export interface Told {
  readonly at: number
  readonly name: string
  readonly userId?: string
  readonly anonymousId?: string
  readonly messageId?: string
  readonly properties?: JsonObject
  readonly traits?: JsonObject
  /** Code with which the local bus refuses it at once; it goes to the quarantine all the same. */
  readonly refused?: string
}

/** What arrived somewhere. */
export interface Arrived {
  readonly at: number
  readonly channel: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly workflow: string
  /** Name of the message, or of the endpoint. */
  readonly name: string
}

/** Where journeys run: in memory, on the local host, or on a deployed stack. */
export interface JourneyHost {
  tell(told: Told): Promise<void>
  /** Epoch ms; everything due until then has happened when it resolves. */
  advanceTo(at: number): Promise<void>
  arrived(): Promise<readonly Arrived[]>
  stop(): Promise<void>
}

/** Opens a host whose clock begins at `start` (epoch ms). */
export type OpenHost = (start: number) => Promise<JourneyHost>

/** The repository's own workflows, compiled. */
export async function compileShop(): Promise<Catalogue> {
  const { catalogue, problems } = await compileFolder('workflows')
  if (catalogue === undefined)
    throw new Error(problems.map((each) => `${each.file}:${each.line} ${each.message}`).join('\n'))
  return catalogue
}

export const inMemory: OpenHost = async (start) => {
  const world = await World.create(await compileShop(), start)
  return {
    tell: (told) => world.happen(told),
    advanceTo: (at) => world.advanceTo(at),
    arrived: async () =>
      world.sent.map(({ at, outgoing, workflow, name }) => ({ at, workflow, name, ...partsOf(outgoing) })),
    stop: async () => {},
  }
}

function partsOf(outgoing: World['sent'][number]['outgoing']): Pick<Arrived, 'channel' | 'to' | 'subject' | 'text'> {
  switch (outgoing.channel) {
    case 'email':
      return { channel: 'email', to: outgoing.to, subject: outgoing.subject, text: outgoing.text }
    case 'sms':
    case 'line':
      return { channel: outgoing.channel, to: outgoing.to, subject: '', text: outgoing.text }
    case 'webhook':
    case 'hand_over':
      return { channel: outgoing.channel, to: outgoing.url, subject: '', text: outgoing.body }
  }
}

const Letters = z.array(
  z.object({
    channel: z.string(),
    to: z.string(),
    subject: z.string().nullish(),
    text: z.string().nullish(),
    workflow: z.string(),
    step: z.string(),
    sentAt: z.string(),
  }),
)

export const onLocalHost: OpenHost = (start) => openLocalHost(start)

/** A journey's host that is reached by HTTP as well. */
export interface LocalJourneyHost extends JourneyHost {
  readonly url: string
}

/**
 * The local host as a stranger uses it: events by the real EventBridge client, everything else by its pages. Other workflows
 * and handlers opened in another way where they are given.
 */
export async function openLocalHost(
  start: number,
  {
    workflowsDir = 'workflows',
    connect,
  }: { readonly workflowsDir?: string; readonly connect?: Parameters<typeof startHost>[2] } = {},
): Promise<LocalJourneyHost> {
  const dataDir = await mkdtemp(join(tmpdir(), 'beforehand-journey-'))
  const troubles: string[] = []
  const host = await startHost(
    { port: 0, dataDir, workflowsDir, clockStart: start, watch: false },
    { say: (line) => troubles.push(line), log: () => {} },
    connect,
  )
  const client = new EventBridgeClient({
    endpoint: host.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
  let told = 0
  const post = async (path: string, body: object): Promise<void> => {
    const answer = await fetch(`${host.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  }
  const advanceTo = async (at: number): Promise<void> => {
    const { now } = z.object({ now: z.string() }).parse(await (await fetch(`${host.url}/clock`)).json())
    if (at > Date.parse(now)) await post('/clock', { to: new Date(at).toISOString() })
  }
  return {
    url: host.url,
    tell: async ({ at, name, messageId, refused, ...rest }) => {
      told += 1
      await advanceTo(at)
      const detail = { ...rest, messageId: messageId ?? `told-${told}`, timestamp: new Date(at).toISOString() }
      const answer = await client.send(
        new PutEventsCommand({ Entries: [{ Source: 'journeys', DetailType: name, Detail: JSON.stringify(detail) }] }),
      )
      if (answer.Entries?.[0]?.ErrorCode !== refused) throw new Error(`${name}: ${JSON.stringify(answer.Entries)}`)
    },
    advanceTo,
    arrived: async () =>
      Letters.parse(await (await fetch(`${host.url}/mailbox/messages`)).json()).map(
        ({ sentAt, step, subject, text, ...letter }) => ({
          ...letter,
          at: Date.parse(sentAt),
          name: step,
          subject: subject ?? '',
          text: text ?? '',
        }),
      ),
    stop: async () => {
      client.destroy()
      await host.stop()
      await rm(dataDir, { recursive: true, force: true })
      if (troubles.length > 0) throw new Error(troubles.join('\n'))
    },
  }
}
