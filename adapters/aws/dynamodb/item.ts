import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type * as z from 'zod/mini'
import { PermanentError } from '#engagement/errors.ts'

/** An item as DynamoDB's API speaks of it. */
export type Item = Record<string, AttributeValue>

/** Every item's body carries the number of the shapes it was written in. Raised when old code could not read it. */
const SCHEMA = 1

/** Bodies longer than this are deflated: what is written costs by the KB, twice so in a transaction. */
const PLAIN_BYTES = 640

export const text = (value: string): AttributeValue => ({ S: value })
export const number = (value: number): AttributeValue => ({ N: String(value) })

/** `s` (schema) and `d` (JSON), or `z` (deflated JSON) where it is long. */
export function bodyOf(value: unknown): Item {
  const json = JSON.stringify(value)
  if (Buffer.byteLength(json) <= PLAIN_BYTES) return { s: number(SCHEMA), d: text(json) }
  return { s: number(SCHEMA), z: { B: deflateRawSync(json) } }
}

/** Parses the body of an item. Throws `broken-item` (permanent) with the item's key, never with its content. */
export function parseBody<Schema extends z.ZodMiniType>(item: Item, schema: Schema): z.infer<Schema> {
  const written = numberIn(item, 's')
  if (written !== SCHEMA) throw broken(item, `schema ${written} where ${SCHEMA} is read`)
  const parsed = schema.safeParse(jsonIn(item))
  if (parsed.success) return parsed.data
  throw broken(item, parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.code}`).join(', '))
}

function jsonIn(item: Item): unknown {
  try {
    const deflated = item['z']?.B
    return JSON.parse(deflated === undefined ? textIn(item, 'd') : inflateRawSync(deflated).toString())
  } catch (cause) {
    if (cause instanceof PermanentError) throw cause
    throw broken(item, 'its body is not JSON', cause)
  }
}

export function textIn(item: Item, name: string): string {
  const value = item[name]?.S
  if (value === undefined) throw broken(item, `no text in ${name}`)
  return value
}

export function numberIn(item: Item, name: string): number {
  const value = item[name]?.N
  if (value === undefined) throw broken(item, `no number in ${name}`)
  return Number(value)
}

/** A native attribute, checked. */
export function attributeIn<Schema extends z.ZodMiniType>(item: Item, name: string, schema: Schema): z.infer<Schema> {
  const parsed = schema.safeParse(item[name]?.S)
  if (parsed.success) return parsed.data
  throw broken(item, `${name} is not one of its values`)
}

export function broken(item: Item, what: string, cause?: unknown): PermanentError {
  const key = `${item['PK']?.S ?? '?'} / ${item['SK']?.S ?? '?'}`
  return new PermanentError('broken-item', `item ${key}: ${what}`, ...(cause === undefined ? [] : [{ cause }]))
}
