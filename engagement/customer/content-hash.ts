import { createHash } from 'node:crypto'
import type { Json, JsonObject } from './json.ts'

/** What makes two events with one messageId the same event: what the producer said, not when or how it came. */
export interface EventContent {
  readonly name: string
  readonly userId?: string
  readonly anonymousId?: string
  readonly properties: JsonObject
  readonly traits: JsonObject
  /** As sent. */
  readonly timestamp: string | undefined
}

/** SHA-256 of the canonical JSON, base64url, 43 characters. The order of members does not matter. */
export function contentHashOf(content: EventContent): string {
  const { name, userId, anonymousId, properties, traits, timestamp } = content
  const said: Json = [name, userId ?? null, anonymousId ?? null, properties, traits, timestamp ?? null]
  return createHash('sha256').update(canonicalJson(said)).digest('base64url')
}

/** JSON with members in order of their names. */
export function canonicalJson(value: Json): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map((item: Json) => canonicalJson(item)).join(',')}]`
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`
}
