import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { bodyOf, parseBody } from '#adapters/aws/dynamodb/item.ts'
import { messageItem } from '#adapters/aws/dynamodb/items.ts'
import { keyPart } from '#adapters/aws/dynamodb/keys.ts'
import { parseStreamRecord } from '#adapters/aws/dynamodb/stream-record.ts'
import { message } from '#tests/contracts/state-samples.ts'

const Body = z.looseObject({ note: z.string() })
const KEY = { PK: { S: 'C#1' }, SK: { S: 'STATE' } }

describe('the body of an item', () => {
  it('stays readable while it is short and is deflated when it is long', () => {
    expect(bodyOf({ note: 'short' })).toEqual({ s: { N: '1' }, d: { S: '{"note":"short"}' } })
    const long = bodyOf({ note: 'long '.repeat(500) })
    expect(long['d']).toBeUndefined()
    expect(long['z']?.B?.length).toBeLessThan(100)
    expect(parseBody({ ...KEY, ...long }, Body)).toEqual({ note: 'long '.repeat(500) })
  })

  it('keeps what newer code added', () => {
    expect(parseBody({ ...KEY, ...bodyOf({ note: 'a', added: 1 }) }, Body)).toEqual({ note: 'a', added: 1 })
  })

  it.each([
    ['a schema of the future', { ...bodyOf({ note: 'a' }), s: { N: '2' } }],
    ['no schema', { d: { S: '{"note":"a"}' } }],
    ['no body', { s: { N: '1' } }],
    ['half a body', { s: { N: '1' }, d: { S: '{"note":' } }],
    ['bytes that are not deflated', { s: { N: '1' }, z: { B: new Uint8Array([1, 2, 3]) } }],
    ['another shape', bodyOf({ note: 1 })],
  ])('is refused with %s', (_, body) => {
    expect(() => parseBody({ ...KEY, ...body }, Body)).toThrow(
      expect.objectContaining({ code: 'broken-item', message: expect.stringContaining('C#1 / STATE') }),
    )
  })
})

describe('a part of a key', () => {
  it('is hashed only where it is too long', () => {
    expect(keyPart('カート1')).toBe('カート1')
    expect(keyPart('長'.repeat(256))).toMatch(/^sha256:[\w-]{43}$/)
    expect(keyPart('長'.repeat(256))).not.toBe(keyPart('長'.repeat(257)))
  })
})

describe('a stream record', () => {
  /** As Lambda hands it over: through JSON, binary as base64. */
  const lambdaImage = (item: ReturnType<typeof messageItem>) =>
    Object.fromEntries(
      Object.entries(item).map(([name, value]) => [
        name,
        value.B === undefined ? value : { B: Buffer.from(value.B).toString('base64') },
      ]),
    )
  const planned = message('message-1', { payload: { card: 'story '.repeat(300) } })

  it('of Lambda is read although its bytes are base64', () => {
    const NewImage = lambdaImage(messageItem(planned, 1))
    expect(NewImage['z']).toBeDefined()
    expect(parseStreamRecord({ eventName: 'MODIFY', dynamodb: { NewImage } })).toMatchObject({
      kind: 'message-planned',
      request: { messageId: 'message-1', attempt: 1 },
    })
  })

  it('says nothing of a message that is not planned, or was removed', () => {
    const claimed = lambdaImage(messageItem({ ...planned, status: 'claimed' }, 1))
    expect(parseStreamRecord({ eventName: 'MODIFY', dynamodb: { NewImage: claimed } })).toBeUndefined()
    expect(parseStreamRecord({ eventName: 'REMOVE', dynamodb: { Keys: {} } })).toBeUndefined()
  })
})
