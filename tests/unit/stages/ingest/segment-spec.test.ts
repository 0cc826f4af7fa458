import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { envelope, ingestBench } from './ingest-bench.ts'

const FILE = fileURLToPath(new URL('../../../../../shared/data/segment-spec/spec-examples.json', import.meta.url))

const Payload = z.looseObject({
  event: z.string().optional(),
  userId: z.string().optional(),
  user_id: z.string().optional(),
  anonymousId: z.string().optional(),
  timestamp: z.string().optional(),
  traits: z.unknown().optional(),
  context: z.unknown().optional(),
  properties: z.unknown().optional(),
})
const Example = z.looseObject({
  file: z.string(),
  type: z.string().optional(),
  args: z.array(z.unknown()).optional(),
  payload: Payload.optional(),
})
type Example = z.infer<typeof Example>

/** What a Segment client would have put on the wire, with the ids that it would have added. */
function wireOf(example: Example, n: number): { name: string; detail: object } {
  const messageId = `segment-${n}`
  if (example.payload !== undefined) {
    const { event, user_id, userId = user_id, anonymousId = 'browser', ...others } = example.payload
    return { name: event ?? 'identify', detail: { ...others, messageId, userId: userId ?? null, anonymousId } }
  }
  const args = example.args ?? []
  if (example.type === 'track')
    return { name: z.string().parse(args[0]), detail: { messageId, anonymousId: 'browser', properties: args[1] } }
  const [userId, traits] = typeof args[0] === 'string' ? args : [undefined, args[0]]
  return { name: 'identify', detail: { messageId, anonymousId: 'browser', userId, traits } }
}

describe.skipIf(!existsSync(FILE))(
  `Segment's own examples (${existsSync(FILE) ? 'found' : 'ABSENT: ../shared/data/segment-spec'})`,
  () => {
    const examples = existsSync(FILE) ? z.array(Example).parse(JSON.parse(readFileSync(FILE, 'utf8'))) : []

    it('are 66', () => {
      expect(examples).toHaveLength(66)
    })

    it.each(examples.map((example, n) => ({ n, ...wireOf(example, n) })))(
      '$n: $name is accepted with what it said',
      async ({ name, detail }) => {
        const { take, reactQueue } = await ingestBench()
        expect(await take(envelope(name, detail))).toMatchObject({ kind: 'accepted' })
        const [message] = reactQueue.waiting
        if (message?.kind !== 'event') throw new Error('nothing went on to react')
        expect(message.event.name).toBe(name)
        if (name !== 'identify' && 'properties' in detail)
          expect(message.event.properties).toEqual(detail.properties ?? {})
      },
    )

    it('keep the country of an address as its code', async () => {
      const example = examples.find(
        (one) => one.payload?.traits !== undefined && JSON.stringify(one.payload).includes('"country":"USA"'),
      )
      if (example === undefined) throw new Error('no example with an address')
      const { name, detail } = wireOf(example, 0)
      const { take } = await ingestBench()
      expect(await take(envelope(name, detail))).toMatchObject({
        event: { traits: { country: 'US', email: 'peter@example.com' } },
      })
    })
  },
)
