import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { type Host, startHost } from '#local/host.ts'
import { sayAbsent, sharedFile } from './shared-data.ts'

const file = sharedFile('segment-spec', 'spec-examples.json')
if (file === undefined) sayAbsent('segment-spec/spec-examples.json')

const Properties = z.record(z.string(), z.json())
const Example = z.object({
  type: z.string().optional(),
  args: z.array(z.json()).optional(),
  payload: z
    .looseObject({
      type: z.string().optional(),
      event: z.string().optional(),
      userId: z.string().optional(),
      user_id: z.string().optional(),
    })
    .optional(),
})

interface Call {
  readonly name: string
  readonly detail: { readonly [member: string]: unknown; readonly userId: string }
}

/** A call of a client library as the canonical event; every call has a messageId of its own. */
function callOf(example: z.infer<typeof Example>, place: number): Call {
  const { payload, args = [] } = example
  const messageId = `example-${place}`
  if (payload !== undefined) {
    const { type, event, userId, user_id, anonymousId, timestamp, properties, traits, context } = payload
    return {
      name: type === 'identify' ? 'identify' : (event ?? ''),
      detail: {
        messageId,
        userId: userId ?? user_id ?? 'example-user',
        anonymousId,
        timestamp,
        properties,
        traits,
        context,
      },
    }
  }
  const [first, second] = args
  if (example.type === 'track')
    return {
      name: String(first),
      detail: { messageId, userId: 'example-user', properties: Properties.parse(second ?? {}) },
    }
  const named = typeof first === 'string'
  return {
    name: 'identify',
    detail: {
      messageId,
      userId: named ? first : 'example-user',
      traits: Properties.parse((named ? second : first) ?? {}),
    },
  }
}

describe.skipIf(file === undefined)("the examples of Segment's own documentation, through the running host", () => {
  const calls =
    file === undefined
      ? []
      : z
          .array(Example)
          .parse(JSON.parse(readFileSync(file, 'utf8')))
          .map(callOf)
  let host: Host
  let dataDir = ''

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'beforehand-examples-'))
    host = await startHost(
      { port: 0, dataDir, workflowsDir: 'workflows', watch: false },
      { say: () => {}, log: () => {} },
    )
    const client = new EventBridgeClient({
      endpoint: host.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    })
    for (const { name, detail } of calls) {
      const answer = await client.send(
        new PutEventsCommand({ Entries: [{ Source: 'examples', DetailType: name, Detail: JSON.stringify(detail) }] }),
      )
      expect(answer.FailedEntryCount, name).toBe(0)
    }
    client.destroy()
    await fetch(`${host.url}/clock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"advance":"1s"}',
    })
  })
  afterAll(async () => {
    await host?.stop()
    await rm(dataDir, { recursive: true, force: true })
  })

  it('refuses none of them', async () => {
    expect(calls).toHaveLength(66)
    expect(await (await fetch(`${host.url}/quarantine`)).json()).toEqual([])
    expect(await (await fetch(`${host.url}/dlq`)).json()).toEqual([])
  })

  it('keeps every one of them in its customer’s timeline, unknown names too', async () => {
    const kept: string[] = []
    for (const userId of new Set(calls.map((call) => call.detail.userId))) {
      const timeline = z
        .array(z.looseObject({ kind: z.string(), messageId: z.string().optional() }))
        .parse(await (await fetch(`${host.url}/customers/${userId}/timeline`)).json())
      kept.push(
        ...timeline.flatMap((entry) =>
          entry.kind === 'event' && entry.messageId?.startsWith('example-') ? [entry.messageId] : [],
        ),
      )
    }
    expect(new Set(kept).size).toBe(66)
  })
})
